//! Forms over what waits in the queue.

use super::*;
use crate::input::lesson_stage;

/// A form over a conflict holds what the server has: it says where one's own words are.
#[test]
fn a_form_over_a_conflict_says_where_ones_words_are() {
    let mut stage = lesson_stage();
    let lesson = PAGES.lesson.sheet.lesson.id;
    let homework = |text: &str| Homework {
        text: text.into(),
        ..Homework::default()
    };
    let edit = Edit::Homework {
        slot: 0,
        step: FromTo::new(None, Some(homework("моё"))),
    };
    let gesture = stage.desk.gesture();
    stage.desk.record(gesture, vec![(lesson, edit)], None);
    let change = stage.desk.take_unsaved().remove(0);
    let now = Content::Homework(Some(homework("чужое")));
    stage.desk.queue.troubles = vec![Trouble {
        letters: None,
        was: change.edit.expected(),
        stands: now.clone(),
        change,
        beside: None,
        earlier: Vec::new(),
        kind: TroubleKind::Conflict {
            now,
            by: None,
            at: None,
        },
        answered_at: DemoSpec::NOW,
    }];
    stage.settle();
    stage.key(KeyCode::F(3));
    assert_eq!(
        stage.notice(),
        "Ваша прежняя запись сюда не принята, она в очереди (F8); новая её заменит."
    );
}
