//! What one school costs beside many others in the same database: the same requests to the same
//! school, which is alone, or one of a hundred, or of a district.

use crate::child::Served;
use crate::drive::{Client, Until, drive};
use crate::figures::PASSWORD;
use crate::http::Line;
use crate::seat::{Account, new_device, sign_in_to};
use crate::stage::Stage;
use crate::stamps::{Clock, Ids};
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

/// What is asked.
#[derive(clap::Args)]
pub struct Args {
    /// `sqlite`, or a PostgreSQL server where databases may be made: `postgres://…`.
    #[arg(long, default_value = "sqlite")]
    database: String,
    /// How many schools there are, in ascending order.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 100, 1500])]
    schools: Vec<i64>,
    /// How long each kind of request is made.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=60))]
    seconds: u16,
    /// In how many of the schools somebody works before the memory is read.
    #[arg(long, default_value_t = 100)]
    in_use: i64,
}

/// Measures and prints.
pub async fn measure(args: Args) -> anyhow::Result<()> {
    let regulation = Regulation::shipped_ids().next().context("no regulation")?;
    let hash = hash_password(PASSWORD, [7; 16], HashCost::default())?;
    let spec = DemoSpec::new(regulation, hash);
    let stage = Stage::set(&args.database, demo::build(&spec)).await?;
    let measured = grown(&stage, &spec, &args).await;
    stage.strike().await?;
    measured
}

async fn grown(stage: &Stage, spec: &DemoSpec, args: &Args) -> anyhow::Result<()> {
    let small = registered(demo::build(&DemoSpec {
        size: Size::Small,
        ..spec.clone()
    }));
    let people = small.people.len();
    println!("every other school: {people} people, no lessons");
    let mut there = OURS.0;
    for schools in &args.schools {
        let others = there + 1..=*schools;
        stage.add(others.map(|id| of_id(&small, id))).await?;
        there = there.max(*schools);
        let served = Served::start(&stage.database()?, spec.now)?;
        ask(&served, there, args).await?;
        served.stop()?;
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

async fn ask(served: &Served, schools: i64, args: &Args) -> anyhow::Result<()> {
    let time = Until::Time(Duration::from_secs(args.seconds.into()));
    let fresh = served.memory()?.now;
    println!("\n{schools} schools; {fresh:.1} MiB at the start");
    let editor = Editor::new(served.address).await?;
    let (_, run) = drive(vec![editor], time).await?;
    println!(
        "{}",
        crate::table::line("  amendment until the feed tells of it", &run)
    );
    for (what, path) in [
        ("  register read", "/register"),
        ("  list of people", "/register/person"),
    ] {
        let reader = Asker::new(served.address, OURS, path).await?;
        let (_, run) = drive(vec![reader], time).await?;
        println!("{}", crate::table::line(what, &run));
    }
    let used = schools.min(args.in_use);
    for school in 1..=used {
        for path in IN_USE {
            Asker::new(served.address, SchoolId(school), path)
                .await?
                .once()
                .await?;
        }
    }
    let memory = served.memory()?;
    println!(
        "  {used} in use: {:.1} MiB, at most {:.1}",
        memory.now, memory.most
    );
    Ok(())
}

async fn admin(address: SocketAddr, school: SchoolId) -> anyhow::Result<(Line, Clock)> {
    let account = Account {
        login: "admin".to_owned(),
        password: PASSWORD.to_owned(),
    };
    let mut line = Line::open(address).await?;
    let signed = sign_in_to(&mut line, &account, new_device(), Some(school)).await?;
    Ok((line, Clock::set_to(signed.now)))
}

/// Somebody who reads one thing over and over.
struct Asker {
    line: Line,
    path: String,
}

impl Asker {
    async fn new(address: SocketAddr, school: SchoolId, path: &str) -> anyhow::Result<Self> {
        let (line, _) = admin(address, school).await?;
        let path = format!("{API_PATH}{path}");
        Ok(Self { line, path })
    }
}

impl Client for Asker {
    async fn once(&mut self) -> anyhow::Result<()> {
        let answer = self.line.get(&self.path).await?;
        let (status, bytes) = (answer.status, answer.body.len());
        ensure!(status == 200 && bytes > 0, "{}: {status}", self.path);
        Ok(())
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
        let (mut line, clock) = admin(address, OURS).await?;
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
