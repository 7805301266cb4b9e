//! A command that works at the server as a person: signed in for as long as it takes, because
//! whatever is amended has an author.

use super::Misused;
use super::args::PersonArgs;
use super::chance;
use super::client::http_settings;
use super::password_file::{self, only_line};
use super::setup::Setup;
use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use crate::table_files::AtServer;
use crate::table_files::import::Halt;
use crate::tr;
use crate::ui::messages;
use chrono::NaiveDate;
use journal::register::{RecordKind, Register};
use journal::regulation::Act;
use journal::view::{Me, Rules};
use journal::{Clock, Timestamp};
use offline::{Failure, Fetched, HttpTransport, IdSource, ListKey, Transport};
use protocol::{Code, SignIn, SystemClock};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
use secrecy::SecretString;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;
use std::rc::Rc;

/// A session of a person, for one command.
pub struct SignedInPerson {
    /// The way to the server.
    pub transport: Rc<HttpTransport>,
    /// Who it is.
    pub me: Me,
    /// The school's rules.
    pub rules: Rules,
    /// The school's day.
    pub today: NaiveDate,
    /// New ids.
    pub ids: IdSource,
    token: SecretString,
    sign_out: String,
    server: String,
    now: Timestamp,
}

/// Does what a command has to wait for.
///
/// # Errors
/// Why it is not done.
pub fn run<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(work)
}

impl SignedInPerson {
    /// Signs in whom the command names, does its work, and leaves, whatever became of that.
    ///
    /// # Errors
    /// A sentence.
    pub async fn during<T>(
        setup: &Setup,
        args: &PersonArgs,
        work: impl AsyncFnOnce(&mut Self) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let (login, file) = (args.who.as_str(), args.password_file.as_deref());
        let password = password(login, file, &setup.texts)?;
        let mut person = Self::enter(setup, login, password).await?;
        let done = work(&mut person).await;
        person.leave().await;
        done
    }

    async fn enter(setup: &Setup, login: &str, password: String) -> anyhow::Result<Self> {
        let texts = &setup.texts;
        let settings = http_settings(&setup.config.server);
        let server = settings.url.clone();
        let transport = HttpTransport::new(settings).map_err(|bad| {
            Misused(tr!(texts, "table-bad-address", server = bad.0.as_str()).into_owned())
        })?;
        let mut ids = IdSource::new(chance::bytes(texts)?);
        let device = ids.device(SystemClock::start().now());
        let request = SignIn {
            login: login.to_owned(),
            password,
            device,
            school: None,
        };
        let told = |failure: Failure| sentence(&failure, &server, texts);
        let signed_in = transport.sign_in(request).await.map_err(told)?;
        let token = SecretString::from(signed_in.token);
        let leave = async |why: anyhow::Error| {
            // It ends by itself as well.
            let _ = transport.sign_out(signed_in.sign_out.clone()).await;
            Err(why)
        };
        if signed_in.me.must_change_password {
            let why = texts.get("table-must-change-password");
            return leave(anyhow::anyhow!(why.into_owned())).await;
        }
        let rules = match transport.rules(token.clone(), None).await {
            Ok(Fetched::New { body, .. }) => body,
            Ok(Fetched::Unchanged) => {
                let why = texts.get("server-not-ours");
                return leave(anyhow::anyhow!(why.into_owned())).await;
            }
            Err(failure) => return leave(told(failure)).await,
        };
        let today = rules.time.local(signed_in.now).date();
        Ok(Self {
            transport: Rc::new(transport),
            me: signed_in.me,
            rules,
            today,
            ids,
            token,
            sign_out: signed_in.sign_out,
            server,
            now: signed_in.now,
        })
    }

    /// Whether some records of the kind are the person's to do it with.
    pub fn may(&self, act: Act, kind: RecordKind) -> bool {
        let rules = &self.rules.regulation;
        rules.may_somewhere(&self.me.roles, act, kind)
    }

    /// What every request is signed with.
    pub fn token(&self) -> SecretString {
        self.token.clone()
    }

    /// The server's clock when the session began.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    async fn leave(&self) {
        // It ends by itself as well.
        let _ = self.transport.sign_out(self.sign_out.clone()).await;
    }

    /// Why there is no answer.
    pub fn told(&self, failure: &Failure, texts: &Texts) -> anyhow::Error {
        sentence(failure, &self.server, texts)
    }

    /// Why an import goes no further.
    pub fn halted(&self, halt: Halt, texts: &Texts) -> anyhow::Error {
        match halt {
            Halt::Words(words) => anyhow::anyhow!(words),
            Halt::Server(failure) => self.told(&failure, texts),
        }
    }

    /// The records of the kinds that the person may read.
    ///
    /// # Errors
    /// A sentence.
    pub async fn register(&self, texts: &Texts) -> anyhow::Result<Register> {
        self.register_of(RecordKind::ALL, texts).await
    }

    /// Those of the records of these kinds that are the person's to read.
    ///
    /// # Errors
    /// As [`Self::register`].
    pub async fn register_of(
        &self,
        kinds: &[RecordKind],
        texts: &Texts,
    ) -> anyhow::Result<Register> {
        let kinds = kinds.iter().copied();
        let kinds = kinds.filter(|kind| self.may(Act::Read, *kind));
        let register = self.at_server().register(kinds).await;
        register.map_err(|failure| self.told(&failure, texts))
    }

    /// The session, as tables go through it.
    pub fn at_server(&self) -> AtServer {
        AtServer {
            transport: Rc::clone(&self.transport),
            token: self.token(),
        }
    }

    /// A list of the server.
    ///
    /// # Errors
    /// A sentence.
    pub async fn page<T: serde::de::DeserializeOwned>(
        &self,
        key: ListKey,
        texts: &Texts,
    ) -> anyhow::Result<T> {
        let page = self.at_server().page(key).await;
        page.map_err(|failure| self.told(&failure, texts))
    }
}

/// Why the server did not do it.
fn sentence(failure: &Failure, server: &str, texts: &Texts) -> anyhow::Error {
    anyhow::anyhow!(match failure {
        Failure::Unreachable(why) => {
            let fault = Fault::told(why);
            fault.sentence(
                texts,
                "table-server-unreachable",
                &[("server", server.into())],
            )
        }
        Failure::Problem(problem) if problem.code == Code::Forbidden => {
            texts.get("table-forbidden").into_owned()
        }
        Failure::Problem(problem) => {
            let key = format!("server-{}", problem.code.word());
            texts.get(&key).into_owned()
        }
        Failure::NotUnderstood(_) => texts.get("server-not-ours").into_owned(),
        Failure::Store(error) => texts.get(messages::fault_key(error.fault)).into_owned(),
    })
}

/// The password of a person: the only line of a file or of the standard input (`-`), or typed where
/// nobody sees it.
fn password(login: &str, file: Option<&Path>, texts: &Texts) -> anyhow::Result<String> {
    let password = match file {
        Some(path) => password_file::read(path, texts)?,
        None => only_line(&typed(login, texts)?).map(str::to_owned),
    };
    password.ok_or_else(|| Misused(texts.get("table-no-password").into_owned()).into())
}

/// A line as a terminal gives it: all of one read, whatever key has ended it.
fn terminal_line(mut terminal: impl BufRead) -> io::Result<String> {
    loop {
        match terminal.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(line) => {
                let (line, length) = (str::from_utf8(line).map(str::to_owned), line.len());
                terminal.consume(length);
                return line.map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why));
            }
        }
    }
}

/// What is typed at a terminal, unseen. The key that would end the program ends the line instead,
/// so that the terminal shows again what is typed, and is no part of any password.
fn typed(login: &str, texts: &Texts) -> anyhow::Result<String> {
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        return Err(Misused(texts.get("table-no-password").into_owned()).into());
    }
    let shown = tcgetattr(&stdin).map_err(io::Error::from)?;
    let mut unseen = shown.clone();
    unseen
        .local_modes
        .remove(LocalModes::ECHO | LocalModes::ISIG);
    unseen.special_codes[SpecialCodeIndex::VEOL] = shown.special_codes[SpecialCodeIndex::VINTR];
    tcsetattr(&stdin, OptionalActions::Flush, &unseen).map_err(io::Error::from)?;
    // Asked only now: a key pressed at once would end the program, or be seen.
    let _ = write!(io::stderr(), "{} ", tr!(texts, "table-password", login));
    let line = terminal_line(stdin.lock());
    // Whatever was read, the terminal shows again what is typed.
    let restored = tcsetattr(&stdin, OptionalActions::Flush, &shown);
    let _ = writeln!(io::stderr());
    restored.map_err(io::Error::from)?;
    Ok(line?)
}
