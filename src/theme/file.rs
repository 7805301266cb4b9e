//! Theme files: reading, inheriting, and saying what is wrong with one.

use std::path::{Path, PathBuf};

use ratatui::style::{Color, Modifier, Style};
use toml::de::{DeTable, DeValue};

use super::{EMBEDDED, Role};
use crate::config::{Problem, ProblemKind};

/// The styles that a theme and those it inherits from give, by role.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    styles: [Option<Style>; Role::ALL.len()],
}

impl Sheet {
    /// The style given to exactly this role.
    pub fn get(&self, role: Role) -> Option<Style> {
        self.styles.get(role as usize).copied().flatten()
    }

    /// Whether any role has a colour.
    pub fn has_colour(&self) -> bool {
        self.styles
            .iter()
            .flatten()
            .any(|style| style.fg.is_some() || style.bg.is_some())
    }

    fn set(&mut self, role: Role, style: Style) {
        if let Some(slot) = self.styles.get_mut(role as usize) {
            *slot = Some(style);
        }
    }
}

/// Reads the theme of this name and, beneath it, all it inherits from.
pub fn load(name: &str, folder: Option<&Path>, problems: &mut Vec<Problem>) -> Sheet {
    let mut chain: Vec<Parsed> = Vec::new();
    let mut seen = vec![name.to_owned()];
    let mut next = find(name, folder, problems);
    if next.is_none() {
        problems.push(Problem::plain(ProblemKind::NoTheme {
            name: name.to_owned(),
        }));
    }
    while let Some((path, text)) = next.take() {
        let Some(parsed) = parse(&path, &text, problems) else {
            break;
        };
        if let Some(parent) = &parsed.inherits {
            // A user's file may be named as the embedded one it builds on.
            let folder = folder.filter(|_| !seen.contains(parent));
            next = find(parent, folder, problems);
            if next.is_none() || seen.len() > MAX_CHAIN {
                problems.push(Problem::plain(ProblemKind::NoTheme {
                    name: parent.clone(),
                }));
                next = None;
            }
            seen.push(parent.clone());
        }
        chain.push(parsed);
    }
    let whole = chain.last().is_some_and(|parsed| parsed.inherits.is_none());
    if !whole && let Some(text) = embedded("default") {
        chain.extend(parse(Path::new("default"), text, problems));
    }
    let mut sheet = Sheet::default();
    for (role, style) in chain.into_iter().rev().flat_map(|parsed| parsed.roles) {
        sheet.set(role, style);
    }
    sheet
}

/// Themes that may build one on another; more is a circle.
const MAX_CHAIN: usize = 8;

struct Parsed {
    inherits: Option<String>,
    roles: Vec<(Role, Style)>,
}

fn embedded(name: &str) -> Option<&'static str> {
    EMBEDDED
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

fn find(
    name: &str,
    folder: Option<&Path>,
    problems: &mut Vec<Problem>,
) -> Option<(PathBuf, String)> {
    // The name comes from the configuration: it names a file in one folder, not a path.
    let simple = name
        .chars()
        .all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if let Some(folder) = folder.filter(|_| simple) {
        let path = folder.join(format!("{name}.toml"));
        match std::fs::read_to_string(&path) {
            Ok(text) => return Some((path, text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => problems.push(Problem::unreadable(&path, &error)),
        }
    }
    embedded(name).map(|text| (PathBuf::from(name), text.to_owned()))
}

fn parse(path: &Path, text: &str, problems: &mut Vec<Problem>) -> Option<Parsed> {
    let mut report = |span: std::ops::Range<usize>, kind: ProblemKind| {
        problems.push(Problem::at(path, text, span.start, kind));
    };
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            problems.push(Problem::malformed(path, text, &error));
            return None;
        }
    };
    let mut parsed = Parsed {
        inherits: None,
        roles: Vec::new(),
    };
    for (key, value) in table.get_ref() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("inherits", DeValue::String(name)) => parsed.inherits = Some(name.to_string()),
            ("roles", DeValue::Table(roles)) => {
                for (name, value) in roles {
                    let Some(role) = Role::from_name(name.get_ref()) else {
                        report(
                            name.span(),
                            ProblemKind::UnknownKey {
                                key: name.get_ref().to_string(),
                            },
                        );
                        continue;
                    };
                    let DeValue::Table(fields) = value.get_ref() else {
                        report(
                            value.span(),
                            ProblemKind::BadValue {
                                key: role.name().to_owned(),
                            },
                        );
                        continue;
                    };
                    parsed.roles.push((role, style(fields, &mut report)));
                }
            }
            (key, _) => report(
                value.span(),
                ProblemKind::UnknownKey {
                    key: key.to_owned(),
                },
            ),
        }
    }
    Some(parsed)
}

fn style(
    fields: &DeTable<'_>,
    report: &mut impl FnMut(std::ops::Range<usize>, ProblemKind),
) -> Style {
    let mut style = Style::default();
    for (key, value) in fields {
        let name = key.get_ref().as_ref();
        let modifier = match name {
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "underlined" => Modifier::UNDERLINED,
            "reversed" => Modifier::REVERSED,
            _ => Modifier::empty(),
        };
        match value.get_ref() {
            DeValue::Boolean(on) if !modifier.is_empty() => {
                if *on {
                    style = style.add_modifier(modifier);
                }
            }
            DeValue::String(colour) if name == "fg" || name == "bg" => {
                let Ok(colour) = colour.parse::<Color>() else {
                    report(
                        value.span(),
                        ProblemKind::BadValue {
                            key: name.to_owned(),
                        },
                    );
                    continue;
                };
                style = if name == "fg" {
                    style.fg(colour)
                } else {
                    style.bg(colour)
                };
            }
            _ if !modifier.is_empty() || name == "fg" || name == "bg" => {
                report(
                    value.span(),
                    ProblemKind::BadValue {
                        key: name.to_owned(),
                    },
                );
            }
            _ => report(
                key.span(),
                ProblemKind::UnknownKey {
                    key: name.to_owned(),
                },
            ),
        }
    }
    style
}
