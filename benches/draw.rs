//! Painting the journal, 30 pupils × 120 lessons: a whole frame, and a step of the cursor down to
//! the bytes for the terminal; and a day of which all lacks something.

use chrono::{Days, NaiveDate, NaiveTime};
use criterion::{Criterion, criterion_group, criterion_main};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use journal::view::{JournalPage, Me, Rules, TodayLesson, TodayPage};
use journal::{
    Attendance, Clock, CodeTable, Entry, Grid, JournalId, Lesson, LessonId, Mark, Member, Period,
    PeriodId, PersonId, PersonName, PlacedMark, PupilId, Regulation, Relation, Role, Roles,
    SchoolTime, Sheet, Timestamp, WorkKind, WorkKindId, WorkRef,
};
use offline::{IdSource, ServerClock};
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use zhurnal::desk::Desk;
use zhurnal::i18n::{Language, Texts};
use zhurnal::input::keymap::Keymap;
use zhurnal::terminal::tty::SizeSource;
use zhurnal::terminal::{Depth, GlyphSet, Output};
use zhurnal::theme::Theme;
use zhurnal::ui::layer::Cx;
use zhurnal::ui::screen::today::TodayScreen;
use zhurnal::ui::widget::Look;
use zhurnal::ui::{Keys, Ui, journal_only};

const NOW: Timestamp = Timestamp(1_794_810_360_000_000);
const JOURNAL: JournalId = JournalId(1);
const SIZE: Size = Size {
    width: 120,
    height: 40,
};

#[derive(Debug)]
struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        NOW
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

fn entry(pupil: i64, lesson: i64) -> Option<Entry> {
    let work = WorkRef::first(WorkKindId(1));
    let mark = |text: &str| {
        let value = text.parse().ok()?;
        Some(PlacedMark {
            work,
            mark: Mark::new(value, 1),
        })
    };
    let marks = |text: &str| {
        Some(Entry {
            marks: mark(text).into_iter().collect(),
            ..Entry::default()
        })
    };
    match (pupil * 7 + lesson * 13) % 19 {
        0 => Some(Entry {
            attendance: Attendance::Absent,
            ..Entry::default()
        }),
        1 => Some(Entry {
            attendance: Attendance::Late { minutes: 7 },
            ..Entry::default()
        }),
        2 => marks("5"),
        3 | 4 => marks("4"),
        5 => marks("3"),
        6 => marks("4/5"),
        _ => None,
    }
}

fn page() -> Option<JournalPage> {
    let first = NaiveDate::from_ymd_opt(2026, 9, 1)?;
    let members = (1..=30).zip(1..).map(|(pupil, number)| Member {
        number: Some(number),
        pupil: PupilId(pupil),
        name: PersonName {
            last: format!("Белозёрская-{pupil}"),
            first: "Анна".into(),
            middle: String::new(),
        },
        from: None,
        until: None,
        away: Vec::new(),
    });
    let sheets = (0_i64..120).map(|lesson| {
        let mut sheet = Sheet::new(Lesson {
            id: LessonId(lesson + 1),
            journal: JOURNAL,
            date: first + Days::new(lesson.unsigned_abs() * 2),
            number: 2,
            starts: NaiveTime::MIN,
            ends: NaiveTime::MIN,
            room: None,
            teacher: PersonId(1),
        });
        sheet.entries = (1..=30)
            .filter_map(|pupil| Some((PupilId(pupil), entry(pupil, lesson)?)))
            .collect();
        sheet
    });
    Some(JournalPage {
        term: journal::TermCells::default(),
        carried: std::collections::BTreeMap::new(),
        moved: std::collections::BTreeMap::new(),
        late: std::collections::BTreeSet::new(),
        journal: JOURNAL,
        subject: "Алгебра".into(),
        group: "7Б".into(),
        grade: Some(7),
        teachers: Vec::new(),
        teachings: Vec::new(),
        period: Period {
            id: PeriodId(1),
            title: "Год".into(),
            starts: first,
            ends: first,
        },
        grid: Grid {
            members: members.collect(),
            sheets: sheets.collect(),
        },
        relation: Relation {
            own_journal: true,
            ..Relation::default()
        },
    })
}

/// Six lessons, and twenty earlier ones of which each lacks all.
fn today() -> TodayPage {
    let date = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap_or_default();
    let row = |id: u16, day: NaiveDate| TodayLesson {
        lesson: Lesson {
            id: LessonId(id.into()),
            journal: JOURNAL,
            date: day,
            number: 1,
            starts: NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default(),
            ends: NaiveTime::from_hms_opt(8, 45, 0).unwrap_or_default(),
            room: None,
            teacher: PersonId(1),
        },
        subject: "Алгебра".into(),
        group: "7Б".into(),
        grade: Some(7),
        topic: None,
        roll_called: false,
        homework: false,
        marks: 0,
        pupils: 27,
        absent: 0,
        unmarked: vec![WorkKindId(1)],
        point_due: Some(date),
        excused: false,
        last_bell: None,
    };
    let earlier = |id: u16| row(100 + id, date - Days::new(u64::from(id) / 2 + 1));
    TodayPage {
        date,
        lessons: (0..6).map(|id| row(id, date)).collect(),
        unfilled: (0..20).map(earlier).collect(),
    }
}

fn desk() -> Option<Desk> {
    let server_clock = Rc::new(ServerClock::new(Arc::new(Standing)));
    let mut desk = Desk::new(server_clock, IdSource::new([1; 32]));
    desk.me = Some(Me {
        person: PersonId(1),
        name: PersonName::default(),
        roles: Roles(vec![Role::Teacher]),
        school: String::new(),
        class_teacher_of: Vec::new(),
        leads: Vec::new(),
        must_change_password: false,
    });
    desk.take_rules(Rules {
        regulation: Regulation::shipped("sergiev-posad-14")?,
        codes: CodeTable::shipped("dnevnik")?,
        work_kinds: vec![WorkKind {
            id: WorkKindId(1),
            title: "Ответ".into(),
            short: "Ответ".into(),
            weight: 1,
            marking_days: None,
        }],
        periods: Vec::new(),
        time: SchoolTime::MOSCOW,
        years: journal::SchoolYears::default(),
        work_days: journal::regulation::WorkDays::default(),
    });
    desk.pages.journals.insert(JOURNAL, page()?);
    Some(desk)
}

struct Bench {
    desk: Desk,
    ui: Ui,
    texts: Texts,
    theme: Theme,
    keymap: Keymap,
}

impl Bench {
    fn press(&mut self, code: KeyCode) {
        let mut effects = Vec::new();
        let keys = Keys {
            keymap: &self.keymap,
            glyphs: GlyphSet::Unicode,
        };
        let mut cx = Cx {
            desk: &mut self.desk,
            texts: &self.texts,
            effects: &mut effects,
        };
        self.ui
            .key(KeyEvent::new(code, KeyModifiers::NONE), keys, &mut cx);
    }

    fn paint(&mut self, area: Rect, buffer: &mut Buffer) {
        self.ui.settle(area, &self.desk, &self.texts);
        let look = Look {
            theme: &self.theme,
            glyphs: GlyphSet::Unicode.glyphs(),
            texts: &self.texts,
        };
        let keys = Keys {
            keymap: &self.keymap,
            glyphs: GlyphSet::Unicode,
        };
        black_box(self.ui.paint(&self.desk, keys, look, area, buffer));
    }
}

fn benches(criterion: &mut Criterion) {
    let Some(desk) = desk() else { return };
    let mut bench = Bench {
        desk,
        ui: journal_only(JOURNAL),
        texts: Texts::new(Language::Ru),
        theme: Theme::embedded("default", Depth::Palette256),
        keymap: Keymap::default(),
    };
    let area = Rect::new(0, 0, SIZE.width, SIZE.height);
    criterion.bench_function("paint a journal of 30 × 120 at 120×40", |bencher| {
        let mut buffer = Buffer::empty(area);
        bencher.iter(|| bench.paint(area, &mut buffer));
    });
    bench.desk.pages.today = Some(today());
    let of_journal = std::mem::replace(&mut bench.ui, Ui::new(Box::new(TodayScreen::default())));
    criterion.bench_function("paint a day with 20 lessons not filled in", |bencher| {
        let mut buffer = Buffer::empty(area);
        bencher.iter(|| bench.paint(area, &mut buffer));
    });
    bench.ui = of_journal;
    let output = Output::new(std::io::sink(), SizeSource::Fixed(SIZE), Depth::Palette256);
    let Ok(mut terminal) = Terminal::new(output) else {
        return;
    };
    criterion.bench_function("a step of the cursor, to the bytes", |bencher| {
        let mut down = true;
        bencher.iter(|| {
            bench.press(if down { KeyCode::Down } else { KeyCode::Up });
            down = !down;
            let _ = terminal.draw(|frame| {
                let area = frame.area();
                bench.paint(area, frame.buffer_mut());
            });
        });
    });
}

criterion_group!(draw, benches);
criterion_main!(draw);
