//! The file that the slips are written into: what is on no slip is not given.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};

/// Bytes of a slip with the head of the sheet at most.
const SLIP: usize = 8192;
/// Bytes of a line of the sheet at most, with its part of the head of a page.
const LINE: usize = 512;

/// Takes the room of a slip and of a sheet of so many lines on the disk before its password is given:
/// what finds no room is not given. What is no file has none to take.
pub fn reserve(file: &mut File, lines: usize) -> io::Result<()> {
    let Ok(at) = file.stream_position() else {
        return Ok(());
    };
    let room = vec![b'\n'; SLIP + lines * LINE];
    let taken = file.write_all(&room).and_then(|()| file.sync_data());
    file.seek(SeekFrom::Start(at))?;
    taken
}

/// Writes the sheet, and gives back the room of what was not written.
pub fn end(file: &mut File, sheet: &str) -> io::Result<()> {
    let written = file.write_all(sheet.as_bytes());
    if let Ok(at) = file.stream_position() {
        file.set_len(at)?;
        file.sync_data()?;
    }
    written
}

/// Writes a slip.
pub fn write(file: &mut File, slip: &str) -> io::Result<()> {
    file.write_all(slip.as_bytes())?;
    file.sync_data()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_slip_finds_no_room_on_a_full_disk() {
        let mut full = File::options().write(true).open("/dev/full").unwrap();
        assert!(reserve(&mut full, 1).is_err());
    }

    #[test]
    fn the_room_of_a_slip_that_was_not_given_is_given_back() {
        let mut file = tempfile::tempfile().unwrap();
        for lines in 1..=3 {
            reserve(&mut file, lines).unwrap();
            file.write_all(b"slip").unwrap();
        }
        reserve(&mut file, 4).unwrap();
        end(&mut file, "sheet").unwrap();
        file.rewind().unwrap();
        assert_eq!(io::read_to_string(file).unwrap(), "slipslipslipsheet");
    }
}
