//! `zhurnal regulation try`: what a value of the school's own would do before it is in force.

use crate::cli::args::{GlobalArgs, TryArgs};
use crate::cli::progress;
use crate::cli::setup::Setup;
use crate::cli::signed_in::{self, SignedInPerson};
use crate::i18n::Texts;
use crate::record_words::effects;
use crate::table_files::{gesture, import};
use journal::register::{
    Amendment, Effect, GestureFate, GestureOutcome, Record, RecordKind, RecordRef, Register, Rule,
    RuleValueRecord, TermForm,
};
use protocol::WholeGesture;
use std::fmt::Write as _;
use std::process::ExitCode;

/// `zhurnal regulation try`.
pub fn command(global: &GlobalArgs, args: &TryArgs) -> anyhow::Result<ExitCode> {
    let mut setup = Setup::strict(global, "config-stops-tables")?;
    setup.notes.whole().for_each(crate::cli::tell);
    if let Some(server) = &args.server {
        setup.config.server.url.clone_from(server);
    }
    let texts = &setup.texts;
    let done = SignedInPerson::during(&setup, &args.person, async |person| {
        tried(args, person, texts).await
    });
    signed_in::run(done)
}

async fn tried(
    args: &TryArgs,
    person: &mut SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<ExitCode> {
    let kinds = [RecordKind::RuleValue];
    let register = person.register_of(&kinds, texts).await?;
    let value = value(args);
    let (server, mut gesture) = (person.at_server(), wish(&value, &register, person));
    let asks = texts.get("import-table-checks");
    let seen = progress::during(&asks, server.amend(&gesture, true)).await;
    let seen = seen.map_err(|failure| person.told(&failure, texts))?;
    crate::cli::print(&shown(&value, &seen, texts))?;
    let (key, code) = match seen.fate {
        GestureFate::Unchanged => ("try-unchanged", ExitCode::SUCCESS),
        GestureFate::Seen if seen.totals.moved() == 0 => ("try-unchanged", ExitCode::SUCCESS),
        GestureFate::Seen if !args.write => ("try-dry", ExitCode::SUCCESS),
        GestureFate::Seen => {
            let agreed = seen.consequences.dangers().cloned().collect();
            let writes = texts.get("import-table-writes");
            let write = import::write(&server, &mut gesture, agreed);
            let done = progress::during(&writes, write).await;
            let done = done.map_err(|failure| person.told(&failure, texts))?;
            became(&done)
        }
        _ => ("try-refused", ExitCode::FAILURE),
    };
    crate::cli::print(&format!("{}\n", texts.get(key)))?;
    Ok(code)
}

fn became(done: &GestureOutcome) -> (&'static str, ExitCode) {
    match done.fate {
        fate if import::is_written(&fate) => ("try-written", ExitCode::SUCCESS),
        GestureFate::Unchanged => ("try-unchanged", ExitCode::SUCCESS),
        _ => ("try-moved", ExitCode::FAILURE),
    }
}

/// The value as it was typed; the words were checked with the command.
fn value(args: &TryArgs) -> RuleValueRecord {
    RuleValueRecord {
        rule: of_word(Rule::ALL, Rule::word, &args.rule),
        form: of_word(TermForm::ALL, TermForm::word, &args.form),
        count: args.count,
        hour: args.hour.clone().unwrap_or_default(),
        ground: args.ground.clone(),
    }
}

fn of_word<T: Copy + Default>(all: &[T], word: fn(T) -> &'static str, said: &str) -> T {
    let found = all.iter().find(|it| word(**it) == said);
    found.copied().unwrap_or_default()
}

/// In the place of the value of that rule, or as the first one.
fn wish(value: &RuleValueRecord, register: &Register, person: &mut SignedInPerson) -> WholeGesture {
    let now = person.now();
    let mut values = register.rule_values();
    let was = values.find(|(_, was)| was.rule == value.rule);
    let free = || RecordKind::RuleValue.at(register.free_id(RecordKind::RuleValue));
    let amendment = Amendment {
        id: person.ids.change(now),
        gesture: person.ids.gesture(now),
        made_at: now,
        record: was.map_or_else(free, |(at, _)| at),
        expected: was.map(|(_, was)| Record::RuleValue(was.clone())),
        wanted: Some(Record::RuleValue(value.clone())),
        ground: None,
    };
    WholeGesture {
        amendments: vec![amendment],
        agreed: Vec::new(),
    }
}

/// The value, and what follows of it or why it is not taken.
fn shown(value: &RuleValueRecord, seen: &GestureOutcome, texts: &Texts) -> String {
    let title = said(value, texts);
    let mut out = format!("{title}\n");
    for one in &seen.untaken {
        let why = gesture::why(one, &|_: RecordRef| title.clone(), texts);
        let _ = writeln!(out, "  {why}");
    }
    let all: &[Effect] = &seen.consequences.effects;
    for effect in all {
        let what = effects::effect(effect, &|_: &RecordRef| title.clone(), effect.days, texts);
        let _ = writeln!(out, "  {what}");
        let samples = effects::samples(effect, texts);
        if !samples.is_empty() {
            let _ = writeln!(out, "    {samples}");
        }
    }
    if all.is_empty() && seen.fate == GestureFate::Seen {
        let _ = writeln!(out, "  {}", texts.get("try-moves-nothing"));
    }
    out
}

/// «отметки за урок: рабочих дней после 2 (приказ № 12)».
fn said(value: &RuleValueRecord, texts: &Texts) -> String {
    let word = |field: &str, word: &str| texts.get(&format!("record-rule-value-{field}-{word}"));
    let rule = word("rule", value.rule.word());
    let form = word("form", value.form.word());
    let count = value.count.map(|count| format!(" {count}"));
    let hour = if value.hour.is_empty() {
        String::new()
    } else {
        format!(" {}", value.hour)
    };
    let ground = &value.ground;
    format!(
        "{rule}: {form}{}{hour} ({ground})",
        count.unwrap_or_default()
    )
}
