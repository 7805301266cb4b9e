//! «Сообщения об утечке»: whose sign-in data got known, when that was learned and reported.

use crate::desk::Desk;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::messages;
use crate::ui::route::Route;
use journal::view::BreachReport;
use journal::{BreachId, Timestamp};
use offline::{ListKey, ListPage};

/// The list of reports.
pub type BreachesScreen = ListScreen<Breaches>;

/// The reports of the school.
#[derive(Debug, Default)]
pub struct Breaches;

impl ListSource for Breaches {
    type Row = BreachReport;
    type Id = BreachId;

    fn columns(&self) -> Vec<Column<BreachReport>> {
        let moment = |head, of: fn(&BreachReport) -> Timestamp| {
            Column::new(head, Width::Fixed(11), move |row: &BreachReport, seen| {
                messages::moment(of(row), seen.desk).into()
            })
            .ordered(of)
            .most_first()
        };
        vec![
            Column::new("column-by", Width::Flex(16), |row: &BreachReport, _| {
                row.name.to_string().into()
            })
            .searched()
            .ordered(|row| row.name.sort_key()),
            moment("column-learned", |row| row.learned_at),
            moment("column-reported", |row| row.received_at),
            Column::new(
                "column-in-time",
                Width::Fit(8),
                |row: &BreachReport, seen| match row.in_time() {
                    Some(true) => seen.texts.get("breach-in-time"),
                    Some(false) => seen.texts.get("breach-late"),
                    None => "".into(),
                },
            )
            .look(|row, _| match row.in_time() {
                Some(false) => Role::Warning,
                _ => Role::Text,
            })
            .ordered(BreachReport::in_time),
            moment("column-void-since", |row| row.since),
            Column::new(
                "column-state",
                Width::Fit(14),
                |row: &BreachReport, seen| match row.renewed_at {
                    Some(_) => seen.texts.get("breach-renewed"),
                    None => seen.texts.get("breach-closed"),
                },
            )
            .look(|row, _| match row.renewed_at {
                Some(_) => Role::Text,
                None => Role::Warning,
            }),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a BreachReport> {
        match desk.pages.lists.get(&ListKey::Breaches) {
            Some(ListPage::Breaches(page)) => page.breaches.iter().collect(),
            _ => Vec::new(),
        }
    }

    fn id(&self, row: &BreachReport) -> BreachId {
        row.id
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-breaches").into_owned()
    }

    fn route(&self, row: &BreachReport, _desk: &Desk) -> Option<Route> {
        Some(Route::List(ListKey::Breach(row.id)))
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Breaches)
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-breaches").into_owned()
    }

    fn has_detail(&self, _row: &BreachReport, _desk: &Desk) -> bool {
        true
    }

    /// Who told it, the term, and why it counts from another moment than it came.
    fn detail(&self, row: &BreachReport, seen: Seen<'_>) -> (String, Role) {
        let by = row.by.initialed();
        let by = tr!(seen.texts, "breach-told-by", by).into_owned();
        let note = Some(row.note.clone()).filter(|note| !note.is_empty());
        let due = row.due.zip(row.clause.as_ref()).map(|(due, clause)| {
            let due = messages::moment(due, seen.desk);
            tr!(seen.texts, "breach-due", due, clause = clause.cite.as_str()).into_owned()
        });
        let ground = row.ground.as_deref();
        let ground = ground.map(|ground| tr!(seen.texts, "breach-ground", ground).into_owned());
        let parts = [Some(by), note, due, ground].into_iter().flatten();
        (parts.collect::<Vec<_>>().join("; "), Role::Muted)
    }
}
