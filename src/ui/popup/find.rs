//! Finding a pupil by a part of the name, while it is typed.

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::input::layout::readings;
use crate::theme::Role;
use crate::tr;
use crate::ui::keys::form_action;
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::list::fold;
use crate::ui::widget::field::{Field, FieldOutcome};
use crate::ui::widget::grid::GridState;
use crate::ui::widget::{Look, paint, text};
use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The line in which the part of a name is typed.
#[derive(Debug)]
pub struct Find {
    field: Field,
    /// Where one stood before.
    before: GridState,
}

/// The first name that has the part, from `from` on and around; `again` leaves `from` out. Names
/// that begin with it go first; «ё» is «е». What nobody has as it was typed is looked for as the
/// same keys of the other layout.
pub fn search(
    names: impl Iterator<Item = String>,
    part: &str,
    from: usize,
    again: bool,
) -> Option<usize> {
    let names: Vec<String> = names.map(|name| fold(&name)).collect();
    let mut readings = readings(part.trim()).into_iter();
    readings.find_map(|part| search_as_typed(&names, &fold(&part), from, again))
}

fn search_as_typed(names: &[String], part: &str, from: usize, again: bool) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    let first = from + usize::from(again);
    let around = || (0..names.len()).map(|step| (first + step) % names.len());
    let found = |test: &dyn Fn(&str) -> bool| {
        around().find(|at| names.get(*at).is_some_and(|name| test(name)))
    };
    found(&|name| name.split(' ').any(|word| word.starts_with(part)))
        .or_else(|| found(&|name| name.contains(part)))
}

/// Says that nobody has such a name.
pub fn say_nobody(part: &str, cx: &mut Cx<'_>) {
    let text = tr!(cx.texts, "find-nobody", part = part);
    cx.desk.say(Notice::new(Tone::Hint, text));
}

impl Find {
    /// The search in a grid, from where one stands in it.
    pub fn new(before: GridState) -> Self {
        Self {
            field: Field::new(),
            before,
        }
    }

    fn tell(&self, again: bool) -> Outcome {
        if self.field.value().trim().is_empty() {
            return Outcome::Tell(PopupResult::Return(self.before));
        }
        Outcome::Tell(PopupResult::Find {
            part: self.field.value().to_owned(),
            again,
        })
    }
}

impl Layer for Find {
    fn context(&self) -> Context {
        Context::Text
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Confirm => Outcome::Close,
            Action::Cancel => Outcome::TellAndClose(PopupResult::Return(self.before)),
            Action::MoveDown | Action::FindPupil => self.tell(true),
            Action::Undo if self.field.undo() => self.tell(false),
            Action::Undo => Outcome::Consumed,
            _ => Outcome::Ignored,
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        if let Some(action) = form_action(key) {
            return self.act(action, cx);
        }
        match self.field.handle(key) {
            FieldOutcome::Changed => self.tell(false),
            FieldOutcome::Moved | FieldOutcome::Full => Outcome::Consumed,
            FieldOutcome::Ignored => Outcome::Ignored,
        }
    }

    fn paste(&mut self, pasted: &str, _cx: &mut Cx<'_>) -> Outcome {
        self.field.paste(pasted);
        self.tell(false)
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        vec![Action::Confirm, Action::MoveDown, Action::Cancel]
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Confirm => "hint-stay",
            Action::MoveDown => "hint-next-found",
            Action::Cancel => "hint-back",
            _ => action.spec().hint,
        }
    }

    fn paint(
        &self,
        _desk: &Desk,
        look: Look<'_>,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let row = Rect {
            // Over the title: the pupil who is found may be in any row below.
            height: 1,
            ..area
        };
        paint::blank(buf, row, look.style(Role::Popup));
        let label = look.texts.get("find-label");
        let used = paint::put(
            buf,
            row.x + 1,
            row.y,
            row.width,
            &label,
            look.style(Role::PopupTitle),
        );
        let room = row.width.saturating_sub(text::width(&label) + 3).min(40);
        let hint = look.texts.get("find-hint");
        Some(
            self.field
                .paint((row.x + 2 + used, row.y, room), &hint, look, buf),
        )
    }

    fn words(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("find-words").into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::search;
    use rstest::rstest;

    #[rstest]
    #[case::half_a_name("бел", 0, false, Some(1))]
    #[case::first_name("илья", 0, false, Some(0))]
    #[case::yo_is_ye("семе", 0, false, Some(3))]
    #[case::next("а", 0, true, Some(1))]
    #[case::around("абр", 2, false, Some(0))]
    #[case::inside_last("лков", 0, false, Some(2))]
    #[case::other_layout(",tk", 0, false, Some(1))]
    #[case::yo_on_the_other_layout("ctv`", 0, false, Some(3))]
    #[case::english_keys_of_an_english_name("иун", 0, false, Some(4))]
    #[case::nobody("щщ", 0, false, None)]
    #[case::nothing(" ", 0, false, None)]
    fn finds(
        #[case] part: &str,
        #[case] from: usize,
        #[case] again: bool,
        #[case] row: Option<usize>,
    ) {
        let names = [
            "Абрамов Илья",
            "Белова Анна",
            "Волков Даниил",
            "Семёнов Пётр",
            "Bey Anna",
        ];
        assert_eq!(
            search(names.into_iter().map(str::to_owned), part, from, again),
            row
        );
    }
}
