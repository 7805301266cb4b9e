//! The lines of `text/event-stream`, as far as those of the feed need them.

use crate::transport::FeedEvent;

/// Longest line that is kept; what is beyond belongs to no event of the feed.
const LONGEST_LINE: usize = 8 * 1024;

/// Makes events of the bytes of a stream, however they are cut.
#[derive(Debug, Default)]
pub struct EventLines {
    line: Vec<u8>,
    after_return: bool,
    name: String,
    has_data: bool,
}

impl EventLines {
    /// Takes the next bytes; answers what they complete. A comment is a heartbeat, and so is an
    /// event that says so; any other event with data says that there is more.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<FeedEvent> {
        let mut events = Vec::new();
        for &byte in bytes {
            match byte {
                // «\r\n» is one end of line.
                b'\n' if self.after_return => self.after_return = false,
                b'\n' | b'\r' => {
                    self.after_return = byte == b'\r';
                    events.extend(self.end_line());
                }
                _ => {
                    self.after_return = false;
                    if self.line.len() < LONGEST_LINE {
                        self.line.push(byte);
                    }
                }
            }
        }
        events
    }

    fn end_line(&mut self) -> Option<FeedEvent> {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        if line.is_empty() {
            let name = std::mem::take(&mut self.name);
            let has_data = std::mem::take(&mut self.has_data);
            let is_heartbeat = matches!(name.as_str(), "heartbeat" | "ping");
            let event = if is_heartbeat {
                FeedEvent::Heartbeat
            } else {
                FeedEvent::More
            };
            return has_data.then_some(event);
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        match field {
            "" => return Some(FeedEvent::Heartbeat),
            "event" => value.trim().clone_into(&mut self.name),
            "data" => self.has_data = true,
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pokes_come_whole_however_the_bytes_are_cut() {
        let stream = ": hello\r\n\r\nevent: poke\r\ndata: {\"seq\":7}\r\n\r\nevent: heartbeat\n\
                      data:\n\ndata: x\rretry: 5\r\r: тук\n\n";
        let expected = [
            FeedEvent::Heartbeat,
            FeedEvent::More,
            FeedEvent::Heartbeat,
            FeedEvent::More,
            FeedEvent::Heartbeat,
        ];
        for cut in 1..stream.len() {
            let mut lines = EventLines::default();
            let events: Vec<FeedEvent> = stream
                .as_bytes()
                .chunks(cut)
                .flat_map(|bytes| lines.take(bytes))
                .collect();
            assert_eq!(events, expected, "cut every {cut} bytes");
        }
    }

    #[test]
    fn an_event_without_data_says_nothing() {
        assert_eq!(EventLines::default().take(b"event: poke\n\nid: 1\n\n"), []);
    }

    #[test]
    fn an_endless_line_does_not_fill_the_memory() {
        let mut lines = EventLines::default();
        for _ in 0..100 {
            assert_eq!(lines.take(&[b'x'; 1024]), []);
        }
        assert!(lines.line.len() <= LONGEST_LINE);
        assert_eq!(lines.take(b"\ndata: 1\n\n"), [FeedEvent::More]);
    }
}
