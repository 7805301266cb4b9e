//! The tty itself: its size, and a writer that makes one `write` of one frame.

use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::termios::tcgetwinsize;

/// What a tty of unknown size (0×0: serial lines, some containers) is taken for.
pub const FALLBACK_SIZE: Size = Size {
    width: 80,
    height: 24,
};

/// Where the size of the screen comes from.
#[derive(Debug)]
pub enum SizeSource {
    /// The kernel's idea of the tty behind this descriptor.
    Tty(OwnedFd),
    /// A fixed size, for tests and for printing a screen to a file.
    Fixed(Size),
}

impl SizeSource {
    /// The tty on the standard output.
    pub fn stdout() -> io::Result<Self> {
        Ok(Self::Tty(io::stdout().as_fd().try_clone_to_owned()?))
    }

    /// The size now, in columns and rows; never zero.
    pub fn size(&self) -> Size {
        let known = match self {
            Self::Tty(fd) => tcgetwinsize(fd)
                .map(|size| Size {
                    width: size.ws_col,
                    height: size.ws_row,
                })
                .unwrap_or_default(),
            Self::Fixed(size) => *size,
        };
        Size {
            width: if known.width == 0 {
                FALLBACK_SIZE.width
            } else {
                known.width
            },
            height: if known.height == 0 {
                FALLBACK_SIZE.height
            } else {
                known.height
            },
        }
    }
}

/// Writes straight to a descriptor. `std::io::Stdout` would cut a frame at its last newline.
#[derive(Debug)]
pub struct TtyWriter {
    fd: OwnedFd,
}

impl TtyWriter {
    /// A writer on this descriptor.
    pub fn new(fd: OwnedFd) -> Self {
        Self { fd }
    }

    /// A writer on the standard output.
    pub fn stdout() -> io::Result<Self> {
        Ok(Self::new(io::stdout().as_fd().try_clone_to_owned()?))
    }
}

impl Write for TtyWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match rustix::io::write(&self.fd, bytes) {
                Err(Errno::INTR) => {}
                // Another program on the same tty may have made it non-blocking.
                Err(Errno::AGAIN) => wait_writable(&self.fd)?,
                done => return Ok(done?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn wait_writable(fd: &OwnedFd) -> io::Result<()> {
    match poll(&mut [PollFd::new(fd, PollFlags::OUT)], None) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::os::fd::OwnedFd;

    use ratatui::layout::Size;

    use super::{FALLBACK_SIZE, SizeSource, TtyWriter};

    #[test]
    fn nothing_known_is_80_by_24() {
        assert_eq!(SizeSource::Fixed(Size::default()).size(), FALLBACK_SIZE);
        let (reader, _writer) = std::io::pipe().unwrap();
        assert_eq!(SizeSource::Tty(OwnedFd::from(reader)).size(), FALLBACK_SIZE);
        let small = Size {
            width: 1,
            height: 1,
        };
        assert_eq!(SizeSource::Fixed(small).size(), small);
    }

    #[test]
    fn writes_what_it_is_given() {
        let (mut reader, writer) = std::io::pipe().unwrap();
        let mut tty = TtyWriter::new(OwnedFd::from(writer));
        tty.write_all(b"one\r\ntwo").unwrap();
        drop(tty);
        let mut got = String::new();
        reader.read_to_string(&mut got).unwrap();
        assert_eq!(got, "one\r\ntwo");
    }
}
