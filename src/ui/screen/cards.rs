//! «Карточки классов и сотрудников»: what the cards lack, when they were held against the facts, and
//! the word that they have been.

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::hint::Reason;
use crate::ui::layer::{Answered, Cx, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use crate::ui::popup::ask::{Answer, Ask};
use crate::ui::route::Route;
use crate::ui::screen::register::new_ids::NewIds;
use crate::ui::screen::register::{send, words};
use chrono::NaiveDate;
use crossterm::event::KeyCode;
use journal::PersonId;
use journal::register::{Amendment, CardCheckRecord, CardLine, ClassCards, Record, RecordKind};
use journal::regulation::{Act, CardOf};
use journal::view::{CardsOf, CardsPage};
use offline::{ListKey, ListPage, PageKey};
use std::borrow::Cow;

/// The list of classes.
pub type ClassCardsScreen = ListScreen<CardsByClass>;
/// The list of the cards of a class or of the staff.
pub type CardsScreen = ListScreen<CardsOfSome>;

/// The classes whose cards one keeps, or reads; and the staff.
#[derive(Debug, Default)]
pub struct CardsByClass;

/// The cards of a class or of the staff.
#[derive(Debug)]
pub struct CardsOfSome {
    of: CardsOf,
    /// What is being written; empty: nothing is.
    sent: Vec<Amendment>,
    new_ids: NewIds,
}

impl CardsOfSome {
    /// Of this class, or of the staff.
    pub fn of(of: CardsOf) -> CardsScreen {
        ListScreen::new(Self {
            of,
            sent: Vec::new(),
            new_ids: NewIds::default(),
        })
    }

    /// Writes that these cards are checked.
    fn check(&mut self, checks: Vec<Record>, cx: &mut Cx<'_>) -> Outcome {
        let Some(free) = page(cx.desk, Some(self.of)).map(|page| page.free_id) else {
            return Outcome::Consumed;
        };
        let steps = checks.into_iter().enumerate().map(|(before, check)| {
            let id = self.new_ids.after(free, before);
            (RecordKind::CardCheck.at(id), None, Some(check))
        });
        let gesture = cx.desk.amendments(steps.collect());
        if send::write(&gesture, Vec::new(), cx) {
            self.sent = gesture;
        }
        Outcome::Consumed
    }
}

fn page(desk: &Desk, of: Option<CardsOf>) -> Option<&CardsPage> {
    match desk.pages.lists.get(&ListKey::Cards(of))? {
        ListPage::Cards(page) => Some(page),
        _ => None,
    }
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.format("%d.%m.%Y").to_string())
        .unwrap_or_default()
}

/// «7Б», «Сотрудники».
fn title<'a>(row: &'a ClassCards, texts: &'a Texts) -> Cow<'a, str> {
    match row.class {
        Some(_) => row.title.as_str().into(),
        None => texts.get("cards-staff"),
    }
}

fn zero_muted(count: usize) -> Role {
    if count == 0 {
        Role::Muted
    } else {
        Role::Warning
    }
}

impl ListSource for CardsByClass {
    type Row = ClassCards;
    type Id = CardsOf;

    fn columns(&self) -> Vec<Column<ClassCards>> {
        let count = |head, of: fn(&ClassCards) -> usize| {
            Column::new(head, Width::Fixed(9), move |row: &ClassCards, _| {
                of(row).to_string().into()
            })
            .right()
            .look(move |row, _| zero_muted(of(row)))
            .ordered(of)
            .most_first()
        };
        vec![
            Column::new("column-class", Width::Fit(10), |row: &ClassCards, seen| {
                title(row, seen.texts)
            })
            .searched(),
            Column::new(
                "column-responsible",
                Width::Flex(16),
                |row: &ClassCards, _| {
                    let name = row.responsible.as_ref();
                    name.map(journal::PersonName::initialed)
                        .unwrap_or_default()
                        .into()
                },
            )
            .searched(),
            Column::new("column-checked", Width::Fixed(10), |row: &ClassCards, _| {
                day(row.checked).into()
            })
            .ordered(|row| row.checked),
            count("column-incomplete", |row| row.incomplete),
            count("column-unchecked", |row| row.unchecked),
            count("column-late-days", |row| row.late),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a ClassCards> {
        page(desk, None).map_or_else(Vec::new, |page| page.classes.iter().collect())
    }

    fn id(&self, row: &ClassCards) -> CardsOf {
        CardsOf::new(row.class)
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-cards").into_owned()
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Cards(None))
    }

    fn route(&self, row: &ClassCards, _desk: &Desk) -> Option<Route> {
        Some(Route::List(ListKey::Cards(Some(self.id(row)))))
    }

    fn hint(&self, action: Action, _row: &ClassCards, _desk: &Desk) -> Option<&'static str> {
        (action == Action::Confirm).then_some("hint-cards-of-class")
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-cards").into_owned()
    }

    /// How many there are, and the clause that sets the term.
    fn words(&self, row: &ClassCards, desk: &Desk, texts: &Texts) -> Option<String> {
        let (people, unchecked) = (row.people, row.unchecked);
        let told = match row.class {
            Some(_) => tr!(texts, "cards-of-class", people, unchecked),
            None => tr!(texts, "cards-of-staff", people, unchecked),
        };
        let told = told.into_owned();
        let term = page(desk, None)?.term.as_ref();
        let clause = term.map(|set| format!(" · {}", set.clause.cite));
        Some(told + &clause.unwrap_or_default())
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let rows = self.rows(desk);
        let sum = |of: fn(&ClassCards) -> usize| rows.iter().map(|row| of(row)).sum::<usize>();
        let (incomplete, unchecked) = (sum(|row| row.incomplete), sum(|row| row.unchecked));
        tr!(texts, "cards-summary", incomplete, unchecked).into_owned()
    }
}

impl ListSource for CardsOfSome {
    type Row = CardLine;
    type Id = PersonId;

    fn columns(&self) -> Vec<Column<CardLine>> {
        vec![
            Column::new("column-card-of", Width::Flex(24), |row: &CardLine, _| {
                row.name.to_string().into()
            })
            .searched()
            .ordered(|row| row.name.sort_key()),
            Column::new(
                "column-checked",
                Width::Fixed(10),
                |row: &CardLine, seen| {
                    if row.changed {
                        seen.texts.get("card-is-changed")
                    } else {
                        day(row.checked).into()
                    }
                },
            )
            .look(|row, _| {
                if row.changed {
                    Role::Warning
                } else {
                    Role::Text
                }
            })
            .ordered(|row| (!row.changed, row.checked)),
            Column::new("column-check-due", Width::Fixed(10), |row: &CardLine, _| {
                day(row.due).into()
            })
            .look(|row, _| {
                if row.late > 0 {
                    Role::Warning
                } else {
                    Role::Muted
                }
            })
            .ordered(|row| row.due)
            .priority(1),
            Column::new("column-lacks", Width::Rest(16), |row: &CardLine, seen| {
                lacks(row, seen.texts).into()
            })
            .searched()
            .look(|_, _| Role::Warning),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a CardLine> {
        let page = page(desk, Some(self.of));
        page.map_or_else(Vec::new, |page| page.cards.iter().collect())
    }

    fn id(&self, row: &CardLine) -> PersonId {
        row.person
    }

    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        let page = page(desk, Some(self.of));
        let Some(class) = self.of.class() else {
            return texts.get("title-cards-of-staff").into_owned();
        };
        let classes = page.map_or(&[][..], |page| &page.classes);
        let class = classes.iter().find(|it| it.class == Some(class));
        let class = class.map_or("", |it| it.title.as_str());
        tr!(texts, "title-cards-of-class", class).into_owned()
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Cards(Some(self.of)))
    }

    fn actions(&self) -> &'static [Action] {
        &[Action::CheckCards]
    }

    fn availability(&self, action: Action, _row: &CardLine, desk: &Desk) -> Result<(), Reason> {
        let checks = desk
            .may_somewhere(Act::Create, RecordKind::CardCheck)
            .is_some();
        if action == Action::CheckCards && !checks {
            return Err(NOT_YOURS);
        }
        Ok(())
    }

    fn why(&self, reason: Reason, _row: &CardLine, desk: &Desk, texts: &Texts) -> Option<String> {
        (reason == NOT_YOURS).then(|| words::not_made(RecordKind::CardCheck, desk, texts))?
    }

    /// One card, or all of the class, asked about once.
    fn act(&mut self, action: Action, at: Option<&PersonId>, cx: &mut Cx<'_>) -> Outcome {
        let rows = self.rows(cx.desk);
        let row = rows.iter().find(|row| Some(&row.person) == at);
        let (Action::CheckCards, Some(row)) = (action, row) else {
            return Outcome::Ignored;
        };
        let all: Vec<_> = rows.iter().map(|row| row.person).collect();
        let (name, count) = (row.name.to_string(), all.len());
        let question = match self.of {
            CardsOf::Class(_) => tr!(cx.texts, "check-question", name, count),
            CardsOf::Staff => tr!(cx.texts, "check-question-staff", name, count),
        };
        let question = question.into_owned();
        let one = Answer {
            hint: "hint-check-one",
            told: PopupResult::CheckCards(vec![row.person]),
        };
        let whole = Answer {
            hint: "hint-check-all",
            told: PopupResult::CheckCards(all),
        };
        let ask = Ask::new("title-check", question, "check-keys", one).or(KeyCode::F(9), whole);
        Outcome::Open(Box::new(ask))
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        let PopupResult::CheckCards(pupils) = told else {
            return Outcome::Ignored;
        };
        let on = cx.desk.local(cx.desk.now()).date();
        let checks = pupils.into_iter();
        let checks = checks.map(|person| Record::CardCheck(CardCheckRecord { person, on }));
        self.check(checks.collect(), cx)
    }

    fn amended(&mut self, answer: &Answered, cx: &mut Cx<'_>) -> Outcome {
        let sent = std::mem::take(&mut self.sent);
        if sent.is_empty() {
            return Outcome::Ignored;
        }
        if let Some((amended, _)) = send::answered(answer, cx) {
            let mut outcomes = sent.iter().zip(&amended.outcomes);
            match outcomes.find(|(_, outcome)| outcome.is_untaken()) {
                Some((one, outcome)) if self.new_ids.pass_by(one, outcome) => {
                    let checks = sent.into_iter().filter_map(|one| one.wanted);
                    return self.check(checks.collect(), cx);
                }
                Some((_, outcome)) => {
                    let kind = RecordKind::CardCheck;
                    send::say(words::outcome(outcome, kind, cx.desk, cx.texts), cx);
                }
                None => {
                    // What somebody else has checked meanwhile is theirs.
                    let count = sent.len().saturating_sub(amended.totals.same);
                    let text = tr!(cx.texts, "cards-checked", count).into_owned();
                    cx.desk.say(Notice::new(Tone::Done, text));
                    send::keep(&sent, &amended.outcomes, cx);
                }
            }
            for key in [Some(self.of), None] {
                let page = PageKey::List(ListKey::Cards(key));
                cx.effects.push(Effect::Open(page));
            }
        }
        Outcome::Consumed
    }

    /// The card itself.
    fn route(&self, _row: &CardLine, _desk: &Desk) -> Option<Route> {
        Some(Route::List(ListKey::Records(RecordKind::PersonDetails)))
    }

    fn hint(&self, action: Action, _row: &CardLine, _desk: &Desk) -> Option<&'static str> {
        (action == Action::Confirm).then_some("hint-details")
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-cards").into_owned()
    }

    /// Who checked it, until when it is to be checked again and by which clause, whether it was
    /// changed since.
    fn words(&self, row: &CardLine, desk: &Desk, texts: &Texts) -> Option<String> {
        let by = row.by.as_ref().map(journal::PersonName::initialed);
        self.said(row, (by, "card-changed"), desk, texts)
    }

    /// The same without who checked it: the term and its clause stand whole.
    fn short_words(&self, row: &CardLine, desk: &Desk, texts: &Texts) -> Option<String> {
        self.said(row, (None, "card-is-changed"), desk, texts)
    }
}

impl CardsOfSome {
    fn said(
        &self,
        row: &CardLine,
        (by, changed): (Option<String>, &str),
        desk: &Desk,
        texts: &Texts,
    ) -> Option<String> {
        let checked = match (row.checked, by) {
            (None, _) => texts.get("card-unchecked").into_owned(),
            (on, None) => tr!(texts, "card-checked", on = day(on)).into_owned(),
            (on, Some(by)) => tr!(texts, "card-checked-by", on = day(on), by).into_owned(),
        };
        let mut parts = vec![checked];
        parts.extend(row.changed.then(|| texts.get(changed).into_owned()));
        let page = page(desk, Some(self.of))?;
        // What is late for who has come is told before what will be.
        if let (Some(_), Some(set)) = (row.entry_due, &page.entry) {
            let (due, late) = (day(row.entry_due), row.entry_late);
            let clause = set.clause.cite.as_str();
            parts.push(tr!(texts, "card-entry-due", due, late, clause).into_owned());
        }
        if let (Some(_), Some(set)) = (row.due, page.term.as_ref()) {
            let (due, late) = (day(row.due), row.late);
            let clause = set.clause.cite.as_str();
            parts.push(tr!(texts, "card-due", due, late, clause).into_owned());
        }
        Some(parts.join(" · "))
    }
}

/// Checked by whoever keeps such cards.
const NOT_YOURS: Reason = Reason("check-not-yours");

/// «дата рождения, согласие; родитель: e-mail».
fn lacks(row: &CardLine, texts: &Texts) -> String {
    let of = |whose: CardOf| {
        let lacks = row.lacks.iter().filter(|lack| lack.of == whose);
        let lacks = lacks.map(|lack| texts.get(&format!("lack-{}", lack.what)).into_owned());
        lacks.collect::<Vec<_>>().join(", ")
    };
    let own = if row.class.is_some() {
        CardOf::Pupil
    } else {
        CardOf::Staff
    };
    let (own, parent) = (of(own), of(CardOf::Parent));
    match (own.is_empty(), parent.is_empty()) {
        (_, true) => own,
        (true, false) => tr!(texts, "lacks-of-parent", parent).into_owned(),
        (false, false) => {
            let parent = tr!(texts, "lacks-of-parent", parent);
            format!("{own}; {parent}")
        }
    }
}
