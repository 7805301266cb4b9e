use super::*;
use crate::i18n::{Language, Texts};
use crate::terminal::{Depth, GlyphSet};
use crate::theme::Theme;
use crate::ui::testing::{painted, render, render_with_styles};
use proptest::prelude::*;
use secrecy::ExposeSecret;

fn press(field: &mut Field, code: KeyCode, modifiers: KeyModifiers) -> FieldOutcome {
    field.handle(KeyEvent::new(code, modifiers))
}

fn plain(field: &mut Field, code: KeyCode) -> FieldOutcome {
    press(field, code, KeyModifiers::NONE)
}

fn shown(field: &Field, cols: u16) -> (String, Position) {
    let (theme, texts) = (
        Theme::embedded("default", Depth::Ansi16),
        Texts::new(Language::Ru),
    );
    let look = Look {
        theme: &theme,
        glyphs: GlyphSet::Unicode.glyphs(),
        texts: &texts,
    };
    let mut at = Position::ORIGIN;
    let buffer = painted(cols, 1, |_, buf| {
        at = field.paint((0, 0, cols), "логин", look, buf);
    });
    (render(&buffer).trim_end().to_owned(), at)
}

#[test]
fn typing_and_moving_by_letters() {
    let mut field = Field::new();
    for c in "Орлва".chars() {
        plain(&mut field, KeyCode::Char(c));
    }
    plain(&mut field, KeyCode::Left);
    plain(&mut field, KeyCode::Left);
    assert_eq!(plain(&mut field, KeyCode::Char('о')), FieldOutcome::Changed);
    assert_eq!((field.value(), field.cursor_column()), ("Орлова", 4));
    plain(&mut field, KeyCode::Home);
    assert_eq!(plain(&mut field, KeyCode::Backspace), FieldOutcome::Moved);
    plain(&mut field, KeyCode::Delete);
    plain(&mut field, KeyCode::End);
    plain(&mut field, KeyCode::Backspace);
    assert_eq!(field.value(), "рлов");
    assert_eq!(plain(&mut field, KeyCode::Enter), FieldOutcome::Ignored);
}

#[test]
fn a_decomposed_letter_is_one() {
    let mut field = Field::new().with("е\u{308}ж👩\u{200d}🏫");
    plain(&mut field, KeyCode::Backspace);
    assert_eq!(field.value(), "е\u{308}ж");
    plain(&mut field, KeyCode::Home);
    plain(&mut field, KeyCode::Right);
    assert_eq!(field.cursor_column(), 1);
    plain(&mut field, KeyCode::Backspace);
    assert_eq!(field.value(), "ж");
}

#[test]
fn words_and_lines_go_in_both_layouts() {
    for (word, start, end) in [('w', 'u', 'k'), ('ц', 'г', 'л')] {
        let mut field = Field::new().with("учить § 12, № 431");
        press(&mut field, KeyCode::Char(word), KeyModifiers::CONTROL);
        assert_eq!(field.value(), "учить § 12, № ");
        press(&mut field, KeyCode::Char(word), KeyModifiers::CONTROL);
        assert_eq!(field.value(), "учить § ");
        press(&mut field, KeyCode::Left, KeyModifiers::CONTROL);
        press(&mut field, KeyCode::Right, KeyModifiers::CONTROL);
        assert_eq!(field.cursor_column(), 5);
        press(&mut field, KeyCode::Char(end), KeyModifiers::CONTROL);
        assert_eq!(field.value(), "учить");
        press(&mut field, KeyCode::Char(start), KeyModifiers::CONTROL);
        assert!(field.is_empty());
    }
}

#[test]
fn other_control_keys_are_left_to_others_and_altgr_types() {
    let mut field = Field::new();
    assert_eq!(
        press(&mut field, KeyCode::Char('p'), KeyModifiers::CONTROL),
        FieldOutcome::Ignored
    );
    assert_eq!(
        press(&mut field, KeyCode::Char('x'), KeyModifiers::ALT),
        FieldOutcome::Ignored
    );
    let altgr = KeyModifiers::CONTROL | KeyModifiers::ALT;
    assert_eq!(
        press(&mut field, KeyCode::Char('@'), altgr),
        FieldOutcome::Changed
    );
    let release = KeyEvent::new_with_kind(
        KeyCode::Char('a'),
        KeyModifiers::NONE,
        KeyEventKind::Release,
    );
    assert_eq!(field.handle(release), FieldOutcome::Ignored);
    assert_eq!(field.value(), "@");
}

#[test]
fn a_paste_is_cleaned_and_limited() {
    let mut field = Field::new().limit(10);
    assert_eq!(field.paste("а\r\nб\u{1b}[31m\n"), FieldOutcome::Changed);
    assert_eq!(field.value(), "а б[31m");
    assert_eq!(field.paste(&"я".repeat(10_000)), FieldOutcome::Full);
    assert_eq!(field.value(), "а б[31mяяя");
    assert_eq!(plain(&mut field, KeyCode::Char('x')), FieldOutcome::Full);
    assert_eq!(field.value().chars().count(), 10);
}

#[test]
fn a_long_text_scrolls_by_half_of_the_field() {
    let mut field = Field::new().with("0123456789АБВГД");
    assert_eq!(shown(&field, 10), ("АБВГД".to_owned(), Position::new(5, 0)));
    for _ in 0..6 {
        plain(&mut field, KeyCode::Left);
    }
    assert_eq!(
        shown(&field, 10),
        ("0123456789".to_owned(), Position::new(9, 0))
    );
    assert_eq!(
        shown(&Field::new(), 10),
        ("логин".to_owned(), Position::new(0, 0))
    );
    assert_eq!(shown(&Field::new(), 3).0, "ло…");
}

#[test]
fn a_password_is_never_seen() {
    let mut field = Field::masked().with("тайна12");
    assert_eq!(
        shown(&field, 20),
        ("*******".to_owned(), Position::new(7, 0))
    );
    assert!(!format!("{field:?}").contains("тайна"));
    assert_eq!(field.take_secret().expose_secret(), "тайна12");
    assert!(field.is_empty());
}

#[test]
fn the_whole_field_has_the_style_of_input() {
    let (theme, texts) = (
        Theme::embedded("mono", Depth::None),
        Texts::new(Language::Ru),
    );
    let look = Look {
        theme: &theme,
        glyphs: GlyphSet::Ascii.glyphs(),
        texts: &texts,
    };
    let field = Field::new().with("Анна");
    let buffer = painted(8, 1, |_, buf| {
        field.paint((1, 0, 6), "", look, buf);
    });
    assert_eq!(
        render_with_styles(&buffer),
        " Анна\n──\n0: 1..7 bold+underlined\n"
    );
}

proptest! {
    #[test]
    fn any_keys_leave_the_cursor_at_the_edge_of_a_letter(
        keys in prop::collection::vec((0_usize..12, prop::char::any(), any::<bool>()), 0..60),
        cols in 0_u16..12,
    ) {
        let mut field = Field::new().limit(40);
        for (key, c, ctrl) in keys {
            let code = match key {
                0 => KeyCode::Left,
                1 => KeyCode::Right,
                2 => KeyCode::Backspace,
                3 => KeyCode::Delete,
                4 => KeyCode::Home,
                5 => KeyCode::Char('\u{301}'),
                6 => KeyCode::Char('学'),
                7 => KeyCode::Char('w'),
                8 => KeyCode::Char('\u{200d}'),
                _ => KeyCode::Char(c),
            };
            let modifiers = if ctrl { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            press(&mut field, code, modifiers);
            prop_assert!(field.value().is_char_boundary(field.cursor));
            prop_assert!(field.is_edge(field.cursor), "{:?} {}", field.value(), field.cursor);
            prop_assert!(field.value().chars().count() <= 40);
        }
        let (_, at) = shown(&field, cols);
        prop_assert!(at.x < cols.max(1));
    }
}

#[test]
fn changes_are_taken_back_one_by_one() {
    let mut field = Field::new().with("урок");
    for c in " про окна".chars() {
        plain(&mut field, KeyCode::Char(c));
    }
    press(&mut field, KeyCode::Char('w'), KeyModifiers::CONTROL);
    field.paste("двери");
    press(&mut field, KeyCode::Char('u'), KeyModifiers::CONTROL);
    let mut seen = Vec::new();
    while field.undo() {
        seen.push(field.value().to_owned());
    }
    let wanted = [
        "урок про двери",
        "урок про ",
        "урок про окна",
        "урок про",
        "урок",
    ];
    assert_eq!(seen, wanted);
    // Where the cursor went elsewhere another change begins.
    plain(&mut field, KeyCode::Char('и'));
    plain(&mut field, KeyCode::Home);
    plain(&mut field, KeyCode::Char('я'));
    field.undo();
    assert_eq!((field.value(), field.cursor_column()), ("уроки", 0));
}

#[test]
fn nothing_of_a_password_is_remembered() {
    let mut field = Field::masked();
    plain(&mut field, KeyCode::Char('x'));
    press(&mut field, KeyCode::Char('u'), KeyModifiers::CONTROL);
    assert!(!field.undo());
}
