//! Every sequence, cut at every byte, is the same key.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use rstest::rstest;

use super::Parser;
use crate::terminal::events::TerminalEvent;

const NONE: KeyModifiers = KeyModifiers::NONE;
const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
const ALT: KeyModifiers = KeyModifiers::ALT;
const CTRL: KeyModifiers = KeyModifiers::CONTROL;

fn drain(parser: &mut Parser) -> Vec<TerminalEvent> {
    std::iter::from_fn(|| parser.next_event()).collect()
}

fn parse(bytes: &[u8]) -> Vec<TerminalEvent> {
    let mut parser = Parser::new();
    parser.feed(bytes);
    drain(&mut parser)
}

fn keys(codes: &[(KeyCode, KeyModifiers)]) -> Vec<TerminalEvent> {
    codes
        .iter()
        .map(|(code, modifiers)| TerminalEvent::Key(KeyEvent::new(*code, *modifiers)))
        .collect()
}

/// All single keys we understand.
const TABLE: &[(&str, KeyCode, KeyModifiers)] = &[
    ("a", KeyCode::Char('a'), NONE),
    ("Я", KeyCode::Char('Я'), NONE),
    ("ё", KeyCode::Char('ё'), NONE),
    ("№", KeyCode::Char('№'), NONE),
    ("🙂", KeyCode::Char('🙂'), NONE),
    ("\r", KeyCode::Enter, NONE),
    ("\n", KeyCode::Enter, NONE),
    ("\t", KeyCode::Tab, NONE),
    ("\x7f", KeyCode::Backspace, NONE),
    ("\x08", KeyCode::Backspace, NONE),
    ("\x00", KeyCode::Char(' '), CTRL),
    ("\x10", KeyCode::Char('p'), CTRL),
    ("\x1a", KeyCode::Char('z'), CTRL),
    ("\x03", KeyCode::Char('c'), CTRL),
    ("\x1f", KeyCode::Char('7'), CTRL),
    ("\x1bf", KeyCode::Char('f'), ALT),
    ("\x1bа", KeyCode::Char('а'), ALT),
    ("\x1b\r", KeyCode::Enter, ALT),
    ("\x1b\x7f", KeyCode::Backspace, ALT),
    ("\x1b\x01", KeyCode::Char('a'), ALT.union(CTRL)),
    ("\x1b[A", KeyCode::Up, NONE),
    ("\x1b[B", KeyCode::Down, NONE),
    ("\x1b[C", KeyCode::Right, NONE),
    ("\x1b[D", KeyCode::Left, NONE),
    ("\x1bOA", KeyCode::Up, NONE),
    ("\x1bOB", KeyCode::Down, NONE),
    ("\x1bOC", KeyCode::Right, NONE),
    ("\x1bOD", KeyCode::Left, NONE),
    ("\x1b[1;2A", KeyCode::Up, SHIFT),
    ("\x1b[1;3B", KeyCode::Down, ALT),
    ("\x1b[1;5C", KeyCode::Right, CTRL),
    ("\x1b[1;6D", KeyCode::Left, CTRL.union(SHIFT)),
    ("\x1b[2A", KeyCode::Up, SHIFT),
    ("\x1b[a", KeyCode::Up, SHIFT),
    ("\x1bOd", KeyCode::Left, CTRL),
    ("\x1b\x1b[A", KeyCode::Up, ALT),
    ("\x1b\x1bOA", KeyCode::Up, ALT),
    ("\x1b[H", KeyCode::Home, NONE),
    ("\x1b[F", KeyCode::End, NONE),
    ("\x1bOH", KeyCode::Home, NONE),
    ("\x1bOF", KeyCode::End, NONE),
    ("\x1b[1~", KeyCode::Home, NONE),
    ("\x1b[4~", KeyCode::End, NONE),
    ("\x1b[7~", KeyCode::Home, NONE),
    ("\x1b[8~", KeyCode::End, NONE),
    ("\x1b[1;5H", KeyCode::Home, CTRL),
    ("\x1b[1;5F", KeyCode::End, CTRL),
    ("\x1b[2~", KeyCode::Insert, NONE),
    ("\x1b[3~", KeyCode::Delete, NONE),
    ("\x1b[3;5~", KeyCode::Delete, CTRL),
    ("\x1b[3$", KeyCode::Delete, SHIFT),
    ("\x1b[3^", KeyCode::Delete, CTRL),
    ("\x1b[3@", KeyCode::Delete, CTRL.union(SHIFT)),
    ("\x1b[5~", KeyCode::PageUp, NONE),
    ("\x1b[6~", KeyCode::PageDown, NONE),
    ("\x1b[5;5~", KeyCode::PageUp, CTRL),
    ("\x1b[Z", KeyCode::BackTab, SHIFT),
    ("\x1b[1;2Z", KeyCode::BackTab, SHIFT),
    ("\x1bOP", KeyCode::F(1), NONE),
    ("\x1bOQ", KeyCode::F(2), NONE),
    ("\x1bOR", KeyCode::F(3), NONE),
    ("\x1bOS", KeyCode::F(4), NONE),
    ("\x1bO2P", KeyCode::F(1), SHIFT),
    ("\x1bO1;5P", KeyCode::F(1), CTRL),
    ("\x1b[P", KeyCode::F(1), NONE),
    ("\x1b[R", KeyCode::F(3), NONE),
    ("\x1b[1;2P", KeyCode::F(1), SHIFT),
    ("\x1b[1;2R", KeyCode::F(3), SHIFT),
    ("\x1b[11~", KeyCode::F(1), NONE),
    ("\x1b[12~", KeyCode::F(2), NONE),
    ("\x1b[13~", KeyCode::F(3), NONE),
    ("\x1b[14~", KeyCode::F(4), NONE),
    ("\x1b[15~", KeyCode::F(5), NONE),
    ("\x1b[17~", KeyCode::F(6), NONE),
    ("\x1b[18~", KeyCode::F(7), NONE),
    ("\x1b[19~", KeyCode::F(8), NONE),
    ("\x1b[20~", KeyCode::F(9), NONE),
    ("\x1b[21~", KeyCode::F(10), NONE),
    ("\x1b[23~", KeyCode::F(11), NONE),
    ("\x1b[24~", KeyCode::F(12), NONE),
    ("\x1b[24;2~", KeyCode::F(12), SHIFT),
    ("\x1b[25~", KeyCode::F(13), NONE),
    ("\x1b[34~", KeyCode::F(20), NONE),
    ("\x1b[[A", KeyCode::F(1), NONE),
    ("\x1b[[B", KeyCode::F(2), NONE),
    ("\x1b[[C", KeyCode::F(3), NONE),
    ("\x1b[[D", KeyCode::F(4), NONE),
    ("\x1b[[E", KeyCode::F(5), NONE),
    ("\x1bOM", KeyCode::Enter, NONE),
    ("\x1bOp", KeyCode::Char('0'), NONE),
    ("\x1bOy", KeyCode::Char('9'), NONE),
    ("\x1bOn", KeyCode::Char('.'), NONE),
    ("\x1bOo", KeyCode::Char('/'), NONE),
    ("\x1b[27u", KeyCode::Esc, NONE),
    ("\x1b[13;5u", KeyCode::Enter, CTRL),
    ("\x1b[97;5u", KeyCode::Char('a'), CTRL),
    ("\x1b[1089;5u", KeyCode::Char('с'), CTRL),
    ("\x1b[1085:1053;2u", KeyCode::Char('Н'), SHIFT),
    ("\x1b[1085;2u", KeyCode::Char('Н'), SHIFT),
    ("\x1b[97;1:1u", KeyCode::Char('a'), NONE),
    ("\x1b[9;2u", KeyCode::BackTab, SHIFT),
    ("\x1b[57399u", KeyCode::Char('0'), NONE),
    ("\x1b[27;5;13~", KeyCode::Enter, CTRL),
    ("\x1b[1;1:1A", KeyCode::Up, NONE),
];

#[test]
fn every_key_whole_and_cut_at_every_byte() {
    for (bytes, code, modifiers) in TABLE {
        let expected = keys(&[(*code, *modifiers)]);
        assert_eq!(parse(bytes.as_bytes()), expected, "{bytes:?}");
        for cut in 1..bytes.len() {
            let (start, rest) = bytes.as_bytes().split_at(cut);
            let mut parser = Parser::new();
            parser.feed(start);
            assert_eq!(drain(&mut parser), [], "{bytes:?} cut at {cut}");
            parser.feed(rest);
            assert_eq!(drain(&mut parser), expected, "{bytes:?} cut at {cut}");
            assert!(
                !parser.pending_escape() && !parser.pending_sequence(),
                "{bytes:?}"
            );
        }
    }
}

#[test]
fn all_keys_in_one_burst() {
    let all: String = TABLE.iter().map(|(bytes, ..)| *bytes).collect();
    let expected: Vec<_> = TABLE
        .iter()
        .map(|(_, code, modifiers)| (*code, *modifiers))
        .collect();
    assert_eq!(parse(all.as_bytes()), keys(&expected));
}

#[rstest]
#[case::cursor_report("\x1b[12;40R")]
#[case::device("\x1b[?62;22c")]
#[case::device2("\x1b[>41;354;0c")]
#[case::mode("\x1b[?2026;2$y")]
#[case::kitty_flags("\x1b[?0u")]
#[case::size("\x1b[8;24;80t")]
#[case::focus("\x1b[I\x1b[O")]
#[case::mouse("\x1b[<0;10;10M\x1b[<0;10;10m")]
#[case::old_mouse("\x1b[M !!")]
#[case::colour("\x1b]11;rgb:0000/0000/0000\x07")]
#[case::colour_st("\x1b]11;rgb:0000/0000/0000\x1b\\")]
#[case::dcs("\x1bP>|xterm(390)\x1b\\")]
#[case::apc("\x1b_Gi=1;OK\x1b\\")]
#[case::release("\x1b[97;1:3u\x1b[1;1:3A")]
#[case::modifier_alone("\x1b[57441;2u")]
#[case::unknown("\x1b[99~\x1b[1;2;3x")]
#[case::stray_paste_end("\x1b[201~")]
#[case::not_utf8("a")]
fn answers_are_swallowed(#[case] bytes: &str) {
    let bytes = if bytes == "a" {
        b"\xff\xc0\x80".to_vec()
    } else {
        bytes.as_bytes().to_vec()
    };
    for cut in 0..bytes.len() {
        let mut parser = Parser::new();
        let (start, rest) = bytes.split_at(cut);
        parser.feed(start);
        parser.feed(rest);
        parser.feed("н".as_bytes());
        assert_eq!(
            drain(&mut parser),
            keys(&[(KeyCode::Char('н'), NONE)]),
            "cut at {cut}"
        );
    }
}

#[rstest]
#[case::lone(b"\x1b", &[(KeyCode::Esc, NONE)])]
#[case::two(b"\x1b\x1b", &[(KeyCode::Esc, NONE), (KeyCode::Esc, NONE)])]
#[case::three(b"\x1b\x1b\x1b", &[(KeyCode::Esc, NONE), (KeyCode::Esc, NONE), (KeyCode::Esc, NONE)])]
#[case::bracket(b"\x1b[", &[(KeyCode::Char('['), ALT)])]
#[case::letter_o(b"\x1bO", &[(KeyCode::Char('O'), ALT)])]
#[case::letter_p(b"\x1bP", &[(KeyCode::Char('P'), ALT)])]
#[case::close(b"\x1b]", &[(KeyCode::Char(']'), ALT)])]
#[case::torso(b"\x1b[1;", &[])]
#[case::half_letter(b"\xd0", &[])]
#[case::string(b"\x1b]11;rgb", &[])]
fn after_the_wait(#[case] bytes: &[u8], #[case] expected: &[(KeyCode, KeyModifiers)]) {
    let mut parser = Parser::new();
    parser.feed(bytes);
    assert!(parser.pending_escape() || parser.pending_sequence());
    parser.flush_escape();
    assert_eq!(drain(&mut parser), keys(expected));
    parser.feed(b"q");
    assert_eq!(drain(&mut parser), keys(&[(KeyCode::Char('q'), NONE)]));
}

#[test]
fn who_may_be_the_escape_key() {
    let state = |bytes: &[u8]| {
        let mut parser = Parser::new();
        parser.feed(bytes);
        (parser.pending_escape(), parser.pending_sequence())
    };
    assert_eq!(state(b""), (false, false));
    assert_eq!(state(b"\x1b"), (true, false));
    assert_eq!(state(b"\x1bP"), (true, false), "Alt+P");
    assert_eq!(state(b"\x1bP>"), (false, true));
    assert_eq!(state(b"\x1b["), (false, true));
    assert_eq!(state(b"\x1b[1;2"), (false, true));
    assert_eq!(
        state(b"\x1b[200~abc"),
        (false, false),
        "a paste is waited for"
    );
}

#[test]
fn a_broken_sequence_does_not_eat_what_follows() {
    assert_eq!(
        parse("\x1b[1;н".as_bytes()),
        keys(&[(KeyCode::Char('н'), NONE)])
    );
    assert_eq!(parse(b"\x1b[1;\x1b[A"), keys(&[(KeyCode::Up, NONE)]));
    assert_eq!(parse(b"\x1b[1\r"), keys(&[(KeyCode::Enter, NONE)]));
    assert_eq!(parse(b"\xd0a"), keys(&[(KeyCode::Char('a'), NONE)]));
    assert_eq!(parse(b"\x1b]0;x\x1b[A"), keys(&[(KeyCode::Up, NONE)]));
    assert_eq!(
        parse(b"\x1b\x1bx"),
        keys(&[(KeyCode::Esc, NONE), (KeyCode::Char('x'), ALT)])
    );
}

#[test]
fn pastes() {
    let paste = |text: &str| vec![TerminalEvent::Paste(text.to_owned())];
    assert_eq!(
        parse("\x1b[200~§ 12, № 431\x1b[201~".as_bytes()),
        paste("§ 12, № 431")
    );
    assert_eq!(
        parse(b"\x1b[200~a\r\nb\rc\nd\te\x1b[201~"),
        paste("a\nb\nc\nd\te")
    );
    assert_eq!(
        parse(b"\x1b[200~\x1b[31mred\x07\x00\xc2\x9b\x7f\x1b[201~"),
        paste("[31mred")
    );
    assert_eq!(parse(b"\x1b[200~\x1b[201~"), paste(""));
    assert_eq!(parse(b"\x1b[200~ok\xff\x1b[201~"), paste("ok"));
    let long = "длинное задание ".repeat(625);
    assert_eq!(long.chars().count(), 10_000);
    let sent = format!("\x1b[200~{long}\x1b[201~x");
    let mut expected = paste(&long);
    expected.extend(keys(&[(KeyCode::Char('x'), NONE)]));
    assert_eq!(parse(sent.as_bytes()), expected);
}

proptest! {
    #[test]
    fn never_panics_and_never_sticks(bytes in prop::collection::vec(
        prop_oneof![any::<u8>(), Just(0x1b), Just(b'['), Just(b';'), Just(b'~'), b'0'..=b'9'], 0..300)
    ) {
        let mut parser = Parser::new();
        parser.feed(&bytes);
        parser.flush_escape();
        // Whatever came, the keyboard works again: after the end of a paste, if there was one.
        parser.feed(b"\x1b[201~");
        drain(&mut parser);
        parser.feed(b"\x1b[A");
        prop_assert_eq!(drain(&mut parser), keys(&[(KeyCode::Up, NONE)]));
    }

    #[test]
    fn cuts_change_nothing(
        picks in prop::collection::vec(0..TABLE.len(), 1..12),
        cuts in prop::collection::vec(0usize..80, 0..6),
        paste in "[а-я \n]{0,20}",
    ) {
        let mut all = format!("\x1b[200~{paste}\x1b[201~");
        let mut expected = vec![TerminalEvent::Paste(paste)];
        for pick in picks {
            let (bytes, code, modifiers) = TABLE[pick];
            all.push_str(bytes);
            expected.extend(keys(&[(code, modifiers)]));
        }
        let mut parser = Parser::new();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut % all.len()).collect();
        cuts.extend([0, all.len()]);
        cuts.sort_unstable();
        for pair in cuts.windows(2) {
            parser.feed(&all.as_bytes()[pair[0]..pair[1]]);
        }
        prop_assert_eq!(drain(&mut parser), expected);
    }
}
