//! Prints a table as it is read: `cargo run -p tables --example look FILE`.

use std::path::Path;
use tables::{Hint, read_file};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let table = read_file(Path::new(&path), Hint::default())?;
    println!("{:?}, hidden: {:?}", table.source, table.hidden);
    for sheet in &table.sheets {
        println!("\n«{}», merged: {}", sheet.name, sheet.merged.len());
        for row in &sheet.rows {
            let cells: Vec<_> = row.cells.iter().map(tables::Cell::typed).collect();
            println!("{:>6}  {}", row.number, cells.join(" | "));
        }
    }
    Ok(())
}
