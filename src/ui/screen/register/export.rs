//! Where the records of a list are written as a table.

use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::form::{Entered, Form, FormField, FormScreen, FormSource, InputKind};
use crate::ui::layer::{Cx, Outcome};
use crate::ui::route::Route;
use journal::register::RecordKind;
use std::borrow::Cow;
use std::path::Path;

/// Longest path, in characters.
const LONGEST: usize = 400;

/// The form that asks for the file.
#[derive(Debug)]
pub struct Export {
    kind: RecordKind,
}

impl Export {
    /// For the list of a kind.
    pub fn of(kind: RecordKind) -> FormScreen<Self> {
        FormScreen::new(Self { kind })
    }

    fn list<'a>(&self, texts: &'a Texts) -> Cow<'a, str> {
        texts.get(&self.kind.described().list_key())
    }
}

impl FormSource for Export {
    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        tr!(texts, "title-export", list = self.list(texts)).into_owned()
    }

    fn intro(&self, _desk: &Desk, texts: &Texts) -> Option<String> {
        Some(texts.get("export-intro").into_owned())
    }

    fn fields(&self, _desk: &Desk, texts: &Texts) -> Option<Vec<FormField>> {
        let path = InputKind::Line(LONGEST);
        let field = FormField::new("to", "label-export-to", "hint-export-to", path).required();
        let name = format!("{}.xlsx", self.list(texts));
        Some(vec![field.with(Entered::Text(name))])
    }

    fn save(&mut self, form: &mut Form, cx: &mut Cx<'_>) -> Outcome {
        let Entered::Text(path) = form.value("to", cx.texts) else {
            return Outcome::Consumed;
        };
        let end = Path::new(&path).extension().unwrap_or_default();
        let forms = ["xlsx", "csv"];
        if !forms.iter().any(|form| end.eq_ignore_ascii_case(form)) {
            form.refuse("to", cx.texts.get("export-which-form"));
            return Outcome::Consumed;
        }
        cx.effects.push(Effect::ExportTable {
            kind: self.kind,
            path,
        });
        Outcome::Close
    }

    fn here(&self) -> Option<Route> {
        Some(Route::Export(self.kind))
    }
}
