//! «Учётные записи»: who may sign in, and how it stands with their passwords.

use crate::desk::Desk;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::say;
use crate::ui::widget::list::{Column, ListScreen, ListSource, Seen, Width};
use journal::PersonId;
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
                row.login.as_str().into()
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
                _ if row.must_change_password => Role::Warning,
                Some(_) => Role::Text,
                None => Role::Muted,
            })
            // Whom one has to remind, then who has not been here for long.
            .ordered(|row| (!row.must_change_password, row.signed_in_at)),
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

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-accounts").into_owned()
    }
}

/// «ученик 7Б»: what it is for.
fn roles(row: &AccountRow, seen: Seen<'_>) -> String {
    let roles = row.roles.0.iter().map(|role| role.name());
    let roles = roles.map(|role| seen.texts.get(&format!("role-{role}")).into_owned());
    let classes = row.classes.join(", ");
    let mut words = roles.collect::<Vec<_>>().join(", ");
    if !classes.is_empty() {
        words = format!("{words} {classes}");
    }
    words
}

fn state(row: &AccountRow, seen: Seen<'_>) -> String {
    if row.must_change_password {
        return seen.texts.get("account-start-password").into_owned();
    }
    match row.signed_in_at.or(row.used_at) {
        Some(at) => tr!(
            seen.texts,
            "account-signed-in",
            at = say::moment(at, seen.desk)
        ),
        None => seen.texts.get("account-not-seen"),
    }
    .into_owned()
}
