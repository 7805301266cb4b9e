//! The palette: every action there is by its name, with its key, and why it is not to be had now;
//! and the places that have no key.

mod search;

use crate::action::{Action, ActionGroup};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::{Context, Keymap};
use crate::terminal::GlyphSet;
use crate::theme::Role;
use crate::ui::availability::{availability, why, withheld_words};
use crate::ui::hint::Reason;
use crate::ui::keys;
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::popup::palette::search::Words;
use crate::ui::route::Named;
use std::borrow::Cow;

/// Columns of the longest name.
const NAME: u16 = 42;

/// An action, or a place, as the palette lists it.
#[derive(Debug)]
pub struct Item {
    place: usize,
    does: PopupResult,
    label: String,
    /// Name and other words for it, for the search.
    words: Words,
    keys: String,
    /// Why it is not to be had now, in words.
    reason: Option<String>,
}

/// The actions, found by words of their names.
#[derive(Debug)]
pub struct Palette {
    items: Vec<Item>,
}

impl Item {
    fn new(does: PopupResult, name: &str, texts: &Texts) -> Self {
        let label = texts.get(name).into_owned();
        let also = format!("{name}.also");
        let also = if texts.has(&also) {
            texts.get(&also)
        } else {
            Cow::default()
        };
        Self {
            place: 0,
            does,
            words: Words::new(&label, &also),
            label,
            keys: String::new(),
            reason: None,
        }
    }
}

/// Why one cannot go to a place now.
fn why_not(place: &Named, beneath: &dyn Layer, desk: &Desk, texts: &Texts) -> Option<String> {
    if !desk.has(place.whose) {
        return Some(withheld_words(place.whose, desk, texts));
    }
    let covered = beneath.is_popup();
    covered.then(|| texts.get("where-screens").into_owned())
}

impl Palette {
    /// All actions, and these places: what can be had over the screen beneath first.
    pub fn new(
        places: &[Named],
        context: Context,
        beneath: &dyn Layer,
        desk: &Desk,
        keymap: &Keymap,
        glyphs: GlyphSet,
        texts: &Texts,
    ) -> ListScreen<Self> {
        let actions = Action::ALL
            .iter()
            .filter(|action| **action != Action::OpenPalette)
            .map(|action| Item {
                reason: availability(beneath, *action, desk)
                    .err()
                    .map(|reason| why(beneath, reason, desk, texts)),
                keys: keys_of(keymap, context, *action, glyphs),
                ..Item::new(PopupResult::Do(*action), action.spec().label, texts)
            });
        let places = places.iter().map(|place| Item {
            reason: why_not(place, beneath, desk, texts),
            ..Item::new(PopupResult::Go(place.route.clone()), place.name, texts)
        });
        let mut items: Vec<Item> = actions.chain(places).collect();
        // What can be done here comes first; of that, what everybody knows last: the arrows.
        items.sort_by_key(|item| {
            let group = match item.does {
                PopupResult::Do(action) => action.spec().group,
                _ => ActionGroup::Go,
            };
            let known = match group {
                ActionGroup::Select => 1,
                ActionGroup::Move => 2,
                _ => 0,
            };
            (item.reason.is_some(), known)
        });
        for (place, item) in items.iter_mut().enumerate() {
            item.place = place;
        }
        ListScreen::new(Self { items })
    }
}

/// A sentence as a part of another: «Нет отметки.» is «нет отметки».
fn clause(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let rest = letters.as_str();
    if rest.chars().next().is_some_and(char::is_lowercase) || rest.starts_with(' ') {
        first.to_lowercase().chain(rest.chars()).collect()
    } else {
        format!("{first}{rest}")
    }
}

/// The keys of an action here; where it has none, one that it has elsewhere.
fn keys_of(keymap: &Keymap, context: Context, action: Action, glyphs: GlyphSet) -> String {
    let here = keys::shown(keymap, context, action, glyphs);
    if !here.is_empty() {
        return here;
    }
    let elsewhere = Context::ALL.into_iter();
    let key = elsewhere.filter_map(|context| keymap.key_for(context, action));
    key.map(|key| key.label(glyphs)).next().unwrap_or_default()
}

impl ListSource for Palette {
    type Row = Item;
    type Id = usize;

    fn columns(&self) -> Vec<Column<Item>> {
        let look = |item: &Item, _: Seen<'_>| match item.reason {
            Some(_) => Role::Muted,
            None => Role::Text,
        };
        // The reason stands whole in the line below.
        let right = Column::new("", Width::Rest(8), |item: &Item, _| match &item.reason {
            Some(reason) if item.keys.is_empty() => clause(reason).into(),
            Some(reason) => format!("{} · {}", clause(reason), item.keys).into(),
            None => item.keys.as_str().into(),
        });
        let name = Column::new("", Width::Fit(NAME), |item: &Item, _| {
            item.label.as_str().into()
        });
        vec![
            name.look(look).ranked(|item, typed| item.words.rank(typed)),
            right.look(look).right().priority(1),
        ]
    }

    fn rows<'a>(&'a self, _desk: &'a Desk) -> Vec<&'a Item> {
        self.items.iter().collect()
    }

    fn id(&self, item: &Item) -> usize {
        item.place
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("palette-title").into_owned()
    }

    fn window(&self) -> Option<u16> {
        Some(76)
    }

    fn always(&self) -> &'static [Action] {
        &[Action::Cancel]
    }

    fn availability(&self, action: Action, item: &Item, _desk: &Desk) -> Result<(), Reason> {
        match (action, &item.reason) {
            (Action::Confirm, Some(_)) => Err(Reason("where-screens")),
            _ => Ok(()),
        }
    }

    fn why(&self, _reason: Reason, item: &Item, _desk: &Desk, _texts: &Texts) -> Option<String> {
        item.reason.clone()
    }

    fn hint(&self, action: Action, _item: &Item, _desk: &Desk) -> Option<&'static str> {
        (action == Action::Confirm).then_some("hint-run")
    }

    fn act(&mut self, action: Action, at: Option<&usize>, _cx: &mut Cx<'_>) -> Outcome {
        match (action, at.and_then(|at| self.items.get(*at))) {
            (Action::Confirm, Some(item)) => Outcome::TellAndClose(item.does.clone()),
            (Action::OpenPalette, _) => Outcome::Close,
            _ => Outcome::Ignored,
        }
    }

    fn words(&self, item: &Item, _desk: &Desk, _texts: &Texts) -> Option<String> {
        Some(match &item.reason {
            Some(reason) => format!("{}: {}", item.label, clause(reason)),
            None => item.label.clone(),
        })
    }
}
