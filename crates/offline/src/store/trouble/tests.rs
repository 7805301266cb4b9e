use super::*;
use crate::page::PageKey;
use crate::seal::Plain;
use crate::{AccountFolder, IdSource};
use journal::view::JournalPage;
use journal::{
    FromTo, GestureId, Grid, JournalId, Period, PeriodId, PeriodMark, PupilId, Relation, TermCells,
};
use protocol::Outcome;
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_794_810_360_000_000);

fn mark(value: &str) -> PeriodMark {
    value.parse().unwrap()
}

/// A journal over its second period, in which the first pupil has this mark.
fn page(value: &str) -> JournalPage {
    let mut term = TermCells::default();
    let pupil = PupilId(101);
    term.put(Cell::PeriodMark { pupil }, Content::PeriodMark(mark(value)));
    JournalPage {
        journal: JournalId(1),
        subject: "Алгебра".into(),
        group: "7Б".into(),
        grade: Some(7),
        teachers: Vec::new(),
        period: Period {
            id: PeriodId(2),
            title: "2 четверть".into(),
            starts: "2026-11-02".parse().unwrap(),
            ends: "2026-12-27".parse().unwrap(),
        },
        grid: Grid::default(),
        term,
        late: std::collections::BTreeSet::new(),
        relation: Relation::default(),
    }
}

#[test]
fn what_was_not_taken_of_a_term_is_sent_again_from_what_stands_there() {
    let dir = tempfile::tempdir().unwrap();
    let mut ids = IdSource::new([1; 32]);
    let folder = AccountFolder::at(dir.path());
    let store = Store::open(&folder, Box::new(Plain), &mut ids, NOW).unwrap();
    let ours = Change {
        id: ChangeId(Uuid::from_u128(1)),
        gesture: GestureId(Uuid::from_u128(1)),
        made_at: NOW,
        sheet: page("3").term_id(),
        edit: Edit::PeriodMark {
            pupil: PupilId(101),
            step: FromTo::new(mark("none"), mark("5")),
        },
        ground: None,
        beside: None,
    };
    store.append(std::slice::from_ref(&ours), false).unwrap();
    let (_, sent) = store.batch(1).unwrap();
    store.settle(&sent, &[Outcome::Held], NOW).unwrap();
    let key = PageKey::Journal(JournalId(1), None);
    let body = serde_json::to_vec(&page("3")).unwrap();
    store.keep_page(key, None, body, 0, NOW).unwrap();
    let moment = Moment {
        at: NOW,
        suspect: false,
    };
    let again = store.resolve(ours.id, Resolution::Mine, &mut ids, moment);
    let again = again.unwrap().remove(0);
    assert_eq!(again.sheet, ours.sheet);
    assert_eq!(again.edit.expected(), Content::PeriodMark(mark("3")));
    assert_eq!(again.edit.wanted(), ours.edit.wanted());
}

#[test]
fn the_period_of_now_is_found_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let folder = AccountFolder::at(dir.path());
    let store = Store::open(&folder, Box::new(Plain), &mut IdSource::new([1; 32]), NOW).unwrap();
    let key = PageKey::Journal(JournalId(1), None);
    let body = serde_json::to_vec(&page("3")).unwrap();
    store.keep_page(key, None, body, 0, NOW).unwrap();
    let named = |period| store.journal(JournalId(1), Some(PeriodId(period))).unwrap();
    assert_eq!(named(2).map(|cached| cached.page), Some(page("3")));
    assert_eq!(named(1), None);
}
