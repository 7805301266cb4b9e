//! A signed-in device at a lesson, with cells that nobody else writes to.

use crate::drive::Client;
use crate::http::Line;
use crate::stamps::{Clock, Ids};
use anyhow::{Context, bail, ensure};
use chrono::Days;
use journal::mark::Grade;
use journal::view::{LessonPage, Rules, TodayPage};
use journal::{
    DeviceId, Edit, FromTo, JournalId, Lesson, LessonId, Mark, MarkValue, MarkWord, PersonId,
    PupilId, SchoolId, Timestamp, WorkRef,
};
use protocol::{API_PATH, SignIn, SignedIn};
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::HashMap;
use std::io::Write;
use std::net::SocketAddr;
use storage::DEVICES_OF_A_PERSON;

/// Changes in a batch: a mark for everybody in a class.
pub const BATCH: usize = 30;
/// Days that are looked through for lessons to write to.
const LOOK_BACK: u64 = 7;
/// Lessons of one account that are enough: more clients share them, each with works of its own.
const ENOUGH: usize = 4;

/// Somebody who can sign in.
#[derive(Debug, Clone)]
pub struct Account {
    /// The sign-in name.
    pub login: String,
    /// The password.
    pub password: String,
}

/// A device at its lesson.
pub struct Seat {
    line: Line,
    /// The device.
    pub device: DeviceId,
    /// Who sits there.
    pub person: PersonId,
    /// Its lesson.
    pub lesson: LessonId,
    /// The lesson's journal.
    pub journal: JournalId,
    /// Its cells.
    pub cells: Vec<Cell>,
    n: u64,
    clock: Clock,
    ids: Ids,
    round: usize,
    body: Vec<u8>,
}

/// A cell that belongs to one seat.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Whose mark.
    pub pupil: PupilId,
    /// For which work.
    pub work: WorkRef,
    /// What stood there before the load.
    before: Option<Mark>,
    /// The edits as they travel: the first, then two in turn.
    edits: [String; 3],
}

/// The two marks that stand there in turn.
pub fn turn(round: usize, weight: u8) -> Mark {
    let grade = Grade::new(if round.is_multiple_of(2) { 5 } else { 4 });
    Mark::new(
        grade.map_or(MarkValue::Word(MarkWord::Exempt), MarkValue::Grade),
        weight,
    )
}

impl Cell {
    fn new(
        pupil: PupilId,
        work: WorkRef,
        weight: u8,
        before: Option<Mark>,
    ) -> anyhow::Result<Self> {
        let (even, odd) = (Some(turn(0, weight)), Some(turn(1, weight)));
        let edit = |old: &Option<Mark>, new: &Option<Mark>| {
            let step = FromTo::new(old.clone(), new.clone());
            serde_json::to_string(&Edit::Mark { pupil, work, step })
        };
        let edits = [
            edit(&before, &even)?,
            edit(&even, &odd)?,
            edit(&odd, &even)?,
        ];
        Ok(Self {
            pupil,
            work,
            before,
            edits,
        })
    }

    /// The edit of a round, as JSON.
    pub fn edit(&self, round: usize) -> &str {
        let [first, odd, even] = &self.edits;
        match round {
            0 => first,
            round if round.is_multiple_of(2) => even,
            _ => odd,
        }
    }
}

/// Takes seats for so many clients: each account in turn, each with lessons of its own.
pub async fn take(
    server: SocketAddr,
    accounts: &[Account],
    clients: usize,
) -> anyhow::Result<Vec<Seat>> {
    let most = usize::try_from(DEVICES_OF_A_PERSON)? * accounts.len();
    ensure!(
        clients <= most,
        "a person has {DEVICES_OF_A_PERSON} devices: at most {most} clients"
    );
    let mut ids = Ids::new();
    let mut lessons: HashMap<String, Vec<LessonId>> = HashMap::new();
    let mut known = None;
    let mut seats = Vec::with_capacity(clients);
    for nth in 0..clients {
        let account = accounts
            .get(nth % accounts.len().max(1))
            .context("no account")?;
        let mut line = Line::open(server).await?;
        let device = DeviceId(ids.next(Timestamp(0)));
        let signed = sign_in(&mut line, account, device).await?;
        let (time, kind, weight) = match known {
            Some(known) => known,
            None => {
                let rules: Rules = read(&mut line, "/rules").await?;
                let kind = rules.work_kinds.first().context("no kinds of work")?;
                *known.insert((rules.time, kind.id, kind.weight))
            }
        };
        if !lessons.contains_key(&account.login) {
            let begun = |lesson: &Lesson| lesson.bells(time).0 <= signed.now;
            let own = own_lessons(&mut line, begun).await?;
            ensure!(
                !own.is_empty(),
                "{} has had no lesson lately",
                account.login
            );
            lessons.insert(account.login.clone(), own);
        }
        let own = lessons.get(&account.login).map_or(&[][..], Vec::as_slice);
        let nth = nth / accounts.len();
        let lesson = *own.get(nth % own.len().max(1)).context("no lesson")?;
        let page: LessonPage = read(&mut line, &format!("/lessons/{lesson}")).await?;
        seats.push(Seat {
            line,
            device,
            person: signed.me.person,
            lesson,
            journal: page.sheet.lesson.journal,
            cells: cells(&page, kind, weight, nth / own.len())?,
            n: signed.last_n,
            clock: Clock::set_to(signed.now),
            ids: Ids::new(),
            round: 0,
            body: Vec::new(),
        });
    }
    Ok(seats)
}

/// Cells of the `nth` seat at this lesson.
fn cells(
    page: &LessonPage,
    kind: journal::WorkKindId,
    weight: u8,
    nth: usize,
) -> anyhow::Result<Vec<Cell>> {
    let pupils: Vec<PupilId> = page.members.iter().map(|member| member.pupil).collect();
    ensure!(
        !pupils.is_empty(),
        "nobody is in lesson {}",
        page.sheet.lesson.id
    );
    let works = BATCH.div_ceil(pupils.len());
    let mut cells = Vec::with_capacity(BATCH);
    for work in nth * works..(nth + 1) * works {
        let work = WorkRef {
            kind,
            nth: u8::try_from(work).context("too many clients")?,
        };
        for pupil in pupils.iter().take(BATCH - cells.len()) {
            let before = page
                .sheet
                .entry(*pupil)
                .and_then(|entry| entry.mark(work))
                .cloned();
            cells.push(Cell::new(*pupil, work, weight, before)?);
        }
    }
    Ok(cells)
}

/// The account's own lessons in which marks can be entered: they have begun, and marks are given.
/// Today's first.
async fn own_lessons(
    line: &mut Line,
    begun: impl Fn(&Lesson) -> bool,
) -> anyhow::Result<Vec<LessonId>> {
    let mut page: TodayPage = read(line, "/today").await?;
    let (today, mut found) = (page.date, Vec::new());
    for back in 1..=LOOK_BACK {
        let lessons = page.lessons.iter().map(|listed| &listed.lesson);
        let begun = lessons.filter(|lesson| begun(lesson));
        for lesson in begun.map(|lesson| lesson.id) {
            let page: LessonPage = read(line, &format!("/lessons/{lesson}")).await?;
            if !page.sheet.without_marks {
                found.push(lesson);
            }
        }
        let Some(date) = today.checked_sub_days(Days::new(back)) else {
            break;
        };
        if found.len() >= ENOUGH {
            break;
        }
        page = read(line, &format!("/today?date={date}")).await?;
    }
    Ok(found)
}

/// Signs in; the line carries the token from then on.
pub async fn sign_in(
    line: &mut Line,
    account: &Account,
    device: DeviceId,
) -> anyhow::Result<SignedIn> {
    sign_in_to(line, account, device, None).await
}

/// The same where there are several schools.
pub async fn sign_in_to(
    line: &mut Line,
    account: &Account,
    device: DeviceId,
    school: Option<SchoolId>,
) -> anyhow::Result<SignedIn> {
    let body = sign_in_body(account, device, school)?;
    let answer = line.post(&format!("{API_PATH}/sessions"), &body).await?;
    ensure!(
        answer.status == 201,
        "{}: {}",
        account.login,
        told(answer.body)
    );
    let signed: SignedIn = serde_json::from_slice(answer.body)?;
    line.token = Some(signed.token.clone());
    Ok(signed)
}

/// A device that nobody knows yet.
pub fn new_device() -> DeviceId {
    DeviceId(Ids::new().next(Timestamp(0)))
}

/// What signing in sends.
pub fn sign_in_body(
    account: &Account,
    device: DeviceId,
    school: Option<SchoolId>,
) -> anyhow::Result<Vec<u8>> {
    let Account { login, password } = account.clone();
    Ok(serde_json::to_vec(&SignIn {
        login,
        password,
        device,
        school,
    })?)
}

async fn read<T: DeserializeOwned>(line: &mut Line, path: &str) -> anyhow::Result<T> {
    let answer = line.get(&format!("{API_PATH}{path}")).await?;
    ensure!(
        answer.status == 200,
        "{path}: {} {}",
        answer.status,
        told(answer.body)
    );
    Ok(serde_json::from_slice(answer.body)?)
}

fn told(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(600).collect()
}

/// The answer to a batch, as far as it is looked at.
#[derive(Deserialize)]
struct Pushed<'a> {
    #[serde(borrow)]
    outcomes: Vec<Outcome<'a>>,
    last_n: u64,
}

#[derive(Deserialize)]
struct Outcome<'a> {
    outcome: &'a str,
}

impl Seat {
    fn write_batch(&mut self) -> anyhow::Result<()> {
        let now = self.clock.now();
        let (lesson, gesture) = (self.lesson, self.ids.next(now));
        let out = &mut self.body;
        out.clear();
        let (device, at) = (self.device, now.0);
        write!(out, r#"{{"device":"{device}","sent_at":{at},"changes":["#)?;
        for (cell, n) in self.cells.iter().zip(self.n + 1..) {
            let id = self.ids.next(now);
            let edit = cell.edit(self.round);
            write!(
                out,
                r#"{{"n":{n},"id":"{id}","gesture":"{gesture}","made_at":{at},"sheet":{{"lesson":{lesson}}},"edit":{edit}}},"#
            )?;
        }
        out.pop();
        out.extend_from_slice(b"]}");
        Ok(())
    }

    async fn push(&mut self) -> anyhow::Result<()> {
        let answer = self
            .line
            .post(&format!("{API_PATH}/changes"), &self.body)
            .await?;
        ensure!(
            answer.status == 200,
            "a batch: {} {}",
            answer.status,
            told(answer.body)
        );
        let pushed: Pushed<'_> = serde_json::from_slice(answer.body)?;
        let count = u64::try_from(self.cells.len())?;
        let applied = pushed
            .outcomes
            .iter()
            .all(|outcome| outcome.outcome == "applied");
        if !applied || pushed.outcomes.len() != self.cells.len() || pushed.last_n != self.n + count
        {
            bail!("not everything was applied: {}", told(answer.body));
        }
        self.n = pushed.last_n;
        Ok(())
    }

    /// Reads the lesson again: what stands there must be what was put there.
    pub async fn check(&mut self) -> anyhow::Result<()> {
        let page: LessonPage = read(&mut self.line, &format!("/lessons/{}", self.lesson)).await?;
        for cell in &self.cells {
            let edit: Edit = serde_json::from_str(cell.edit(self.round.saturating_sub(1)))?;
            let put = if self.round == 0 {
                edit.expected()
            } else {
                edit.wanted()
            };
            let stands = page.sheet.content(edit.cell());
            ensure!(
                stands == put,
                "lesson {}: {stands:?} where {put:?} was put",
                self.lesson
            );
        }
        Ok(())
    }

    /// Puts back what stood there before.
    pub async fn restore(&mut self) -> anyhow::Result<()> {
        if self.round == 0 {
            return Ok(());
        }
        for cell in &mut self.cells {
            let last: Edit = serde_json::from_str(cell.edit(self.round - 1))?;
            let Edit::Mark { step, .. } = last else {
                continue;
            };
            let (pupil, work) = (cell.pupil, cell.work);
            let step = FromTo::new(step.new, cell.before.clone());
            let [first, ..] = &mut cell.edits;
            *first = serde_json::to_string(&Edit::Mark { pupil, work, step })?;
        }
        self.round = 0;
        self.write_batch()?;
        self.push().await
    }

    /// A reader of this seat's lesson, and how many bytes it gets.
    pub async fn reader(&self, server: SocketAddr) -> anyhow::Result<Reader> {
        let mut line = Line::open(server).await?;
        line.token.clone_from(&self.line.token);
        Reader::new(line, format!("{API_PATH}/lessons/{}", self.lesson)).await
    }
}

impl Client for Seat {
    async fn once(&mut self) -> anyhow::Result<()> {
        self.write_batch()?;
        self.push().await?;
        self.round += 1;
        Ok(())
    }
}

/// Somebody who reads the same page over and over.
pub struct Reader {
    line: Line,
    path: String,
    /// The page as it came first.
    pub page: Vec<u8>,
}

impl Reader {
    /// Reads it once.
    pub async fn new(mut line: Line, path: String) -> anyhow::Result<Self> {
        let answer = line.get(&path).await?;
        ensure!(
            answer.status == 200,
            "{path}: {} {}",
            answer.status,
            told(answer.body)
        );
        let page = answer.body.to_vec();
        Ok(Self { line, path, page })
    }
}

impl Client for Reader {
    async fn once(&mut self) -> anyhow::Result<()> {
        let answer = self.line.get(&self.path).await?;
        let whole = answer.status == 200 && answer.body.len() == self.page.len();
        ensure!(
            whole,
            "{}: {} {}",
            self.path,
            answer.status,
            told(answer.body)
        );
        Ok(())
    }
}

/// Somebody who signs in over and over, on one device.
pub struct Comer {
    line: Line,
    body: Vec<u8>,
}

impl Comer {
    /// Has not signed in yet.
    pub async fn new(server: SocketAddr, account: &Account) -> anyhow::Result<Self> {
        let body = sign_in_body(account, new_device(), None)?;
        Ok(Self {
            line: Line::open(server).await?,
            body,
        })
    }
}

impl Client for Comer {
    async fn once(&mut self) -> anyhow::Result<()> {
        let answer = self
            .line
            .post(&format!("{API_PATH}/sessions"), &self.body)
            .await?;
        ensure!(
            answer.status == 201,
            "signing in: {} {}",
            answer.status,
            told(answer.body)
        );
        Ok(())
    }
}
