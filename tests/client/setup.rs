//! «Чего не хватает школе»: the administrator's first screen.

use crate::stage::Stage;
use crossterm::event::KeyCode;
use journal::register::{BesideRegister, Register};
use journal::view::SetupPage;
use journal::{Regulation, Role, Roles};
use offline::{ListKey, ListPage};
use zhurnal::i18n::Language;
use zhurnal::ui::route::Route;
use zhurnal::ui::screen::open;
use zhurnal::ui::screen::setup::SetupScreen;

fn stage(language: Language, size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(language, size, Box::new(SetupScreen::default()));
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Admin]);
    let rules = Regulation::shipped("sergiev-posad-14").unwrap();
    let today = stage.desk.local(stage.desk.now()).date();
    let register = Register::default();
    let mut lines = register.setup(&rules, today, &BesideRegister::default());
    for (line, lacking) in lines.iter_mut().rev().zip([3, 21, 2, 0]) {
        (line.present, line.lacking) = (7, lacking);
    }
    let page = ListPage::Setup(SetupPage { lines });
    stage.desk.pages.lists.insert(ListKey::Setup, page);
    stage.settle();
    stage
}

#[test]
fn an_administrator_begins_with_what_the_school_lacks() {
    let stage = stage(Language::Ru, (80, 24));
    assert_eq!(open::home(&stage.desk), Route::List(ListKey::Setup));
    insta::assert_snapshot!("setup", stage.rows().0.join("\n"));
}

#[test]
fn a_part_leads_to_where_it_is_entered_and_back() {
    let mut stage = stage(Language::En, (80, 24));
    stage.letters("rooms").key(KeyCode::Enter);
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("Rooms"), "{screen}");
    stage.key(KeyCode::Esc);
    assert!(stage.rows().0.join("\n").contains("What the school lacks"));
}
