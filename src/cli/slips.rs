//! `zhurnal slips`: start passwords of a class or of the staff on slips to be cut apart, each with a
//! line to sign, and the sheet of their issue (SP14-T2.2a, SGO154-3.1.5, SGO154P-1.2.2, 1.4.4).

mod kept;
mod paper;

use super::Misused;
use super::args::{GlobalArgs, SlipsArgs};
use super::progress;
use super::setup::Setup;
use super::signed_in::{self, SignedInPerson};
use crate::i18n::{Texts, dates, terms};
use crate::table_files::writing::{take, unwritable};
use crate::tr;
use crate::ui::widget::text;
use chrono::NaiveDate;
use journal::register::{Record, RecordKind, Register};
use journal::regulation::Obligation;
use journal::view::{AccountRow, AccountsPage};
use journal::{Clock, PersonId, Role, Timestamp};
use offline::{Failure, ListKey, Transport};
use protocol::problem::Facts;
use protocol::{Code, IssuedPassword, SystemClock};
use std::process::ExitCode;
use std::time::Duration;

/// Columns of a page.
const WIDTH: u16 = 78;
/// Slips on a page of 66 lines.
const ON_A_PAGE: usize = 8;
/// Rows of the sheet on a page.
const ROWS: usize = 27;
/// Longest wait for a turn, in seconds: a minute's budget of passwords is over in one.
const PATIENCE: i64 = 90;

/// `zhurnal slips`.
pub fn command(global: &GlobalArgs, args: &SlipsArgs) -> anyhow::Result<ExitCode> {
    let setup = Setup::strict(global, "config-stops-tables")?;
    setup.notes.whole().for_each(super::tell);
    let texts = &setup.texts;
    if args.class.is_some() == args.staff {
        return Err(Misused(texts.get("slips-whose").into_owned()).into());
    }
    let issued = SignedInPerson::during(&setup, &args.person, async |person| {
        issue(args, &setup, person).await
    });
    super::print(&signed_in::run(issued)?)?;
    Ok(ExitCode::SUCCESS)
}

/// A start password that was given, for the sheet of issue.
struct Given {
    person: PersonId,
    name: String,
    login: String,
    at: Timestamp,
}

/// Gives the passwords, one after another, each written before the next is given: what is on no
/// slip was not given.
async fn issue(
    args: &SlipsArgs,
    setup: &Setup,
    person: &mut SignedInPerson,
) -> anyhow::Result<String> {
    let texts = &setup.texts;
    let page: AccountsPage = person.page(ListKey::Accounts, texts).await?;
    let all = page.accounts.len();
    let regulation = &person.rules.regulation;
    // One of them whose password is not ours to give keeps nobody else from theirs.
    let (meant, others): (Vec<AccountRow>, Vec<_>) = page
        .accounts
        .into_iter()
        .filter(|row| is_meant(row, args) && row.person != person.me.person)
        .partition(|row| {
            let judged = regulation.judge_issuer(&person.me.roles, row.into());
            judged.is_ok()
        });
    let others = of_others(&others, texts);
    if let (true, Some(others)) = (meant.is_empty(), &others) {
        anyhow::bail!(others.clone());
    }
    if meant.is_empty() {
        anyhow::bail!(match &args.class {
            _ if all == 0 => texts.get("slips-none-seen").into_owned(),
            Some(of) => tr!(texts, "slips-nobody", of = of.as_str()).into_owned(),
            None => texts.get("slips-no-staff").into_owned(),
        });
    }
    let mut kinds = vec![RecordKind::SchoolCard, RecordKind::Slip];
    if args.class.is_some() {
        kinds.extend([RecordKind::Person, RecordKind::Guardianship]);
    }
    let register = person.register_of(&kinds, texts).await?;
    let slipped = kept::slipped(&register);
    let (due, own): (Vec<_>, Vec<_>) = meant
        .into_iter()
        // A slip that was given out is as good as a password of one's own.
        .partition(|row| {
            let given = row.password_given_at.is_some() || slipped.contains(&row.person);
            let waits = row.must_change_password && !given;
            args.again || row.login.is_none() || row.voided || waits
        });
    if due.is_empty() {
        let count = own.len();
        anyhow::bail!(tr!(texts, "slips-all-have", count).into_owned());
    }
    let mut file = take(&args.to, texts)?;
    let head = Head::of(args, setup, person, &register);
    let mut given = Vec::new();
    let work = async {
        for row in &due {
            let room = paper::reserve(&mut file, given.len() + 1);
            room.map_err(|error| unwritable(&args.to, &error, texts))?;
            let issued = one(person, row, texts).await?;
            let place = given.len();
            let children = children(row, &register, person.today, texts);
            let slip = slip(&head, row, children, &issued, texts);
            let name = row.name.to_string();
            let slip = page_break(place, ON_A_PAGE, &slip);
            paper::write(&mut file, &slip).map_err(|error| {
                let why = unwritable(&args.to, &error, texts).to_string();
                let name = name.as_str();
                anyhow::anyhow!(tr!(texts, "slips-on-no-slip", name, why).into_owned())
            })?;
            given.push(Given {
                person: row.person,
                name,
                login: issued.login,
                at: issued.at,
            });
        }
        anyhow::Ok(())
    };
    let done = progress::during(&texts.get("slips-gives"), work).await;
    let sheet = sheet(&head, &given, texts);
    let ended = paper::end(&mut file, &sheet).map_err(|error| unwritable(&args.to, &error, texts));
    let kept = kept::keep(person, &given, texts).await;
    // What broke off is said first, and what was kept is kept.
    done?;
    ended?;
    let (count, left) = (given.len(), own.len());
    let place = args.to.display().to_string();
    // Somebody may have given the same people others meanwhile.
    let now: AccountsPage = person.page(ListKey::Accounts, texts).await?;
    let replaced = replaced(&given, &now);
    if !replaced.is_empty() {
        let (count, names) = (count - replaced.len(), replaced.join("; "));
        anyhow::bail!(tr!(texts, "slips-replaced", count, names, place).into_owned());
    }
    kept?;
    let done = tr!(texts, "slips-done", count, left, place).into_owned();
    let told: Vec<_> = std::iter::once(done).chain(others).collect();
    Ok(told.join("\n") + "\n")
}

/// To whom others give passwords, if there is somebody.
fn of_others(rows: &[AccountRow], texts: &Texts) -> Option<String> {
    let names: Vec<_> = rows.iter().map(|row| row.name.to_string()).collect();
    let (count, names) = (names.len(), names.join("; "));
    (count > 0).then(|| tr!(texts, "slips-of-others", count, names).into_owned())
}

/// Whose passwords are not those of the slips any more.
fn replaced(given: &[Given], now: &AccountsPage) -> Vec<String> {
    let stands = |one: &&Given| {
        let mut rows = now.accounts.iter();
        let row = rows.find(|row| row.person == one.person);
        row.and_then(|row| row.password_given_at) == Some(one.at)
    };
    let gone = given.iter().filter(|one| !stands(one));
    gone.map(|one| one.name.clone()).collect()
}

fn is_meant(row: &AccountRow, args: &SlipsArgs) -> bool {
    let of_families = [Role::Pupil, Role::Parent]
        .iter()
        .any(|role| row.roles.has(*role));
    match &args.class {
        Some(class) => {
            let class = journal::reading::class_title(class)
                .map_or_else(|_| class.clone(), |read| read.value.to_string());
            of_families && row.classes.contains(&class)
        }
        // An administrator's password is changed at the server.
        None => {
            !row.roles.has(Role::Admin)
                && row
                    .roles
                    .0
                    .iter()
                    .any(|role| !matches!(role, Role::Pupil | Role::Parent))
        }
    }
}

/// Gives one, after the server's wait if there is one.
async fn one(
    person: &SignedInPerson,
    row: &AccountRow,
    texts: &Texts,
) -> anyhow::Result<IssuedPassword> {
    loop {
        let asked = person.transport.issue_password(person.token(), row.person);
        let failure = match asked.await {
            Ok(issued) => return Ok(issued),
            Err(failure) => failure,
        };
        let wait = match &failure {
            Failure::Problem(problem) if problem.code == Code::TooManyChanges => {
                match problem.facts {
                    Some(Facts::Until { at }) => {
                        Some((at.0 - SystemClock::start().now().0) / 1_000_000)
                    }
                    _ => Some(1),
                }
            }
            _ => None,
        };
        let Some(seconds) = wait.filter(|seconds| *seconds <= PATIENCE) else {
            let name = row.name.to_string();
            let why = person.told(&failure, texts).to_string();
            anyhow::bail!(tr!(texts, "slips-not-given", name, why).into_owned());
        };
        let seconds = u64::try_from(seconds.max(1)).unwrap_or(1);
        tokio::time::sleep(Duration::from_secs(seconds)).await;
    }
}

/// What all slips say.
struct Head {
    school: String,
    /// Address and telephone; none: nobody has entered them.
    place: Option<String>,
    whose: String,
    day: String,
    server: String,
    term: Option<String>,
}

impl Head {
    /// The school as its card says it (SP14-T2.3a), or by its name alone.
    fn of(args: &SlipsArgs, setup: &Setup, person: &SignedInPerson, register: &Register) -> Self {
        let texts = &setup.texts;
        let set = person.rules.regulation.term(Obligation::Credentials);
        let term = set.map(|set| {
            let term = terms::term(set.term, texts);
            let clause = set.clause.cite.as_str();
            tr!(texts, "slips-term", term, clause).into_owned()
        });
        let staff = || texts.get("slips-staff").into_owned();
        let mut cards = register.of(RecordKind::SchoolCard);
        let card = cards.find_map(|(_, record)| match record {
            Record::SchoolCard(card) => Some(card),
            _ => None,
        });
        let place = card.map(|card| {
            let parts = [card.address.as_str(), card.phone.as_str()];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            let place = parts.collect::<Vec<_>>().join(" · ");
            text::fit(&place, WIDTH - 2).into_owned()
        });
        Self {
            school: card.map_or_else(|| person.me.school.clone(), |card| card.title.clone()),
            place,
            whose: args.class.clone().unwrap_or_else(staff),
            day: dates::full_date(texts.language(), person.today),
            server: setup.config.server.url.clone(),
            term,
        }
    }

    /// The school, whose slips they are, and `right`: of a long name as much as there is room for.
    fn line(&self, right: &str) -> String {
        let whose = format!(" · {}", self.whose);
        let taken = text::width(&whose) + text::width(right) + 1;
        let school = text::fit(&self.school, (WIDTH - 2).saturating_sub(taken));
        both(&format!("{school}{whose}"), right)
    }
}

/// Whom a parent represents on the day (SP14-T2.2b); none: no child.
fn children(
    row: &AccountRow,
    register: &Register,
    day: NaiveDate,
    texts: &Texts,
) -> Option<String> {
    let children = register.of(RecordKind::Guardianship);
    let children = children.filter_map(|(_, record)| match record {
        Record::Guardianship(it) if it.parent == row.person && it.holds(day) => {
            register.title(it.pupil.into())
        }
        _ => None,
    });
    let names: Vec<String> = children.collect();
    let count = names.len();
    let said = tr!(texts, "slip-children", names = names.join(", "), count);
    (count > 0).then(|| text::fit(&said, WIDTH - 2).into_owned())
}

fn slip(
    head: &Head,
    row: &AccountRow,
    children: Option<String>,
    issued: &IssuedPassword,
    texts: &Texts,
) -> String {
    let IssuedPassword {
        login, password, ..
    } = issued;
    let received = tr!(texts, "slip-received", line = "_".repeat(20));
    let lines = [
        head.line(&tr!(texts, "slip-day", day = head.day.as_str())),
        row.name.to_string(),
        children.unwrap_or_default(),
        tr!(texts, "slip-server", server = head.server.as_str()).into_owned(),
        both(
            &tr!(texts, "slip-login", login = login.as_str()),
            &tr!(texts, "slip-password", password = password.as_str()),
        ),
        both(&texts.get("slip-change"), &received),
    ];
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.map(|line| format!("  {line}\n")).collect();
    let lines = lines.concat();
    let cut = "- ".repeat(usize::from(WIDTH) / 2);
    format!("{lines}\n{}\n", cut.trim_end())
}

/// The sheet that stays with whoever gives them out: no password is on it.
fn sheet(head: &Head, given: &[Given], texts: &Texts) -> String {
    let pages = given.chunks(ROWS).enumerate().map(|(page, rows)| {
        let title = texts.get("slips-sheet").into_owned();
        let heads = [
            Some(head.line(&head.day)),
            head.place.clone(),
            Some(title),
            head.term.clone(),
        ];
        let heads = heads
            .into_iter()
            .flatten()
            .map(|line| format!("  {line}\n"));
        let rows = rows.iter().zip(page * ROWS + 1..).map(|(one, number)| {
            let name = padded(&text::fit(&one.name, 34), 34);
            let (login, line) = (padded(&one.login, 18), "_".repeat(16));
            format!("  {number:>3}  {name}  {login}  {line}\n\n")
        });
        let heads: String = heads.collect();
        format!("\u{c}{heads}\n{}", rows.collect::<String>())
    });
    pages.collect()
}

/// Every so many slips begin a page.
fn page_break(place: usize, on_a_page: usize, text: &str) -> String {
    if place > 0 && place.is_multiple_of(on_a_page) {
        format!("\u{c}{text}")
    } else {
        text.to_owned()
    }
}

/// The one at the left, the other at the right end of the line.
fn both(left: &str, right: &str) -> String {
    let room = (WIDTH - 2).saturating_sub(text::width(right) + 1);
    let left = text::fit(left, room);
    format!("{} {right}", padded(&left, room))
}

fn padded(text: &str, cols: u16) -> String {
    let blank = cols.saturating_sub(text::width(text));
    format!("{text}{}", " ".repeat(usize::from(blank)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use journal::register::{GuardianshipRecord, PersonRecord, RecordId};
    use journal::{PersonName, PupilId, Roles};

    fn row(person: i64, at: Option<i64>) -> AccountRow {
        AccountRow {
            person: PersonId(person),
            name: PersonName::default(),
            roles: Roles(vec![Role::Pupil]),
            classes: Vec::new(),
            own_class: false,
            login: None,
            voided: false,
            administrators_own: false,
            must_change_password: true,
            password_given_at: at.map(Timestamp),
            signed_in_at: None,
            used_at: None,
        }
    }

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    /// SP14-T2.2b, and SP14-T2.1b: of a child whom the parent represents no more nothing is said.
    #[test]
    fn a_parent_is_told_for_which_children_the_slip_is() {
        let mut register = Register::default();
        for (id, last) in [(2, "Белова"), (3, "Белов"), (4, "Гусева")] {
            let name = PersonName {
                last: last.to_owned(),
                ..PersonName::default()
            };
            let at = RecordKind::Person.at(RecordId(id));
            register.put(at, Some(Record::Person(PersonRecord { name })));
        }
        let (day, over) = (date(16), date(15));
        for (id, (parent, pupil, until)) in (1..).zip([
            (1, 2, None),
            (1, 3, Some(day)),
            (1, 4, Some(over)),
            (5, 4, None),
        ]) {
            let tie = GuardianshipRecord {
                parent: PersonId(parent),
                pupil: PupilId(pupil),
                until,
                ..GuardianshipRecord::default()
            };
            let at = RecordKind::Guardianship.at(RecordId(id));
            register.put(at, Some(Record::Guardianship(tie)));
        }
        let texts = Texts::new(Language::Ru);
        let told = |person| children(&row(person, None), &register, day, &texts);
        assert_eq!(told(1).unwrap(), "дети: Белова, Белов");
        assert_eq!(told(5).unwrap(), "ребёнок: Гусева");
        assert_eq!(told(2), None);
    }

    #[test]
    fn who_was_given_another_password_meanwhile_is_named() {
        let given = |person, name: &str| Given {
            person: PersonId(person),
            name: name.to_owned(),
            login: String::new(),
            at: Timestamp(person),
        };
        let given = [given(1, "Абрамов"), given(2, "Белова"), given(3, "Волков")];
        let now = AccountsPage {
            accounts: vec![row(1, Some(1)), row(2, Some(7)), row(4, Some(3))],
        };
        assert_eq!(replaced(&given, &now), ["Белова", "Волков"]);
    }
}
