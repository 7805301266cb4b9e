//! What was missed, in words.

use crate::i18n::Texts;
use crate::tr;
use journal::Missed;

/// «дней: 1, уроков: 6 (болезнь 4, без причины 2), опозданий: 1».
pub fn missed_words(missed: Missed, texts: &Texts) -> String {
    if missed.is_nothing() {
        return texts.get("missed-nothing").into_owned();
    }
    let count = |key: &str, count: u32| (count > 0).then(|| tr!(texts, key, count).into_owned());
    let of = missed.lessons;
    let reasons = [
        count("missed-illness", of.illness),
        count("missed-valid", of.valid),
        count("missed-invalid", of.invalid),
        count("missed-none", of.none),
    ];
    let reasons: Vec<String> = reasons.into_iter().flatten().collect();
    let lessons = count("missed-lessons", of.total());
    let lessons = lessons.map(|lessons| format!("{lessons} ({})", reasons.join(", ")));
    let parts = [
        count("missed-days", missed.days.total()),
        lessons,
        count("missed-announced", missed.announced),
        count("missed-late", missed.late),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
