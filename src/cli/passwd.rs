//! `zhurnal passwd`: a new start password for whoever forgot theirs, given by the technician at the
//! server. It works beside a server that runs, which ends the account's sessions within a second;
//! a line that only listens for news is cut within the server's heartbeat, 20 seconds.

use super::Misused;
use super::args::{GlobalArgs, PasswdArgs};
use super::database::Database;
use super::passwords::Passwords;
use super::serve::{named, numbered, usual};
use super::setup::Setup;
use crate::i18n::Texts;
use crate::tr;
use journal::register::Trust;
use journal::school::School;
use journal::{Clock, SchoolId};
use protocol::SystemClock;
use server::{HashCost, lock_of_name};
use std::process::ExitCode;
use storage::{NewStartPassword, Store, StoreError};

/// `zhurnal passwd`.
pub fn command(global: &GlobalArgs, args: &PasswdArgs) -> anyhow::Result<ExitCode> {
    let setup = Setup::strict(global, "config-stops-passwd")?;
    setup.notes.whole().for_each(super::tell);
    let texts = &setup.texts;
    let database = named(args.database.as_deref(), &setup)?.unwrap_or_else(|| usual(&setup));
    if database.is_blank_file() {
        let text = tr!(texts, "passwd-no-database", name = database.name());
        anyhow::bail!(text.into_owned());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let school = args.school.map(SchoolId).or(setup.config.serve.school());
    let issued = runtime.block_on(async {
        let store = database.open(1, texts).await?;
        let issued = issue(&*store, &args.account, school, &database, texts).await;
        store.close().await;
        issued
    })?;
    super::tell(&issued.said);
    super::print(&format!("{}\n", issued.password))?;
    Ok(ExitCode::SUCCESS)
}

struct Issued {
    password: String,
    said: String,
}

async fn issue(
    store: &dyn Store,
    login: &str,
    school: Option<SchoolId>,
    database: &Database,
    texts: &Texts,
) -> anyhow::Result<Issued> {
    let broken = |error: StoreError| database.sentence(&error, texts);
    let login = login.trim();
    let schools = store.schools().await.map_err(broken)?;
    let school = choose(&schools, school, database, texts)?;
    let unknown = || {
        let school = school.title.as_str();
        anyhow::anyhow!(tr!(texts, "passwd-unknown", login, school).into_owned())
    };
    let account = store.account(school.id, login).await.map_err(broken)?;
    let person = account.ok_or_else(unknown)?.person;
    let now = SystemClock::start().now();
    let me = store.me(school.id, person, now).await.map_err(broken)?;
    let name = me.ok_or_else(unknown)?.name.to_string();
    let secret = store.secret().await.map_err(broken)?;
    let mut passwords = Passwords::new(texts)?;
    let password = passwords.next();
    let new = NewStartPassword {
        person,
        hash: passwords.hash(&password, HashCost::default())?,
        name_lock: Some(lock_of_name(&secret, school.id, login)),
        trust: Trust::Administrator,
        wish: login.to_owned(),
        by: None,
        at: now,
    };
    let issued = store.issue_password(school.id, new).await.map_err(broken)?;
    issued.ok_or_else(unknown)?;
    let said = tr!(texts, "passwd-done", login, name).into_owned();
    Ok(Issued { password, said })
}

/// The school that was named, or the only one.
fn choose<'a>(
    schools: &'a [School],
    asked: Option<SchoolId>,
    database: &Database,
    texts: &Texts,
) -> Result<&'a School, Misused> {
    let (name, known) = (database.name(), numbered(schools, texts));
    let text = match (asked, schools) {
        (None, [only]) => return Ok(only),
        (None, []) => tr!(texts, "passwd-no-database", name),
        (None, _) => tr!(texts, "passwd-several-schools", name, known),
        (Some(number), _) => {
            if let Some(school) = schools.iter().find(|school| school.id == number) {
                return Ok(school);
            }
            let number = number.0.to_string();
            tr!(texts, "passwd-no-such-school", name, number, known)
        }
    };
    Err(Misused(text.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use journal::SchoolTime;
    use rstest::rstest;
    use std::path::Path;

    fn school(id: i64) -> School {
        School {
            id: SchoolId(id),
            title: format!("Школа № {id}"),
            time: SchoolTime::MOSCOW,
            regulation: String::new(),
        }
    }

    #[rstest]
    #[case::the_only_one(&[3], None, Ok(3))]
    #[case::named(&[3, 4], Some(4), Ok(4))]
    #[case::which(&[3, 4], None, Err("3 — «Школа № 3», 4 — «Школа № 4»"))]
    #[case::none_such(&[3, 4], Some(5), Err("3 — «Школа № 3», 4 — «Школа № 4»"))]
    #[case::none_at_all(&[], None, Err("--database"))]
    fn one_of_several_schools_is_named(
        #[case] there: &[i64],
        #[case] asked: Option<i64>,
        #[case] expected: Result<i64, &str>,
    ) {
        let texts = Texts::new(Language::Ru);
        let schools: Vec<School> = there.iter().map(|id| school(*id)).collect();
        let database = Database::file(Path::new("s.db"));
        let chosen = choose(&schools, asked.map(SchoolId), &database, &texts);
        match (chosen, expected) {
            (Ok(school), Ok(id)) => assert_eq!(school.id.0, id),
            (Err(Misused(text)), Err(said)) => assert!(text.contains(said), "{text}"),
            (chosen, expected) => panic!("{chosen:?} is not {expected:?}"),
        }
    }
}
