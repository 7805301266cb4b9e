//! A small tree of the elements that matter in a `.fet` file.

use crate::fet::FetError;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Deeper than any FET file goes.
const DEEPEST: usize = 32;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    /// Its attribute `version`.
    pub(super) version: String,
    text: String,
    children: Vec<Node>,
}

impl Node {
    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Its own text.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    /// Shows the texts of all elements with these names, beneath this one.
    pub(super) fn each_named(&self, names: &[&str], show: &mut impl FnMut(&str)) {
        for child in &self.children {
            if names.contains(&child.name.as_str()) {
                show(child.text());
            }
            child.each_named(names, show);
        }
    }

    /// The text of the first child of that name.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", Self::text)
    }
}

/// Reads the whole tree, without constraints.
pub(super) fn read(text: &str) -> Result<Node, FetError> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(FetError::Empty);
    }
    if !text.trim_start().starts_with('<') {
        return Err(FetError::NotFet {
            root: String::new(),
        });
    }
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Node> = Vec::new();
    loop {
        let event = reader
            .read_event()
            .map_err(|error| broken(text, reader.error_position(), &error))?;
        match event {
            Event::Start(start) if start.name().as_ref().ends_with("_Constraints_List") => {
                let name = start.name().as_ref().to_owned();
                reader
                    .read_to_end(quick_xml::name::QName(&name))
                    .map_err(|error| broken(text, reader.error_position(), &error))?;
            }
            Event::Start(start) => {
                if open.len() >= DEEPEST {
                    return Err(broken(text, reader.buffer_position(), &"too deep"));
                }
                open.push(node(&start));
            }
            Event::Empty(start) => match open.last_mut() {
                Some(parent) => parent.children.push(node(&start)),
                None => return Ok(node(&start)),
            },
            Event::End(_) => {
                let Some(done) = open.pop() else { continue };
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => return Ok(done),
                }
            }
            Event::Text(part) => add(&mut open, &part.xml10_content()),
            Event::CData(part) => add(&mut open, &part.xml10_content()),
            Event::GeneralRef(reference) => {
                let letter = resolve(&reference)
                    .ok_or_else(|| broken(text, reader.buffer_position(), &"an unknown entity"))?;
                add(&mut open, &letter);
            }
            Event::Eof if open.is_empty() => {
                return Err(FetError::NotFet {
                    root: String::new(),
                });
            }
            Event::Eof => {
                return Err(FetError::Cut {
                    line: text.lines().count(),
                });
            }
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
}

fn node(start: &BytesStart<'_>) -> Node {
    let version = start.try_get_attribute("version").ok().flatten();
    Node {
        name: start.name().as_ref().to_owned(),
        version: version
            .map(|version| version.value.into_owned())
            .unwrap_or_default(),
        ..Node::default()
    }
}

fn add(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

fn resolve(reference: &BytesRef<'_>) -> Option<String> {
    if reference.is_char_ref() {
        return reference
            .resolve_char_ref()
            .ok()
            .flatten()
            .map(String::from);
    }
    resolve_predefined_entity(reference).map(str::to_owned)
}

fn broken(text: &str, at: u64, message: &dyn std::fmt::Display) -> FetError {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let line = before.split(|byte| *byte == b'\n').count();
    FetError::Xml {
        line,
        message: message.to_string(),
    }
}
