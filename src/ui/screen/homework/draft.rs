//! A homework while it is written.

use crate::ui::widget::area::Area;
use crate::ui::widget::field::Field;
use chrono::NaiveDate;
use journal::{Audience, FromTo, Homework, Nature, PupilId};
use offline::HomeworkDraft;
use std::collections::BTreeSet;

/// A homework while it is written.
#[derive(Debug, Clone)]
pub struct Draft {
    /// As long as it gets: what is over the limit is told, and never cut.
    pub text: Area,
    pub due: Option<NaiveDate>,
    pub nature: Option<Nature>,
    pub pupils: BTreeSet<PupilId>,
    pub links: Field,
    /// Something was written or chosen here, and be it what stands there.
    pub is_touched: bool,
    /// The text before it was last copied from elsewhere, and the lines after it.
    copied: Option<(Area, Vec<String>)>,
    /// What stood in the journal when the form was opened.
    base: Option<Homework>,
    /// That, as the form writes it: the draft is untouched while it says the same.
    untouched: Option<Homework>,
}

/// The choices of nature, in the order of the arrows.
pub const NATURES: [Option<Nature>; 6] = [
    None,
    Some(Nature::Written),
    Some(Nature::Oral),
    Some(Nature::ByHeart),
    Some(Nature::Practical),
    Some(Nature::Creative),
];

impl Draft {
    /// The draft of a homework, or an empty one that is due on a day.
    pub fn of(homework: Option<&Homework>, due: Option<NaiveDate>, individual: bool) -> Self {
        let text = homework.map_or("", |homework| homework.text.as_str());
        let mut draft = Self {
            text: Area::new(text, usize::MAX),
            due: match homework {
                Some(homework) if !homework.is_none_set() => homework.due,
                _ => due,
            },
            nature: homework.and_then(|homework| homework.nature),
            pupils: match homework.map(|homework| &homework.audience) {
                Some(Audience::Pupils(pupils)) => pupils.clone(),
                _ => BTreeSet::new(),
            },
            links: Field::new().limit(journal::validity::LINK_LIMITS.1).with(
                &homework
                    .map(|homework| homework.links.join(" "))
                    .unwrap_or_default(),
            ),
            is_touched: false,
            copied: None,
            base: homework.cloned(),
            untouched: None,
        };
        draft.untouched = draft.written(individual);
        draft
    }

    /// The homework that the form asks for; none if there is to be none.
    fn written(&self, individual: bool) -> Option<Homework> {
        // An emptied homework for all says «не задано»; an individual one is gone.
        let gone = self.is_blank() && (self.base.is_none() || individual);
        (!gone).then(|| self.homework(individual))
    }

    /// From what stood there to what is written; none while the draft is untouched.
    pub fn step(&self, individual: bool) -> Option<FromTo<Option<Homework>>> {
        let written = self.written(individual);
        (written != self.untouched).then(|| FromTo::new(self.base.clone(), written))
    }

    /// Writes what was written some other time.
    pub fn restore(&mut self, written: &Homework) {
        let writing = Self::of(Some(written), written.due, false);
        self.text = writing.text;
        self.links = writing.links;
        self.pupils = writing.pupils;
        (self.due, self.nature) = (written.due, written.nature);
    }

    /// What stood in the journal when the form was opened.
    pub fn base(&self) -> Option<&Homework> {
        self.base.as_ref()
    }

    /// What is to be kept of it; none while the draft is untouched.
    pub fn kept(&self, individual: bool) -> Option<HomeworkDraft> {
        self.step(individual)?;
        Some(HomeworkDraft {
            written: self.homework(individual),
            base: self.base.clone(),
        })
    }

    /// Whether a homework stands in the journal already.
    pub fn is_saved(&self) -> bool {
        self.base.as_ref().is_some_and(|base| !base.is_none_set())
    }

    /// What was typed and is not saved; none if nothing was, or if it is written into the midst
    /// of what is saved.
    pub fn typed(&self) -> Option<Homework> {
        if !self.is_saved() {
            return (!self.is_blank()).then(|| self.homework(false));
        }
        let words = self.text.text();
        let text = words.strip_prefix(self.base.as_ref()?.text.trim_end())?;
        (!text.trim().is_empty()).then(|| Homework {
            text: text.trim().to_owned(),
            due: self.due,
            nature: self.nature,
            ..Homework::default()
        })
    }

    /// Writes the text that is saved.
    pub fn restore_text(&mut self) {
        self.text = Self::of(self.base.as_ref(), self.due, false).text;
    }

    /// Letters written so far.
    pub fn length(&self) -> usize {
        self.text.text().chars().count()
    }

    /// Whether nothing is written.
    pub fn is_blank(&self) -> bool {
        self.text.text().trim().is_empty() && self.links.is_empty()
    }

    /// The homework as written; `individual` is for the chosen pupils.
    pub fn homework(&self, individual: bool) -> Homework {
        Homework {
            text: self.text.text(),
            audience: if individual {
                Audience::Pupils(self.pupils.clone())
            } else {
                Audience::All
            },
            due: self.due,
            nature: self.nature,
            links: self
                .links
                .value()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
        }
    }

    /// Copies a text from elsewhere. What was copied before and has not been touched since gives
    /// way to it: the same text never stands there twice.
    pub fn copy(&mut self, text: &str) {
        if let Some((before, after)) = self.copied.take()
            && after == self.text.lines()
        {
            self.text = before;
        }
        let before = self.text.clone();
        self.text.insert_line(text);
        self.copied = Some((before, self.text.lines().to_vec()));
    }
}
