//! A reason for all lessons of a pupil from one day until another: those missed get it confirmed, those to
//! come an announcement (EPOS1-1.2), all as one gesture.

use crate::desk::Desk;
use crate::desk::gesture::{PupilCell, Target};
use crate::desk::notice::{Notice, Tone};
use crate::effect::Effect;
use crate::i18n::{Texts, dates};
use crate::tr;
use crate::ui::form::{
    Choice, Entered, FieldId, Form, FormField, FormScreen, FormSource, InputKind,
};
use crate::ui::layer::{Cx, Outcome};
use crate::ui::recording;
use crate::ui::route::Route;
use chrono::{Days, NaiveDate};
use journal::view::{ClassWeekPage, week_of};
use journal::{ClassId, Document, Edit, LessonId, PupilId, ReasonKind, validity};
use offline::PageKey;

/// The longest range: a quarter with its holidays.
const LONGEST: u64 = 92;

/// The form of a range of days.
pub type ReasonsForm = FormScreen<Reasons>;

/// Whose, and from which day on.
#[derive(Debug)]
pub struct Reasons {
    class: ClassId,
    pupil: Option<PupilId>,
    day: NaiveDate,
}

/// What was entered, read.
struct Range {
    pupil: PupilId,
    kind: ReasonKind,
    from: NaiveDate,
    until: NaiveDate,
    paper: Option<Document>,
}

impl Range {
    /// The Mondays of its weeks.
    fn weeks(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let until = self.until;
        let next = |monday: &NaiveDate| monday.checked_add_days(Days::new(7));
        let mondays = std::iter::successors(Some(week_of(self.from)), next);
        mondays.take_while(move |monday| *monday <= until)
    }

    /// The edits in one week, and how many lessons of it were missed and how many are announced.
    fn edits(&self, page: &ClassWeekPage, desk: &Desk) -> Vec<(LessonId, Edit)> {
        let member = page.members.iter().find(|one| one.pupil == self.pupil);
        let lessons = page.lessons.iter().filter(|lesson| {
            let day = lesson.sheet.lesson.date;
            let is_within = self.from <= day && day <= self.until;
            is_within && member.is_some_and(|member| lesson.teaches(member))
        });
        let edits = lessons.filter_map(|lesson| {
            let id = lesson.sheet.lesson.id;
            let cell = PupilCell {
                sheet: desk.pages.spot(id)?.sheet,
                pupil: self.pupil,
                target: Target::Attendance,
                by: desk.entered_by(id),
            };
            let edits = cell.give(self.kind, self.paper.clone()).into_iter();
            Some(edits.map(move |edit| (id, edit)))
        });
        edits.flatten().collect()
    }
}

impl Reasons {
    /// Of a pupil of a class, from a day on.
    pub fn of(class: ClassId, pupil: Option<PupilId>, day: NaiveDate) -> ReasonsForm {
        FormScreen::new(Self { class, pupil, day })
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a ClassWeekPage> {
        desk.pages.classes.get(&(self.class, week_of(self.day)))
    }

    /// What was entered; none if something of it is missing or not sound, which the form says.
    fn read(form: &Form, cx: &Cx<'_>) -> Option<Range> {
        let day = |id: &'static str| match form.value(id, cx.texts) {
            Entered::Day(day) => Some(day),
            _ => None,
        };
        let choice = |id: &'static str| match form.value(id, cx.texts) {
            Entered::Choice(id) => Some(id),
            _ => None,
        };
        let today = cx.desk.local(cx.desk.now()).date();
        let paper = match form.value("paper", cx.texts) {
            Entered::Text(title) if !title.trim().is_empty() => Some(Document {
                title: title.trim().to_owned(),
                received: day("received").unwrap_or(today),
            }),
            _ => None,
        };
        let from = day("from")?;
        Some(Range {
            pupil: PupilId(choice("pupil")?.parse().ok()?),
            kind: choice("kind")?.parse().ok()?,
            from,
            until: day("until").unwrap_or(from),
            paper,
        })
    }
}

impl FormSource for Reasons {
    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        let class = self.page(desk).map_or("", |page| page.title.as_str());
        tr!(texts, "title-reasons", class).into_owned()
    }

    fn intro(&self, _desk: &Desk, texts: &Texts) -> Option<String> {
        Some(texts.get("reasons-intro").into_owned())
    }

    fn fields(&self, desk: &Desk, texts: &Texts) -> Option<Vec<FormField>> {
        let page = self.page(desk)?;
        let pupils = page.members.iter().map(|member| Choice {
            id: member.pupil.to_string(),
            label: member.name.listed(),
        });
        let kinds = [
            (ReasonKind::Illness, "reason-illness"),
            (ReasonKind::Valid, "reason-valid"),
            (ReasonKind::Invalid, "reason-invalid"),
        ];
        let kinds = kinds.map(|(kind, label)| Choice {
            id: kind.word().to_owned(),
            label: texts.get(label).into_owned(),
        });
        let pupil = self
            .pupil
            .map_or(Entered::Nothing, |pupil| Entered::Choice(pupil.to_string()));
        let field = |id, label, hint, kind| FormField::new(id, label, hint, kind);
        let line = InputKind::Line(validity::COMMENT_LIMIT);
        Some(vec![
            field(
                "pupil",
                "label-reasons-pupil",
                "hint-reasons-pupil",
                InputKind::Reference(pupils.collect()),
            )
            .required()
            .with(pupil),
            field(
                "kind",
                "label-reasons-kind",
                "hint-reasons-kind",
                InputKind::Reference(kinds.to_vec()),
            )
            .required(),
            field(
                "from",
                "label-reasons-from",
                "hint-reasons-from",
                InputKind::Day,
            )
            .required()
            .with(Entered::Day(self.day)),
            field(
                "until",
                "label-reasons-until",
                "hint-reasons-until",
                InputKind::Day,
            ),
            field("paper", "label-reasons-paper", "hint-reasons-paper", line),
            field(
                "received",
                "label-reasons-received",
                "hint-reasons-received",
                InputKind::Day,
            ),
        ])
    }

    fn check(&self, form: &Form, desk: &Desk, texts: &Texts) -> Vec<(FieldId, String)> {
        let day = |id: &'static str| match form.value(id, texts) {
            Entered::Day(day) => Some(day),
            _ => None,
        };
        let mut wrong = Vec::new();
        let mut refuse = |id: &'static str, key: &str| {
            wrong.push((FieldId::from(id), texts.get(key).into_owned()));
        };
        if let (Some(from), Some(until)) = (day("from"), day("until")) {
            if until < from {
                refuse("until", "reasons-until-before");
            } else if from
                .checked_add_days(Days::new(LONGEST))
                .is_some_and(|last| last < until)
            {
                refuse("until", "reasons-too-long");
            }
        }
        let has_paper = !matches!(form.value("paper", texts), Entered::Nothing);
        if let Some(received) = day("received") {
            if !has_paper {
                refuse("paper", "reasons-paper-missing");
            }
            if received > desk.local(desk.now()).date() {
                refuse("received", "reasons-received-later");
            }
        }
        wrong
    }

    fn save(&mut self, form: &mut Form, cx: &mut Cx<'_>) -> Outcome {
        let Some(range) = Self::read(form, cx) else {
            return Outcome::Consumed;
        };
        let class = self.class;
        let pages = &cx.desk.pages.classes;
        let missing: Vec<NaiveDate> = range
            .weeks()
            .filter(|monday| !pages.contains_key(&(class, *monday)))
            .collect();
        if !missing.is_empty() {
            let weeks = missing.iter().map(|monday| dates::short_date(*monday));
            let weeks = weeks.collect::<Vec<_>>().join(", ");
            let key = if cx.desk.link.line.may_answer() {
                "reasons-weeks-coming"
            } else {
                "reasons-weeks-not-here"
            };
            let text = tr!(cx.texts, key, weeks).into_owned();
            cx.desk.say(Notice::new(Tone::Warning, text));
            let asked = missing
                .into_iter()
                .map(|monday| PageKey::Class(class, monday));
            cx.effects.extend(asked.map(Effect::Open));
            return Outcome::Consumed;
        }
        let weeks: Vec<NaiveDate> = range.weeks().collect();
        let edits = weeks.iter().flat_map(|monday| {
            let page = cx.desk.pages.classes.get(&(class, *monday));
            page.map_or_else(Vec::new, |page| range.edits(page, cx.desk))
        });
        let edits: Vec<(LessonId, Edit)> = edits.collect();
        if edits.is_empty() {
            let text = cx.texts.get("reasons-nothing").into_owned();
            cx.desk.say(Notice::new(Tone::Hint, text));
            return Outcome::Consumed;
        }
        let count = edits.len();
        let name = cx.desk.pupil_name(range.pupil).unwrap_or_default();
        let outcome = recording::record_form(edits, cx);
        if matches!(outcome, Outcome::CloseWhenKept) && cx.desk.notice.is_none() {
            let (from, until) = (
                dates::short_date(range.from),
                dates::short_date(range.until),
            );
            let done = tr!(cx.texts, "reasons-done", name, from, until, count).into_owned();
            cx.desk.say(Notice::new(Tone::Done, done));
        }
        outcome
    }

    fn missing(&self, desk: &Desk) -> Option<PageKey> {
        let page = PageKey::Class(self.class, week_of(self.day));
        self.page(desk).is_none().then_some(page)
    }

    fn here(&self) -> Option<Route> {
        Some(Route::Reasons {
            class: self.class,
            pupil: self.pupil,
            day: self.day,
        })
    }
}
