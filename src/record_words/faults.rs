//! What is wrong with a field of a record.

use crate::i18n::Texts;
use crate::tr;
use journal::register::{Fault, Field, Kind, RecordRef};

/// What is wrong with a field, and what to do; `title` says what records are called.
pub fn fault(
    fault: &Fault,
    described: &Kind,
    field: &Field,
    title: &dyn Fn(RecordRef) -> String,
    texts: &Texts,
) -> String {
    let titled = |key: &str, at: RecordRef| tr!(texts, key, title = title(at));
    match fault {
        Fault::Required => texts.get("form-required"),
        Fault::OtherKind | Fault::Unreadable => {
            let hint = texts.get(&described.hint_key(field)).into_owned();
            tr!(texts, "record-fault-unreadable", hint)
        }
        Fault::TooLong { length, limit } => {
            tr!(
                texts,
                "record-fault-too-long",
                length = *length,
                limit = *limit
            )
        }
        Fault::Unprintable => texts.get("record-fault-unprintable"),
        Fault::OutOfRange { least, most } => {
            tr!(texts, "form-number", least = *least, most = *most)
        }
        Fault::FarDay => texts.get("record-fault-far-day"),
        Fault::NotUnique { with } => titled("record-fault-not-unique", *with),
        Fault::NoSuchRecord => texts.get("form-no-such"),
        Fault::EndsBeforeStart => texts.get("record-fault-ends-before-start"),
        Fault::Overlaps { with } => titled("record-fault-overlaps", *with),
        Fault::OutsideYear => texts.get("record-fault-outside-year"),
        Fault::LeavesOutside { record } => titled("record-fault-leaves-outside", *record),
        Fault::KeepsYear { journal } => titled("record-fault-keeps-year", *journal),
        Fault::BellOrder { number } => tr!(texts, "record-fault-bell-order", number = *number),
        Fault::BellEndsBeforeStart { number } => {
            tr!(texts, "record-fault-bell-ends", number = *number)
        }
        Fault::BellsCross { number } => tr!(texts, "record-fault-bells-cross", number = *number),
        Fault::BellSeconds { number } => tr!(texts, "record-fault-bell-seconds", number = *number),
        Fault::GradesAndClass => texts.get("record-fault-grades-and-class"),
        Fault::BreaksMovement { with } => titled("record-fault-breaks-movement", *with),
        Fault::TwoOnADay => texts.get("record-fault-two-on-a-day"),
        Fault::InAlready => texts.get("record-fault-in-already"),
        Fault::NotInClass => texts.get("record-fault-not-in-class"),
        Fault::NotNextYear => texts.get("record-fault-not-next-year"),
        Fault::NoClassThen => texts.get("record-fault-no-class-then"),
        Fault::NotCancelling => texts.get("record-fault-not-cancelling"),
        Fault::CancelledTooOften { limit } => {
            tr!(texts, "record-fault-cancelled-too-often", limit = *limit)
        }
        Fault::NamedTooOften { limit } => {
            tr!(texts, "record-fault-named-too-often", limit = *limit)
        }
        Fault::CancelledBefore { with } => titled("record-fault-cancelled-before", *with),
        Fault::OrderCancelled => texts.get("record-fault-order-cancelled"),
        Fault::NotOfOrder => texts.get("record-fault-not-of-order"),
        Fault::SameMark => texts.get("record-fault-same-mark"),
        Fault::BeforePeriod => texts.get("record-fault-before-period"),
        Fault::Decided { with } => titled("record-fault-decided", *with),
        Fault::NotForThat => texts.get("record-fault-not-for-that"),
        Fault::OfSeveralClasses => texts.get("record-fault-of-several-classes"),
        Fault::WholeClass => texts.get("record-fault-whole-class"),
        Fault::HasMembers => texts.get("record-fault-has-members"),
        Fault::LastAdministrator => texts.get("record-fault-last-administrator"),
        Fault::OwnParent => texts.get("record-fault-own-parent"),
        Fault::SkipsState => texts.get("record-fault-skips-state"),
    }
    .into_owned()
}
