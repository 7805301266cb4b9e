//! The grid as a person reads it from the screen.

use std::collections::BTreeMap;

/// What stands in the cells: by name of the pupil and head of the column. Empty cells are left
/// out.
pub type Cells = BTreeMap<(String, String), String>;

/// Reads the columns of these heads («Явка», «Ответ», «16.11») from the screen of a lesson or a
/// journal.
pub fn cells(screen: &str, heads: &[&str]) -> Cells {
    let lines: Vec<Vec<char>> = screen.lines().map(|line| line.chars().collect()).collect();
    let head_line = screen.lines().position(|line| line.contains("Ученик"));
    let Some(head) = head_line.and_then(|at| lines.get(at)) else {
        return Cells::new();
    };
    let bounds: Vec<(&str, usize, usize)> = heads
        .iter()
        .filter_map(|name| bounds(head, name).map(|(from, to)| (*name, from, to)))
        .collect();
    let mut cells = Cells::new();
    for line in &lines {
        let Some(pupil) = pupil(line) else { continue };
        for (head, from, to) in &bounds {
            let cell: String = line.iter().take(*to).skip(*from).collect();
            let cell = cell.trim_matches([' ', '│', '[', ']']);
            if !cell.is_empty() {
                cells.insert((pupil.clone(), (*head).to_owned()), cell.to_owned());
            }
        }
    }
    cells
}

/// The one column of a head, in the order of the list, empty cells as «».
pub fn column(screen: &str, head: &str) -> Vec<String> {
    let cells = cells(screen, &[head]);
    let lines: Vec<Vec<char>> = screen.lines().map(|line| line.chars().collect()).collect();
    let pupils = lines.iter().filter_map(|line| pupil(line));
    pupils
        .map(|pupil| {
            let at = (pupil, head.to_owned());
            cells.get(&at).cloned().unwrap_or_default()
        })
        .collect()
}

/// From where to where a column goes: up to the next head or the edge.
fn bounds(head: &[char], name: &str) -> Option<(usize, usize)> {
    let name: Vec<char> = name.chars().collect();
    let from = head
        .windows(name.len())
        .position(|window| window == name.as_slice())?;
    let rest = head.get(from + name.len()..)?;
    let gap = rest.iter().position(|c| *c != ' ')?;
    // A column is a sign wider than its head at either side; the left one holds the cursor's «[».
    Some((from.saturating_sub(1), from + name.len() + gap - 1))
}

/// The name in a line of the list: after its number.
fn pupil(line: &[char]) -> Option<String> {
    let text: String = line.iter().collect();
    let cell = text.trim_start_matches(['│', ' ']).split('│').next()?;
    let name = cell.trim_start_matches(|c: char| c.is_ascii_digit());
    // A sign points at the row of the cursor.
    let is_row = name.len() < cell.len() && name.starts_with([' ', '▸']);
    is_row.then(|| name.trim_matches([' ', '▸']).to_owned())
}
