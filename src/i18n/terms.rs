//! Terms of a regulation in words: «до 31.08», «7 дней».

use super::Texts;
use crate::tr;
use journal::regulation::Term;

/// «3 рабочих дня».
pub fn term(term: Term, texts: &Texts) -> String {
    let (key, count) = match term {
        Term::Days(count) => ("term-days", count.into()),
        Term::WorkingDays(count) => ("term-working-days", count.into()),
        Term::TimesAYear(times) => ("term-times-a-year", times),
        Term::By { month, day } => {
            return tr!(texts, "term-by", day = format!("{day:02}.{month:02}")).into_owned();
        }
    };
    tr!(texts, key, count).into_owned()
}
