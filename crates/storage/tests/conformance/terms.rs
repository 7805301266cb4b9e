//! The sheets of terms: what a journal holds of a whole period.

use crate::batches::{Case, NOW, apply, invalid, now, on_time, refused, replayed};
use crate::fixture::*;
use crate::stage::on_every_backend;
use journal::*;

on_every_backend!(
    a_sheet_that_is_not_kept_is_refused,
    a_terms_sheet_has_no_cell_of_a_lesson,
);

const AUTUMN: SheetId = term(ALGEBRA_7B, PeriodId(2));

const fn term(journal: JournalId, period: PeriodId) -> SheetId {
    SheetId::Term { journal, period }
}

fn in_term(n: u64, sheet: SheetId, edit: Edit) -> storage::Submitted {
    let change = change(n, MONDAY, at(NOW), edit);
    submitted(n, Change { sheet, ..change })
}

async fn a_sheet_that_is_not_kept_is_refused(store: Case) {
    let never = in_term(1, term(ALGEBRA_7B, PeriodId(9)), roll_call());
    let nobodys = in_term(2, term(JournalId(99), PeriodId(2)), roll_call());
    let foreign = in_term(3, term(ALGEBRA_7A, PeriodId(2)), roll_call());
    let changes = vec![never, nobodys, foreign, now(4, roll_call())];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes.clone())).await;
    let none = || refused(ChangeRefusal::NoSuchSheet);
    assert_eq!(outcomes, [none(), none(), none(), on_time(13)]);
    let again = apply(&store, batch(ORLOVA, NOW, changes)).await;
    let first = outcomes.into_iter().map(replayed);
    assert_eq!(again, first.collect::<Vec<_>>());
}

async fn a_terms_sheet_has_no_cell_of_a_lesson(store: Case) {
    let edit = absence(ABRAMOV, "present", "absent");
    let changes = vec![in_term(1, AUTUMN, roll_call()), in_term(2, AUTUMN, edit)];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    let none = || invalid(Invalid::NoSuchCell);
    assert_eq!(outcomes, [none(), none()]);
}
