//! Which table is read into the register.

use crate::desk::Desk;
use crate::desk::table_check::TableFile;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::form::{
    Choice, Entered, FieldId, Form, FormField, FormScreen, FormSource, InputKind,
};
use crate::ui::layer::{Cx, Outcome};
use crate::ui::route::Route;
use chrono::NaiveDate;
use journal::register::table::{Consents, TableShape};
use journal::register::{RecordKind, Veil};
use journal::regulation::Unconsented;

/// Longest path, in characters.
const LONGEST: usize = 400;
const FROM: &str = "from";
const INTO: &str = "into";
const DISPUTED: &str = "disputed";
const TAKE: &str = "take";
const CONSENTS: &str = "consents";
/// Longest day and place of consents, in characters.
const LONGEST_CONSENTS: usize = 100;

/// The form that asks for the file.
#[derive(Debug)]
pub struct Import {
    kind: RecordKind,
}

impl Import {
    /// For the list of a kind.
    pub fn of(kind: RecordKind) -> FormScreen<Self> {
        FormScreen::new(Self { kind })
    }

    /// What a file may be a table of, the likeliest first.
    fn shapes(&self) -> Vec<TableShape> {
        let own = TableShape::of(self.kind);
        match self.kind {
            RecordKind::Person => vec![TableShape::pupils(), TableShape::staff(), own],
            RecordKind::Office => vec![TableShape::staff(), own],
            RecordKind::Movement | RecordKind::Guardianship => vec![TableShape::pupils(), own],
            _ => vec![own],
        }
    }

    /// Whether rows may come that are not taken without a consent.
    fn wants_consents(&self, desk: &Desk) -> bool {
        let rule = desk.rules.as_ref();
        let rule = rule.and_then(|rules| rules.regulation.consents.as_ref());
        let shapes = self.shapes();
        let kinds = shapes.iter().flat_map(|shape| &shape.parts);
        let mut fields = kinds.flat_map(|part| part.kind.described().fields);
        rule.is_some_and(|rule| rule.without == Unconsented::Refused)
            && fields.any(|field| field.veil > Veil::Open)
    }
}

impl FormSource for Import {
    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        let list = texts.get(&self.kind.described().list_key());
        tr!(texts, "title-import", list).into_owned()
    }

    fn intro(&self, _desk: &Desk, texts: &Texts) -> Option<String> {
        Some(texts.get("import-intro").into_owned())
    }

    fn fields(&self, desk: &Desk, texts: &Texts) -> Option<Vec<FormField>> {
        let path = InputKind::Line(LONGEST);
        let from = FormField::new(FROM, "label-import-from", "hint-import-from", path).required();
        let choice = |id: &str, label: &str| Choice {
            id: id.to_owned(),
            label: texts.get(label).into_owned(),
        };
        let shapes = self.shapes();
        let chosen = |id: &str| Entered::Choice(id.to_owned());
        let mut fields = vec![from];
        if shapes.len() > 1 {
            let tables = shapes
                .iter()
                .map(|shape| choice(shape.word, &shape.label_key()));
            let kind = InputKind::Reference(tables.collect());
            let into = FormField::new(INTO, "label-import-into", "hint-import-into", kind);
            let first = shapes.first().map_or("", |shape| shape.word);
            fields.push(into.required().with(chosen(first)));
        }
        let ways = vec![
            choice("leave", "import-disputed-leave"),
            choice(TAKE, "import-disputed-take"),
        ];
        let (label, hint) = ("label-import-disputed", "hint-import-disputed");
        let disputed = FormField::new(DISPUTED, label, hint, InputKind::Reference(ways));
        fields.push(disputed.required().with(chosen("leave")));
        if self.wants_consents(desk) {
            let line = InputKind::Line(LONGEST_CONSENTS);
            let (label, hint) = ("label-import-consents", "hint-import-consents");
            fields.push(FormField::new(CONSENTS, label, hint, line));
        }
        Some(fields)
    }

    fn check(&self, form: &Form, desk: &Desk, texts: &Texts) -> Vec<(FieldId, String)> {
        let said = consents(form, texts);
        let is_unclear = |said: &String| Consents::read(said, today(desk)).is_none();
        let why = |said| tr!(texts, "import-bad-consents", said).into_owned();
        let unclear = said.filter(is_unclear).map(why);
        unclear
            .into_iter()
            .map(|why| (CONSENTS.into(), why))
            .collect()
    }

    fn save(&mut self, form: &mut Form, cx: &mut Cx<'_>) -> Outcome {
        let Entered::Text(path) = form.value(FROM, cx.texts) else {
            return Outcome::Consumed;
        };
        let into = match form.value(INTO, cx.texts) {
            Entered::Choice(word) => word,
            _ => self.kind.word().to_owned(),
        };
        let said = consents(form, cx.texts);
        let consents = said.and_then(|said| Consents::read(&said, today(cx.desk)));
        let take = Entered::Choice(TAKE.to_owned());
        let shapes = self.shapes().into_iter();
        cx.effects.push(Effect::ImportTable(TableFile {
            kind: self.kind,
            into,
            may_be: shapes.map(|shape| shape.word.to_owned()).collect(),
            path,
            take_disputed: form.value(DISPUTED, cx.texts) == take,
            consents,
        }));
        // It stays, for another path, until there is something to show.
        Outcome::Consumed
    }

    fn here(&self) -> Option<Route> {
        Some(Route::Import(self.kind))
    }
}

fn today(desk: &Desk) -> NaiveDate {
    desk.local(desk.now()).date()
}

/// What is said of the consents of the file.
fn consents(form: &Form, texts: &Texts) -> Option<String> {
    match form.value(CONSENTS, texts) {
        Entered::Text(said) => Some(said),
        _ => None,
    }
}
