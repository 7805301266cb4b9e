use crate::book::zipped;
use tables::{Refused, Row, read_csv_zip, write_csv_zip};

fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<Vec<String>>)>, Refused> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("package.zip");
    std::fs::write(&path, bytes).unwrap();
    let cells = |row: Row| {
        let cells = row.cells.iter().map(|cell| cell.typed().into_owned());
        cells.collect()
    };
    let files = read_csv_zip(&path, |name| matches!(name, "users" | "orgs"))?.into_iter();
    Ok(files
        .map(|(name, rows)| (name, rows.into_iter().map(cells).collect()))
        .collect())
}

/// A program takes what stands there: `'` before `=` would be a part of the text.
#[test]
fn texts_come_back_as_they_are_and_the_same_rows_give_the_same_bytes() {
    let rows: Vec<Vec<String>> = [["a", "б"], ["=1+1", "+79161234567"], ["х, «у»", "\"z\""]]
        .map(|row| row.map(str::to_owned).to_vec())
        .to_vec();
    let written = write_csv_zip([("users", rows.as_slice())]).unwrap();
    assert_eq!(
        written,
        write_csv_zip([("users", rows.as_slice())]).unwrap()
    );
    assert_eq!(read(&written).unwrap(), [("users".to_owned(), rows)]);
}

#[test]
fn files_in_a_folder_are_found_and_others_passed_by() {
    let files = [
        (
            "school/users.csv",
            "\u{feff}id;x,name\r\n1,Анна\r\n".to_owned(),
        ),
        ("school/readme.txt", "?".to_owned()),
        ("school/orgs.csv", String::new()),
    ];
    let rows = vec![
        vec!["id;x".to_owned(), "name".to_owned()],
        vec!["1".to_owned(), "Анна".to_owned()],
    ];
    let expected = [("orgs".to_owned(), Vec::new()), ("users".to_owned(), rows)];
    assert_eq!(read(&zipped(files)).unwrap(), expected);
}

/// macOS packs such a one, with what it knows of the file, beside each file.
#[test]
fn hidden_files_are_passed_by() {
    let hidden = "\u{0}\u{5}\u{16}\u{7}\u{0}\u{2}\u{0}\u{0}Mac OS X".to_owned();
    let files = [
        ("__MACOSX/school/._users.csv", hidden),
        ("school/users.csv", "id\r\n1\r\n".to_owned()),
    ];
    let rows = [["id"], ["1"]].map(|row| row.map(str::to_owned).to_vec());
    let expected = [("users".to_owned(), rows.to_vec())];
    assert_eq!(read(&zipped(files)).unwrap(), expected);
}

/// Each is within the bounds by itself.
#[test]
fn the_files_of_a_package_share_the_bounds_of_one_book() {
    let row = format!("{}x\n", ",".repeat(255));
    let half = row.repeat(4_100);
    assert!(read(&zipped([("users.csv", half.clone())])).is_ok());
    let both = zipped([("orgs.csv", half.clone()), ("users.csv", half)]);
    let Err(Refused::ManyCells(at)) = read(&both) else {
        panic!("2,099,200 cells");
    };
    assert_eq!(at.sheet, "users.csv");
}

#[test]
fn two_files_of_one_name_in_different_folders_are_refused() {
    let two = ["a/users.csv", "b/users.csv"].map(|name| (name, "id\r\n1\r\n".to_owned()));
    let refused = Err(Refused::TwoOfAName("users.csv".to_owned()));
    assert_eq!(read(&zipped(two)), refused);
}

#[test]
fn what_unpacks_beyond_bounds_or_is_no_package_is_told_apart() {
    let bomb = zipped([("users.csv", "0,".repeat(33 * 1024 * 1024))]);
    assert!(bomb.len() < 1024 * 1024);
    assert_eq!(read(&bomb), Err(Refused::Unpacks));
    assert_eq!(read(b"a,b\n"), Err(Refused::NoTable));
    assert_eq!(
        read(&zipped([("a.txt", String::new())])),
        Err(Refused::NoTable)
    );
    let Err(Refused::UnclosedQuote(at)) = read(&zipped([("users.csv", "a,\"b\n".to_owned())]))
    else {
        panic!("it is not closed");
    };
    assert_eq!((at.sheet.as_str(), at.row), ("users.csv", 1));
}
