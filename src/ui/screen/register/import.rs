//! Which table is read into the register.

use crate::desk::Desk;
use crate::desk::table_check::TableFile;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::form::{Choice, Entered, Form, FormField, FormScreen, FormSource, InputKind};
use crate::ui::layer::{Cx, Outcome};
use crate::ui::route::Route;
use journal::register::RecordKind;
use journal::register::table::Card;

/// Longest path, in characters.
const LONGEST: usize = 400;
const FROM: &str = "from";
const INTO: &str = "into";
const DISPUTED: &str = "disputed";
const TAKE: &str = "take";

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
    fn cards(&self) -> Vec<Card> {
        let own = Card::of(self.kind);
        match self.kind {
            RecordKind::Person => vec![Card::pupils(), Card::staff(), own],
            _ => vec![own],
        }
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

    fn fields(&self, _desk: &Desk, texts: &Texts) -> Option<Vec<FormField>> {
        let path = InputKind::Line(LONGEST);
        let from = FormField::new(FROM, "label-import-from", "hint-import-from", path).required();
        let choice = |id: &str, label: &str| Choice {
            id: id.to_owned(),
            label: texts.get(label).into_owned(),
        };
        let cards = self.cards();
        let chosen = |id: &str| Entered::Choice(id.to_owned());
        let mut fields = vec![from];
        if cards.len() > 1 {
            let tables = cards
                .iter()
                .map(|card| choice(card.word, &card.label_key()));
            let kind = InputKind::Reference(tables.collect());
            let into = FormField::new(INTO, "label-import-into", "hint-import-into", kind);
            let first = cards.first().map_or("", |card| card.word);
            fields.push(into.required().with(chosen(first)));
        }
        let ways = vec![
            choice("leave", "import-disputed-leave"),
            choice(TAKE, "import-disputed-take"),
        ];
        let (label, hint) = ("label-import-disputed", "hint-import-disputed");
        let disputed = FormField::new(DISPUTED, label, hint, InputKind::Reference(ways));
        fields.push(disputed.required().with(chosen("leave")));
        Some(fields)
    }

    fn save(&mut self, form: &mut Form, cx: &mut Cx<'_>) -> Outcome {
        let Entered::Text(path) = form.value(FROM, cx.texts) else {
            return Outcome::Consumed;
        };
        let into = match form.value(INTO, cx.texts) {
            Entered::Choice(word) => word,
            _ => self.kind.word().to_owned(),
        };
        let take = Entered::Choice(TAKE.to_owned());
        cx.effects.push(Effect::ImportTable(TableFile {
            kind: self.kind,
            into,
            path,
            take_disputed: form.value(DISPUTED, cx.texts) == take,
        }));
        // It stays, for another path, until there is something to show.
        Outcome::Consumed
    }

    fn here(&self) -> Option<Route> {
        Some(Route::Import(self.kind))
    }
}
