//! What one school costs beside many others in the same database: the same requests to the same
//! school, which is alone, or one of a hundred, or of a district. Each number of schools has a database
//! and a server of its own; all are asked in turn.

use crate::child::Served;
use crate::drive::{Client, Until, drive};
use crate::figures::PASSWORD;
use crate::http::Line;
use crate::seat::{Account, new_device, sign_in_to};
use crate::stage::Stage;
use crate::stamps::{Clock, Ids};
use crate::table::median;
use anyhow::{Context, ensure};
use journal::register::{Amendment, Building, Record, RecordId, RecordKind, RecordRef};
use journal::view::RecordsPage;
use journal::{ChangeId, GestureId, Regulation, SchoolId};
use protocol::{API_PATH, Amend, FeedPage};
use school::{DemoSpec, Size, demo};
use server::{HashCost, hash_password};
use std::net::SocketAddr;
use std::time::Duration;
use storage::Bundle;

/// The school that is measured, with all its lessons.
const OURS: SchoolId = SchoolId(1);
/// Of what people do in a school that is in use, each asks for these once.
const IN_USE: [&str; 4] = ["/rules", "/journals", "/register/person", "/today"];

/// How much longer a request may take than with the first number of schools.
const AIM: f64 = 1.5;

/// What is asked.
#[derive(clap::Args)]
pub struct Args {
    /// `sqlite`, or a PostgreSQL server where databases may be made: `postgres://…`.
    #[arg(long, default_value = "sqlite")]
    database: String,
    /// How many schools there are in each database; the first is what the others are compared with.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 100, 1500])]
    schools: Vec<i64>,
    /// How long each kind of request is made in a round.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=60))]
    seconds: u16,
    /// Rounds, each of which goes through all databases: what else the machine does meets all.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
    /// In how many of the schools somebody works before the memory is read.
    #[arg(long, default_value_t = 100)]
    in_use: i64,
}

/// Measures and prints.
pub async fn measure(args: Args) -> anyhow::Result<()> {
    let regulation = Regulation::shipped_ids().next().context("no regulation")?;
    let hash = hash_password(PASSWORD, [7; 16], HashCost::default())?;
    let spec = DemoSpec::new(regulation, hash);
    let mut stages = Vec::new();
    let measured = set_and_compare(&mut stages, &spec, &args).await;
    for stage in stages {
        stage.strike().await?;
    }
    measured
}

async fn set_and_compare(
    stages: &mut Vec<Stage>,
    spec: &DemoSpec,
    args: &Args,
) -> anyhow::Result<()> {
    let small = registered(demo::build(&DemoSpec {
        size: Size::Small,
        ..spec.clone()
    }));
    println!(
        "every other school: {} people, no lessons",
        small.people.len()
    );
    for schools in &args.schools {
        let stage = Stage::set(&args.database, demo::build(spec)).await?;
        let database = stage.database()?;
        stages.push(stage);
        let others = OURS.0 + 1..=*schools;
        let others = others.map(|id| of_id(&small, id));
        Stage::add(&database, others).await?;
    }
    // After all databases are filled: a line on which nothing is asked for a minute is cut.
    let mut places = Vec::new();
    for (schools, stage) in args.schools.iter().zip(&*stages) {
        let served = Served::start(&stage.database()?, spec.now)?;
        places.push(Place::open(*schools, served).await?);
    }
    compare(&mut places, args).await?;
    for place in places {
        place.served.stop()?;
    }
    Ok(())
}

/// The people, classes and journals of a school, without what happened in it.
fn registered(bundle: Bundle) -> Bundle {
    Bundle {
        lessons: Vec::new(),
        plans: Vec::new(),
        history: Vec::new(),
        ..bundle
    }
}

fn of_id(bundle: &Bundle, id: i64) -> Bundle {
    let mut one = bundle.clone();
    one.school.id = SchoolId(id);
    one.school.title = format!("{} № {id}", bundle.school.title);
    one
}

/// A database with so many schools, its server, and those who work in the first of them.
struct Place {
    schools: i64,
    served: Served,
    editor: Option<Editor>,
    register: Option<Reader>,
    people: Option<Reader>,
}

/// What is measured.
const KINDS: [&str; 3] = [
    "amendment until the feed tells of it",
    "register read",
    "list of people",
];

impl Place {
    async fn open(schools: i64, served: Served) -> anyhow::Result<Self> {
        let (fresh, busy) = (served.memory()?.now, served.busy()?);
        println!("{schools} schools: {fresh:.1} MiB at the start, {busy:.2?} of the cores");
        let reader = |path| Reader::new(served.address, OURS, vec![path]);
        Ok(Self {
            schools,
            editor: Some(Editor::new(served.address).await?),
            register: Some(reader("/register").await?),
            people: Some(reader("/register/person").await?),
            served,
        })
    }

    /// The median of each kind of request in a round, in milliseconds.
    async fn round(&mut self, time: Until) -> anyhow::Result<[f64; KINDS.len()]> {
        Ok([
            median_of(&mut self.editor, time).await?,
            median_of(&mut self.register, time).await?,
            median_of(&mut self.people, time).await?,
        ])
    }

    /// How much memory the server has with so many schools in use, and what a request costs then.
    async fn use_many(&self, in_use: i64, time: Until) -> anyhow::Result<()> {
        let used = self.schools.min(in_use);
        let mut readers = Vec::new();
        for school in 1..=used {
            let school = SchoolId(school);
            let mut reader = Reader::new(self.served.address, school, IN_USE.to_vec()).await?;
            reader.once().await?;
            reader.paths = vec!["/register"];
            readers.push(reader);
        }
        let memory = self.served.memory()?;
        let mut in_turn = Some(InTurn { readers, next: 0 });
        let read = median_of(&mut in_turn, time).await?;
        println!(
            "{} schools, {used} in use: {:.1} MiB, at most {:.1}; the register read of one after \
             the other {read:.2} ms",
            self.schools, memory.now, memory.most
        );
        Ok(())
    }
}

async fn median_of<C: Client>(client: &mut Option<C>, time: Until) -> anyhow::Result<f64> {
    let (mut clients, run) = drive(client.take().into_iter().collect(), time).await?;
    *client = clients.pop();
    Ok(run.percentile(50))
}

async fn compare(places: &mut [Place], args: &Args) -> anyhow::Result<()> {
    let time = Until::Time(Duration::from_secs(args.seconds.into()));
    let mut rounds = Vec::new();
    for _ in 0..args.rounds {
        let mut round = Vec::new();
        for place in &mut *places {
            round.push(place.round(time).await?);
        }
        rounds.push(round);
    }
    for (kind, what) in KINDS.iter().enumerate() {
        println!("{what}, the median of {} rounds:", rounds.len());
        for (nth, place) in places.iter().enumerate() {
            let of = |round: &Vec<[f64; KINDS.len()]>, nth: usize| {
                let times = round.get(nth).and_then(|times| times.get(kind));
                times.copied().unwrap_or_default()
            };
            let times: Vec<f64> = rounds.iter().map(|round| of(round, nth)).collect();
            let ratios = rounds.iter().map(|round| of(round, nth) / of(round, 0));
            let ratio = median(&ratios.collect::<Vec<_>>());
            let verdict = if ratio <= AIM { "met" } else { "MISSED" };
            println!(
                "  {:>5} schools: {:>7.2} ms, {ratio:.2} of the first, aim ≤ {AIM:.1} {verdict}",
                place.schools,
                median(&times)
            );
        }
    }
    for place in &*places {
        place.use_many(args.in_use, time).await?;
    }
    Ok(())
}

/// A deputy's line, for an administrator may not read the feed.
async fn deputy(address: SocketAddr, school: SchoolId) -> anyhow::Result<(Line, Clock)> {
    let account = Account {
        login: "zavuch".to_owned(),
        password: PASSWORD.to_owned(),
    };
    let mut line = Line::open(address).await?;
    let signed = sign_in_to(&mut line, &account, new_device(), Some(school)).await?;
    Ok((line, Clock::set_to(signed.now)))
}

/// Somebody who reads these things over and over.
struct Reader {
    line: Line,
    paths: Vec<&'static str>,
}

impl Reader {
    async fn new(
        address: SocketAddr,
        school: SchoolId,
        paths: Vec<&'static str>,
    ) -> anyhow::Result<Self> {
        let (line, _) = deputy(address, school).await?;
        Ok(Self { line, paths })
    }
}

impl Client for Reader {
    async fn once(&mut self) -> anyhow::Result<()> {
        for path in &self.paths {
            let answer = self.line.get(&format!("{API_PATH}{path}")).await?;
            let (status, bytes) = (answer.status, answer.body.len());
            ensure!(status == 200 && bytes > 0, "{path}: {status}");
        }
        Ok(())
    }
}

/// Readers of several schools, one after the other.
struct InTurn {
    readers: Vec<Reader>,
    next: usize,
}

impl Client for InTurn {
    async fn once(&mut self) -> anyhow::Result<()> {
        let nth = self.next % self.readers.len();
        self.next += 1;
        let reader = self.readers.get_mut(nth).context("nobody reads")?;
        reader.once().await
    }
}

/// Somebody who renames a building over and over, and waits until the feed tells of it.
struct Editor {
    line: Line,
    clock: Clock,
    ids: Ids,
    building: RecordId,
    stands: Option<Record>,
    told: i64,
}

impl Editor {
    async fn new(address: SocketAddr) -> anyhow::Result<Self> {
        let (mut line, clock) = deputy(address, OURS).await?;
        let path = format!("{API_PATH}/register/building");
        let page: RecordsPage = serde_json::from_slice(line.get(&path).await?.body)?;
        let mut editor = Self {
            line,
            clock,
            ids: Ids::new(),
            building: page.free_id,
            stands: None,
            told: 0,
        };
        editor.once().await?;
        Ok(editor)
    }
}

impl Client for Editor {
    async fn once(&mut self) -> anyhow::Result<()> {
        let now = self.clock.now();
        let wanted = Record::Building(Building {
            title: format!("Корпус {}", self.told),
            address: String::new(),
        });
        let amendment = Amendment {
            id: ChangeId(self.ids.next(now)),
            gesture: GestureId(self.ids.next(now)),
            made_at: now,
            record: RecordRef {
                kind: RecordKind::Building,
                id: self.building,
            },
            expected: self.stands.replace(wanted.clone()),
            wanted: Some(wanted),
            ground: None,
        };
        let body = serde_json::to_vec(&Amend {
            amendments: vec![amendment],
            agreed: Vec::new(),
        })?;
        let answer = self
            .line
            .post(&format!("{API_PATH}/amendments"), &body)
            .await?;
        let said = String::from_utf8_lossy(answer.body).into_owned();
        ensure!(
            answer.status == 200,
            "an amendment: {} {said}",
            answer.status
        );
        let answer = self.line.get(&format!("{API_PATH}/feed")).await?;
        let page: FeedPage = serde_json::from_slice(answer.body)?;
        ensure!(
            page.records > self.told,
            "the feed knows nothing of it: {said}"
        );
        self.told = page.records;
        Ok(())
    }
}
