//! «Очередь»: what was not taken is seen whole and decided there.

#[path = "queue/all_at_once.rs"]
mod all_at_once;
#[path = "queue/forms.rs"]
mod forms;
#[path = "queue/said.rs"]
mod said;

use crate::seat::Seat;
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::regulation::{Clause, Verdict, WayOut};
use journal::{
    AbsenceReason, Attendance, Content, Edit, FromTo, Homework, Letter, Mark, MarkValue,
    PersonName, ReasonKind, Relation, WorkRef,
};
use offline::{Letters, Resolution, Trouble, TroubleKind};
use protocol::{Code, Problem};
use rstest::rstest;
use school::demo::DemoSpec;
use zhurnal::action::Action;
use zhurnal::effect::Effect;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::queue::QueueScreen;

fn mark(value: &str) -> Mark {
    Mark::new(value.parse::<MarkValue>().unwrap(), 1)
}

/// A queue of one conflict, one refusal by the regulation and one held change.
fn stage() -> Stage {
    stage_in(Language::Ru)
}

fn stage_in(language: Language) -> Stage {
    let mut stage = Stage::new(language, (80, 24), Box::new(QueueScreen::default()));
    let pupil = PAGES.lesson.members[1].pupil;
    let work = WorkRef::first(PAGES.rules.work_kinds[0].id);
    let lesson = PAGES.lesson.sheet.lesson.id;
    let edits = [
        Edit::Mark {
            pupil,
            work,
            step: FromTo::new(None, Some(mark("4"))),
        },
        Edit::RollCall {
            step: FromTo::new(false, true),
        },
        Edit::Form {
            step: FromTo::new(journal::LessonForm::InPerson, journal::LessonForm::Distance),
        },
    ];
    for edit in edits {
        let gesture = stage.desk.gesture();
        stage.desk.record(gesture, vec![(lesson, edit)], None);
    }
    let changes = stage.desk.take_unsaved();
    let by = PersonName {
        last: "Белозёрская".into(),
        first: "Анна".into(),
        middle: "Викторовна".into(),
    };
    let locked = Verdict::Locked {
        since: DemoSpec::NOW,
        clause: Some(Clause::cited("SP14-13".into(), "п. 13 Порядка".into())),
        way_out: WayOut::AskAdmin,
    };
    let kinds = [
        TroubleKind::Conflict {
            now: Content::Mark(Some(mark("5"))),
            by: Some(by),
            at: Some(DemoSpec::NOW),
        },
        TroubleKind::Refused {
            problem: Box::new(Problem::refused(locked)),
        },
        TroubleKind::Held,
    ];
    stage.desk.queue.troubles = changes
        .into_iter()
        .zip(kinds)
        .map(|(change, kind)| Trouble {
            letters: None,
            was: change.edit.expected(),
            stands: change.edit.expected(),
            change,
            beside: None,
            earlier: Vec::new(),
            kind,
            answered_at: DemoSpec::NOW,
        })
        .collect();
    stage.settle();
    stage
}

/// The screen as running text, without frames and line ends.
fn screen(stage: &Stage) -> String {
    let rows = stage.rows().0.join(" ").replace('│', " ");
    rows.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was asked to be resolved.
fn resolved(stage: &Stage) -> Vec<(usize, Resolution)> {
    let of = |change| {
        let mut troubles = stage.desk.queue.troubles.iter();
        troubles
            .position(|trouble| trouble.change.id == change)
            .unwrap()
    };
    let effects = stage.effects.iter();
    effects
        .filter_map(|effect| match effect {
            Effect::Resolve { shown, resolution } => Some((of(shown[0].change.id), *resolution)),
            _ => None,
        })
        .collect()
}

#[test]
fn a_conflict_shows_both_values_and_who_wrote_the_other() {
    let mut stage = stage();
    stage.key(KeyCode::Enter);
    let shown = screen(&stage);
    for words in [
        "Конфликт",
        "Было: пусто",
        "Ваше: 4, 16.11 09:26",
        "На сервере: 5 — Белозёрская А. В., 16.11 09:26",
        "1 Записать моё поверх: 4",
        "2 Оставить как на сервере: 5",
        "Открыть урок",
        &PAGES.lesson.members[1].name.last,
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    stage.key(KeyCode::Enter);
    assert_eq!(resolved(&stage), [(0, Resolution::Mine)]);
    let mut stage = self::stage();
    stage
        .key(KeyCode::Enter)
        .key(KeyCode::Down)
        .key(KeyCode::Enter);
    assert_eq!(resolved(&stage), [(0, Resolution::Theirs)]);
}

/// What has come there since the answer is not known by its writer and hour where a page told it.
#[test]
fn a_conflict_says_what_stands_there_now_and_whether_it_is_ours() {
    let mut stage = stage();
    let now = |stage: &mut Stage, value: &str| {
        stage.desk.queue.troubles[0].kind = TroubleKind::Conflict {
            now: Content::Mark(Some(mark(value))),
            by: None,
            at: None,
        };
        stage.settle();
        screen(stage)
    };
    let shown = now(&mut stage, "2");
    assert!(shown.contains("На сервере теперь: 2."), "{shown}");
    assert!(shown.contains("F7 с сервера: 2"), "{shown}");
    let shown = now(&mut stage, "4");
    assert!(
        shown.contains("На сервере теперь то же, что у вас: 4."),
        "{shown}"
    );
    stage.key(KeyCode::Enter);
    assert!(screen(&stage).contains("На сервере теперь: 4"));
}

/// A mark and its comment are two changes of a cell, neither of them taken.
#[test]
fn a_conflict_about_a_mark_with_a_comment_shows_the_whole_mark() {
    let mut stage = stage();
    let trouble = &mut stage.desk.queue.troubles[0];
    let commented = Mark {
        comment: Some("текст".into()),
        ..mark("4")
    };
    let Edit::Mark { step, .. } = &mut trouble.change.edit else {
        panic!("{trouble:?}")
    };
    *step = FromTo::new(Some(mark("4")), Some(commented));
    trouble.was = Content::Mark(None);
    stage.settle();
    let shown = screen(&stage);
    for words in [
        "отметка: пусто → 4, «текст»",
        "На сервере другое: 5",
        "F4 моё: 4, «текст»",
        "F7 с сервера: 5",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    stage.key(KeyCode::Enter);
    let shown = screen(&stage);
    for words in ["Было: пусто", "Ваше: 4, «текст»", "На сервере: 5"] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
}

/// The name and the lesson are cut before the values are, of an absence the letters stand for the
/// words, and no key falls out of the foot.
#[test]
fn the_longest_values_and_their_keys_are_in_sight_at_80_columns() {
    let of = |kind| Some(AbsenceReason::stated(kind));
    for language in [Language::Ru, Language::En] {
        let mut stage = stage_in(language);
        for page in stage.desk.pages.lessons.values_mut() {
            page.subject = "Основы безопасности и защиты Родины".into();
            page.members[1].name.last = "Константинопольская-Преображенская".into();
        }
        let pupil = PAGES.lesson.members[1].pupil;
        let trouble = &mut stage.desk.queue.troubles[0];
        let letter = |reason| Letter {
            attendance: Attendance::Absent,
            reason: of(reason),
        };
        trouble.change.edit = Edit::Reason {
            pupil,
            step: FromTo::new(of(ReasonKind::Valid), of(ReasonKind::Illness)),
        };
        trouble.letters = Some(Letters {
            was: letter(ReasonKind::Valid),
            ours: letter(ReasonKind::Illness),
            theirs: letter(ReasonKind::Invalid),
        });
        stage.settle();
        let rows = stage.rows().0;
        let (row, theirs, foot) = (&rows[2], &rows[3], rows.last().unwrap());
        let told = match language {
            Language::Ru => "другое: отсутствует (неуваж",
            Language::En => "value: absent (no valid",
        };
        assert!(row.contains("Константино"), "{row}");
        assert!(row.contains(": п → б"), "{row}");
        assert!(theirs.contains(told), "{theirs}");
        for key in ["Enter ", " F4 ", " F7 ", " F1 "] {
            assert!(foot.contains(key), "{key}: {foot}");
        }
    }
}

/// The keys of the queue work in the window over it too.
#[test]
fn a_conflict_is_decided_in_its_window_by_the_keys_of_the_queue() {
    for (key, resolution) in [(4, Resolution::Mine), (7, Resolution::Theirs)] {
        let mut stage = stage();
        stage.key(KeyCode::Enter).key(KeyCode::F(key));
        assert_eq!(resolved(&stage), [(0, resolution)], "F{key}");
    }
}

/// Two conflicts about one pupil in two lessons are told apart.
#[test]
fn a_conflict_about_an_absence_names_its_lesson_at_80_columns() {
    let mut stage = stage();
    let pupil = PAGES.lesson.members[1].pupil;
    let title = stage.desk.sheet_title(PAGES.lesson.sheet.lesson.id.into());
    let trouble = &mut stage.desk.queue.troubles[0];
    let letter = |attendance, kind: Option<ReasonKind>| Letter {
        attendance,
        reason: kind.map(AbsenceReason::stated),
    };
    trouble.change.edit = Edit::Attendance {
        pupil,
        step: FromTo::new(Attendance::Present, Attendance::Absent),
    };
    trouble.letters = Some(Letters {
        was: letter(Attendance::Present, None),
        ours: letter(Attendance::Absent, Some(ReasonKind::Illness)),
        theirs: letter(Attendance::Late { minutes: 12 }, None),
    });
    stage.settle();
    let row = stage.rows().0.remove(2);
    assert!(row.contains(&title.unwrap()), "{row}");
    assert!(row.contains("явка: присутствует → б "), "{row}");
}

/// A class teacher gives the reason of an absence, and cannot bring back the absence itself.
#[test]
fn what_one_may_not_write_is_not_offered_to_be_written() {
    let mut stage = stage();
    for page in stage.desk.pages.lessons.values_mut() {
        page.relation = Relation {
            class_teacher: true,
            ..Relation::default()
        };
    }
    stage.settle();
    let foot = |stage: &Stage| stage.rows().0.pop().unwrap();
    assert!(!foot(&stage).contains("F4"), "{}", foot(&stage));
    assert!(foot(&stage).contains("F7 с сервера: 5"), "{}", foot(&stage));
    stage.key(KeyCode::F(4));
    let why = stage.notice();
    assert!(
        why.starts_with("Ваши здесь причины и отметки за период"),
        "{why}"
    );
    stage.key(KeyCode::Enter);
    let shown = screen(&stage);
    assert!(!shown.contains("Записать моё поверх"), "{shown}");
    stage.letters("1");
    assert_eq!(stage.notice(), why);
    assert!(resolved(&stage).is_empty());
    stage.letters("2");
    assert_eq!(resolved(&stage), [(0, Resolution::Theirs)]);
    let pupil = PAGES.lesson.members[1].pupil;
    let ours = Some(AbsenceReason::stated(ReasonKind::Illness));
    let letter = |attendance, reason| Letter { attendance, reason };
    let trouble = &mut stage.desk.queue.troubles[0];
    trouble.change.edit = Edit::Reason {
        pupil,
        step: FromTo::new(None, ours.clone()),
    };
    for (theirs, offered) in [(Attendance::Absent, true), (Attendance::Present, false)] {
        stage.desk.queue.troubles[0].letters = Some(Letters {
            was: letter(Attendance::Absent, None),
            ours: letter(Attendance::Absent, ours.clone()),
            theirs: letter(theirs, None),
        });
        stage.settle();
        let foot = foot(&stage);
        assert_eq!(foot.contains("F4 моё: "), offered, "{foot}");
    }
}

#[test]
fn a_refusal_is_told_with_its_clause_and_may_be_sent_again_or_given_up() {
    let mut stage = stage();
    stage.key(KeyCode::Down).key(KeyCode::Enter);
    let shown = screen(&stage);
    assert!(
        shown.contains("Окно правки закрыто 16.11 09:26 (п. 13 Порядка)."),
        "{shown}"
    );
    assert!(
        shown.contains("Открыть его может администратор."),
        "{shown}"
    );
    assert!(shown.contains("Отправить снова") && shown.contains("Отказаться от этой записи"));
    stage.letters("1");
    assert_eq!(resolved(&stage), [(1, Resolution::Mine)]);
    stage.key(KeyCode::Enter).letters("2");
    assert_eq!(resolved(&stage)[1], (1, Resolution::Theirs));
}

#[test]
fn what_is_held_says_why_and_can_be_decided_too() {
    let mut stage = stage();
    stage.key(KeyCode::End).key(KeyCode::Enter);
    let shown = screen(&stage);
    assert!(shown.contains("часы компьютера не сверены"), "{shown}");
    assert!(
        shown.contains("отправить снова сейчас"),
        "the whole sentence: {shown}"
    );
    stage.letters("1");
    assert_eq!(resolved(&stage), [(2, Resolution::Mine)]);
}

#[test]
fn the_lesson_opens_from_the_queue() {
    let mut stage = stage();
    stage.key(KeyCode::Enter).key(KeyCode::Up);
    stage
        .key(KeyCode::Down)
        .key(KeyCode::Down)
        .key(KeyCode::Enter);
    assert!(screen(&stage).contains("Урок · "), "{}", screen(&stage));
    assert!(resolved(&stage).is_empty());
    stage.key(KeyCode::Esc);
    assert!(screen(&stage).contains("Очередь и конфликты"));
}

/// What is typed there goes to the pupil of the row, into its column.
#[rstest]
#[case::from_the_list(false)]
#[case::in_the_window(true)]
fn a_row_opens_at_its_cell(#[case] in_the_window: bool) {
    let mut stage = stage();
    if in_the_window {
        stage.key(KeyCode::Enter);
    }
    stage.act(Action::OpenLesson);
    stage.letters("2");
    let last = stage.entered.last().unwrap();
    let asked = &stage.desk.queue.troubles[0].change;
    assert_eq!(
        (last.sheet, last.edit.cell()),
        (asked.sheet, asked.edit.cell())
    );
}

#[test]
fn a_row_about_a_mark_for_a_period_opens_at_it() {
    let mut stage = stage();
    let pupil = PAGES.journal.grid.members[3].pupil;
    let change = &mut stage.desk.queue.troubles[0].change;
    change.sheet = PAGES.journal.term_id();
    change.edit = Edit::PeriodMark {
        pupil,
        step: FromTo::new("3".parse().unwrap(), "5".parse().unwrap()),
    };
    stage.settle();
    stage.key(KeyCode::Enter);
    let shown = screen(&stage);
    assert!(shown.contains("Открыть журнал"), "{shown}");
    assert!(!shown.contains("Открыть урок"), "{shown}");
    stage.act(Action::OpenLesson);
    let shown = screen(&stage);
    assert!(shown.contains("Журнал · "), "{shown}");
    stage.letters("2");
    let last = stage.entered.last().unwrap();
    assert_eq!(last.sheet, PAGES.journal.term_id());
    assert_eq!(last.edit.pupil(), Some(pupil));
}

/// The lesson was opened from the queue, and one comes back to the queue from there.
#[test]
fn the_queue_is_read_again_when_one_comes_back_to_it() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut seat = Seat::sign_in(51).await;
        let press = |seat: &mut Seat, code| seat.press(code, KeyModifiers::NONE);
        press(&mut seat, KeyCode::Right);
        press(&mut seat, KeyCode::Char('5'));
        for code in [KeyCode::F(8), KeyCode::Enter, KeyCode::Enter] {
            press(&mut seat, code);
        }
        assert_eq!(seat.app.desk.queue.pending.len(), 1);
        assert!(seat.line(0).contains("Урок"), "{}", seat.line(0));
        press(&mut seat, KeyCode::Down);
        press(&mut seat, KeyCode::Char('4'));
        press(&mut seat, KeyCode::Esc);
        assert!(seat.line(0).contains("Очередь"), "{}", seat.line(0));
        assert_eq!(seat.app.desk.queue.pending.len(), 2);
        let sent = |seat: &Seat| seat.app.desk.link.pending == 0;
        seat.until("the answer", sent).await;
        seat.paint();
        let rows: Vec<String> = (0..24).map(|y| seat.line(y)).collect();
        assert!(rows.concat().contains("Всё на сервере: "), "{rows:#?}");
    });
}

#[test]
fn a_decision_does_not_slip_to_another_line_when_the_list_moves() {
    let mut stage = stage();
    stage.key(KeyCode::Down);
    let first = stage.desk.queue.troubles.remove(0);
    stage.settle();
    stage.key(KeyCode::F(7));
    assert_eq!(
        resolved(&stage),
        [(0, Resolution::Theirs)],
        "the refused one, now first"
    );
    stage.effects.clear();
    // It comes back while the window of another is open.
    stage.key(KeyCode::Enter);
    stage.desk.queue.troubles.insert(0, first);
    stage.settle();
    stage.letters("1");
    assert_eq!(resolved(&stage), [(1, Resolution::Mine)]);
    // What was settled elsewhere meanwhile is not decided again.
    stage.effects.clear();
    stage.key(KeyCode::Enter);
    stage.desk.queue.troubles.clear();
    stage.settle();
    assert!(screen(&stage).contains("Это уже решено."));
    stage.letters("1");
    assert!(resolved(&stage).is_empty());
}
