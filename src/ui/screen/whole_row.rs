//! Enter on a row behind which there is nothing else: all that is said of it, in a window.

use crate::ui::layer::{Cx, Outcome};
use crate::ui::list::ListSource;
use crate::ui::popup::reading::Reading;

/// The window over the row of this id.
pub fn read<S: ListSource>(source: &S, at: Option<&S::Id>, cx: &Cx<'_>) -> Outcome {
    let mut rows = source.rows(cx.desk).into_iter();
    let row = rows.find(|row| Some(&source.id(row)) == at);
    row.map_or(Outcome::Consumed, |row| {
        let title = source.title(cx.desk, cx.texts);
        let text = source.whole(row, cx.desk, cx.texts);
        Outcome::Open(Box::new(Reading::text(title, text)))
    })
}
