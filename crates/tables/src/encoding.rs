//! Letters of text files.
//!
//! Asked in this order: a mark at the beginning; every second byte being that of UTF-16; valid
//! UTF-8; what the letters look like. One line of names is enough for the last, measured on CP1251
//! and CP866.

use crate::refused::Refused;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, IBM866, KOI8_R, KOI8_U, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

/// In which letters a text file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// «Unicode text» of Excel.
    Utf16Le,
    /// The same, the other byte first.
    Utf16Be,
    /// What Russian Excel writes.
    Cp1251,
    /// DOS.
    Cp866,
    /// Old Unix.
    Koi8R,
}

impl TextEncoding {
    fn codec(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Cp1251 => WINDOWS_1251,
            Self::Cp866 => IBM866,
            Self::Koi8R => KOI8_R,
        }
    }

    fn of(codec: &'static Encoding) -> Option<Self> {
        let all = [
            Self::Utf8,
            Self::Utf16Le,
            Self::Utf16Be,
            Self::Cp1251,
            Self::Cp866,
            Self::Koi8R,
        ];
        // Its Russian letters are those of KOI8-R.
        let codec = if codec == KOI8_U { KOI8_R } else { codec };
        all.into_iter().find(|encoding| encoding.codec() == codec)
    }
}

/// The text of a file, in the encoding that was said or else seen.
pub(crate) fn decode(
    bytes: &[u8],
    said: Option<TextEncoding>,
) -> Result<(String, TextEncoding), Refused> {
    let marked = Encoding::for_bom(bytes);
    let body = marked.map_or(0, |(_, length)| length);
    let body = bytes.get(body..).unwrap_or_default();
    let marked = marked.and_then(|(codec, _)| TextEncoding::of(codec));
    let encoding = match said.or(marked) {
        Some(encoding) => encoding,
        None => guess(body)?,
    };
    let (text, damaged) = encoding.codec().decode_without_bom_handling(body);
    if damaged && encoding == TextEncoding::Utf8 && said.is_none() {
        // It has the mark of UTF-8 and is not: the line says more than a wrong letter.
        return Err(Refused::MixedEncoding {
            line: bad_lines(body).next().unwrap_or(1),
        });
    }
    Ok((text.into_owned(), encoding))
}

fn guess(body: &[u8]) -> Result<TextEncoding, Refused> {
    if let Some(utf16) = utf16_without_mark(body) {
        return Ok(utf16);
    }
    if std::str::from_utf8(body).is_ok() {
        return Ok(TextEncoding::Utf8);
    }
    // Russian letters of one byte are next to never valid UTF-8, so good lines are not by chance.
    let mut bad = bad_lines(body);
    let first = bad.next().unwrap_or(1);
    let good = lines(body).filter(|line| !line.is_ascii()).count();
    if (bad.count() + 1) * 2 < good {
        return Err(Refused::MixedEncoding { line: first });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(body, true);
    let seen = TextEncoding::of(detector.guess(Some(b"ru"), Utf8Detection::Deny));
    Ok(seen.unwrap_or(TextEncoding::Cp1251))
}

fn lines(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    body.split(|byte| *byte == b'\n')
}

/// Numbers of the lines that are not UTF-8.
fn bad_lines(body: &[u8]) -> impl Iterator<Item = usize> {
    let lines = (1..).zip(lines(body));
    lines.filter_map(|(number, line)| std::str::from_utf8(line).is_err().then_some(number))
}

/// The high bytes of Russian text in UTF-16 are 00 and 04.
fn utf16_without_mark(body: &[u8]) -> Option<TextEncoding> {
    let (mut even, mut odd, mut pairs) = (0_usize, 0_usize, 0_usize);
    for pair in body.as_chunks::<2>().0 {
        let [first, second] = *pair;
        even += usize::from(matches!(first, 0 | 4));
        odd += usize::from(matches!(second, 0 | 4));
        pairs += 1;
    }
    let most = |count: usize| pairs >= 4 && count * 10 >= pairs * 9;
    if most(odd) {
        Some(TextEncoding::Utf16Le)
    } else if most(even) {
        Some(TextEncoding::Utf16Be)
    } else {
        None
    }
}
