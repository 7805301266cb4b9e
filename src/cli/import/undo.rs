//! `zhurnal import undo`: a table that was imported is taken back as one, as far as nothing came
//! after it.

use super::super::args::{GlobalArgs, UndoArgs};
use super::super::progress;
use super::super::setup::Setup;
use super::super::signed_in::{self, SignedInPerson};
use crate::i18n::Texts;
use crate::table_files::{gesture, import};
use crate::tr;
use journal::GestureId;
use journal::register::{
    AmendmentOutcome, Effect, GestureFate, GestureOutcome, RecordRef, Register,
};
use offline::Failure;
use protocol::Code;
use std::process::ExitCode;

/// Records that stay, shown at most.
const SHOWN: usize = 20;
/// The exit code where something stays.
const PARTIAL: u8 = 3;

/// `zhurnal import undo`.
pub fn command(global: &GlobalArgs, args: &UndoArgs) -> anyhow::Result<ExitCode> {
    let setup = Setup::strict(global, "config-stops-tables")?;
    setup.notes.whole().for_each(super::super::tell);
    let texts = &setup.texts;
    let done = SignedInPerson::during(&setup, &args.person, async |person| {
        undo(args, person, texts).await
    });
    signed_in::run(done)
}

async fn undo(
    args: &UndoArgs,
    person: &mut SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<ExitCode> {
    let register = person.register(texts).await?;
    let made_at = person.now();
    let (server, of) = (person.at_server(), GestureId(args.gesture));
    let mut wish = import::undo_wish(&mut person.ids, made_at);
    let asks = texts.get("import-table-checks");
    let seen = progress::during(&asks, server.undo(of, &wish, true)).await;
    let seen = seen.map_err(|failure| match &failure {
        Failure::Problem(problem) if problem.code == Code::NotFound => {
            anyhow::anyhow!(texts.get("import-undo-no-such").into_owned())
        }
        _ => person.told(&failure, texts),
    })?;
    tell(&seen, &register, texts)?;
    let dangers: Vec<Effect> = seen.consequences.dangers().cloned().collect();
    let stays = !seen.untaken.is_empty();
    let told = if seen.fate == GestureFate::NotYours {
        Told::failed("import-undo-not-whole")
    } else if !args.apply {
        Told::of("import-undo-dry", stays)
    } else if !dangers.is_empty() && !args.agree {
        Told::failed("import-undo-dangers")
    } else {
        let writes = texts.get("import-table-writes");
        let undone = import::undo(&server, of, &mut wish, dangers);
        let done = progress::during(&writes, undone).await;
        let done = done.map_err(|failure| person.told(&failure, texts))?;
        became(&done)
    };
    let words = tr!(texts, told.key, count = told.count);
    super::super::print(&format!("{words}\n"))?;
    Ok(told.code)
}

/// What became of an undo: what is said of it, and the exit code.
#[derive(Debug)]
struct Told {
    key: &'static str,
    /// Records that went back.
    count: usize,
    code: ExitCode,
}

impl Told {
    fn of(key: &'static str, stays: bool) -> Self {
        let code = if stays {
            ExitCode::from(PARTIAL)
        } else {
            ExitCode::SUCCESS
        };
        Self {
            key,
            count: 0,
            code,
        }
    }

    fn failed(key: &'static str) -> Self {
        Self {
            key,
            count: 0,
            code: ExitCode::FAILURE,
        }
    }
}

fn became(done: &GestureOutcome) -> Told {
    let stays = !done.untaken.is_empty();
    match done.fate {
        GestureFate::Written { .. } | GestureFate::WrittenBefore { .. } => Told {
            count: done.totals.moved(),
            ..Told::of("import-undo-done", stays)
        },
        GestureFate::Unchanged => Told::of("import-undo-nothing", stays),
        GestureFate::NotAgreed => Told::failed("import-undo-not-agreed"),
        GestureFate::NotYours => Told::failed("import-undo-not-whole"),
        GestureFate::Refused | GestureFate::Seen => Told::failed("import-undo-refused"),
    }
}

/// What follows in the journals, and what stays because something came after it.
fn tell(seen: &GestureOutcome, register: &Register, texts: &Texts) -> anyhow::Result<()> {
    let title = |at: &RecordRef| import::undone(register, *at, texts);
    let mut out = gesture::effects(seen, &title, texts);
    if seen.totals.moved() > 0 {
        let (removed, changed, back) = (
            seen.totals.removed,
            seen.totals.changed,
            seen.totals.created,
        );
        out += &tr!(texts, "import-undo-would", removed, changed, back);
        out.push('\n');
    }
    let (others, staying): (Vec<_>, Vec<_>) = seen
        .untaken
        .iter()
        .partition(|one| matches!(one.outcome, AmendmentOutcome::Forbidden { .. }));
    if !others.is_empty() {
        out += &tr!(texts, "import-undo-not-yours", count = others.len());
        out.push('\n');
    }
    let names = staying.iter().take(SHOWN);
    let names = names.map(|one| title(&one.record));
    let names = names.collect::<Vec<_>>().join(", ");
    if !names.is_empty() {
        let count = staying.len();
        let rest = count.saturating_sub(SHOWN);
        out += &tr!(texts, "import-undo-stays", count, names, rest);
        out.push('\n');
    }
    super::super::print(&out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use journal::register::{Consequences, RecordId, RecordKind, Totals, Untaken};
    use rstest::rstest;

    #[rstest]
    #[case::written(GestureFate::Written { seq: 9 }, false, "Загрузка отменена, записей затронуто: 5.", 0)]
    #[case::before(GestureFate::WrittenBefore { seq: 9 }, false, "Загрузка отменена, записей затронуто: 5.", 0)]
    #[case::partly(GestureFate::Written { seq: 9 }, true, "Загрузка отменена, записей затронуто: 5.", 3)]
    #[case::nothing(
        GestureFate::Unchanged,
        false,
        "Отменять нечего: ни одна запись не вернётся.",
        0
    )]
    #[case::all_stays(
        GestureFate::Unchanged,
        true,
        "Отменять нечего: ни одна запись не вернётся.",
        3
    )]
    #[case::dangers(
        GestureFate::NotAgreed,
        false,
        "Ничего не отменено: за это время изменилось то, что будет в журналах. Посмотрите снова, без --apply.",
        1
    )]
    #[case::refused(
        GestureFate::Refused,
        true,
        "Ничего не отменено: сервер этого не принял. Посмотрите снова, без --apply, что останется и почему.",
        1
    )]
    #[case::of_another(
        GestureFate::NotYours,
        false,
        "Ничего не отменено: часть записей этого действия не ваши. Чужое действие отменяется только целиком: его отменит тот, кто его сделал, или администратор.",
        1
    )]
    #[case::only_seen(
        GestureFate::Seen,
        false,
        "Ничего не отменено: сервер этого не принял. Посмотрите снова, без --apply, что останется и почему.",
        1
    )]
    fn each_fate_is_told_as_what_it_is(
        #[case] fate: GestureFate,
        #[case] stays: bool,
        #[case] words: &str,
        #[case] code: u8,
    ) {
        let stays = stays.then(|| Untaken {
            place: 0,
            record: RecordKind::Room.at(RecordId(1)),
            outcome: AmendmentOutcome::NotAgreed,
        });
        let done = GestureOutcome {
            fate,
            totals: Totals {
                created: 2,
                changed: 2,
                removed: 1,
                ..Totals::default()
            },
            consequences: Consequences::default(),
            untaken: stays.into_iter().collect(),
        };
        let told = became(&done);
        let texts = Texts::new(Language::Ru);
        let said = tr!(texts, told.key, count = told.count);
        assert_eq!(said, words);
        let code = ExitCode::from(code);
        assert_eq!(format!("{:?}", told.code), format!("{code:?}"));
    }
}
