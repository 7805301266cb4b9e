//! «Учётные записи»: who may sign in, and how it stands with their passwords.

use crate::action::Action;
use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::hint::Reason;
use crate::ui::layer::{Cx, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::messages;
use crate::ui::popup::ask::{Answer, Ask};
use crate::ui::route::Route;
use crate::ui::screen::whole_row;
use journal::PersonId;
use journal::regulation::{Forbidden, Permission};
use journal::view::AccountRow;
use offline::{ListKey, ListPage};

/// The list of accounts.
pub type AccountsScreen = ListScreen<Accounts>;

/// The accounts that the person may see.
#[derive(Debug, Default)]
pub struct Accounts;

impl ListSource for Accounts {
    type Row = AccountRow;
    type Id = PersonId;

    fn columns(&self) -> Vec<Column<AccountRow>> {
        vec![
            Column::new("column-name", Width::Flex(20), |row: &AccountRow, _| {
                row.name.to_string().into()
            })
            .searched()
            .ordered(|row| row.name.sort_key()),
            Column::new("label-login", Width::Fit(14), |row: &AccountRow, _| {
                row.login.as_deref().unwrap_or_default().into()
            })
            .searched()
            .ordered(|row| row.login.clone()),
            Column::new("column-roles", Width::Fit(20), |row: &AccountRow, seen| {
                roles(row, seen).into()
            })
            .searched()
            .ordered(|row| (row.roles.0.clone(), row.classes.clone())),
            Column::new("column-state", Width::Fit(17), |row: &AccountRow, seen| {
                state(row, seen).into()
            })
            .searched()
            .look(|row, _| match row.signed_in_at {
                _ if row.must_change_password || row.login.is_none() => Role::Warning,
                Some(_) => Role::Text,
                None => Role::Muted,
            })
            // Whom one has to remind, then who has not been here for long.
            .ordered(|row| {
                (
                    row.login.is_some(),
                    !row.must_change_password,
                    row.signed_in_at,
                )
            }),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a AccountRow> {
        match desk.pages.lists.get(&ListKey::Accounts) {
            Some(ListPage::Accounts(page)) => page.accounts.iter().collect(),
            _ => Vec::new(),
        }
    }

    fn id(&self, row: &AccountRow) -> PersonId {
        row.person
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-accounts").into_owned()
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Accounts)
    }

    fn actions(&self) -> &'static [Action] {
        &[Action::IssuePassword, Action::ReportBreach]
    }

    /// An administrator begins here, and the directories are the other half of the work.
    fn always(&self) -> &'static [Action] {
        &[
            Action::OpenRegister,
            Action::Refresh,
            Action::Cancel,
            Action::Help,
        ]
    }

    fn availability(&self, action: Action, row: &AccountRow, desk: &Desk) -> Result<(), Reason> {
        match action {
            Action::IssuePassword => may_issue(row, desk).map_err(|_| NOT_YOURS),
            _ => Ok(()),
        }
    }

    fn why(&self, reason: Reason, row: &AccountRow, desk: &Desk, texts: &Texts) -> Option<String> {
        if reason != NOT_YOURS {
            return None;
        }
        let key = if row.roles.has(journal::Role::Admin) {
            "issue-not-to-admin"
        } else {
            "issue-not-yours"
        };
        let clause = may_issue(row, desk).err()?.clause;
        let clause = clause.map_or_else(|| "none".to_owned(), |clause| clause.cite);
        Some(tr!(texts, key, clause).into_owned())
    }

    fn hint(&self, action: Action, _row: &AccountRow, _desk: &Desk) -> Option<&'static str> {
        (action == Action::Confirm).then_some("hint-whole")
    }

    /// A new start password, asked about once.
    fn act(&mut self, action: Action, at: Option<&PersonId>, cx: &mut Cx<'_>) -> Outcome {
        if action == Action::Confirm {
            return whole_row::read(self, at, cx);
        }
        let rows = self.rows(cx.desk);
        let row = rows.into_iter().find(|row| Some(&row.person) == at);
        if let (Action::ReportBreach, Some(row), true) = (action, row, is_told(cx.desk)) {
            return Outcome::Go(Route::ReportBreach(Some(row.person)));
        }
        let (Action::IssuePassword, Some(row)) = (action, row) else {
            return Outcome::Ignored;
        };
        let name = row.name.to_string();
        let question = match &row.login {
            Some(login) => tr!(cx.texts, "issue-question", name, login = login.as_str()),
            None => tr!(cx.texts, "issue-first-question", name),
        };
        let answer = Answer {
            hint: "hint-issue",
            told: PopupResult::IssuePassword(row.person),
        };
        let ask = Ask::new("title-issued", question, "issue-keys", answer);
        Outcome::Open(Box::new(ask))
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        let PopupResult::IssuePassword(person) = told else {
            return Outcome::Ignored;
        };
        cx.effects.push(Effect::IssuePassword(person));
        Outcome::Consumed
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-accounts").into_owned()
    }
}

/// Whether whoever sits here reports what others say by telephone.
fn is_told(desk: &Desk) -> bool {
    desk.has(Permission::SettleBreaches)
}

/// Refused by right; the clause says to whom it is given.
const NOT_YOURS: Reason = Reason("issue-not-yours");

fn may_issue(row: &AccountRow, desk: &Desk) -> Result<(), Forbidden> {
    let (Some(me), Some(rules)) = (&desk.me, &desk.rules) else {
        return Err(Forbidden { clause: None });
    };
    let regulation = &rules.regulation;
    regulation.judge_issuer(&me.roles, row.into())
}

/// «ученик 7Б»: what it is for.
fn roles(row: &AccountRow, seen: Seen<'_>) -> String {
    let roles = row.roles.0.iter().map(|role| role.word());
    let roles = roles.map(|role| seen.texts.get(&format!("role-{role}")).into_owned());
    let classes = row.classes.join(", ");
    let mut words = roles.collect::<Vec<_>>().join(", ");
    if !classes.is_empty() {
        words = format!("{words} {classes}");
    }
    words
}

fn state(row: &AccountRow, seen: Seen<'_>) -> String {
    if row.login.is_none() {
        return seen.texts.get("account-none").into_owned();
    }
    if row.voided {
        return seen.texts.get("account-voided").into_owned();
    }
    if row.must_change_password {
        return seen.texts.get("account-start-password").into_owned();
    }
    match row.signed_in_at.or(row.used_at) {
        Some(at) => tr!(
            seen.texts,
            "account-signed-in",
            at = messages::moment(at, seen.desk)
        ),
        None => seen.texts.get("account-not-seen"),
    }
    .into_owned()
}
