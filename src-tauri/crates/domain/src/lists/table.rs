//! From bytes to named cells, and back. Knows nothing of what a list is about.

use std::collections::BTreeMap;

use super::{Finding, LARGEST, MOST_ROWS, Problem, Unreadable, tidy};

/// The byte order mark by which spreadsheets know UTF-8.
const MARK: &str = "\u{feff}";
/// Starts that turn a cell of a spreadsheet into a formula (OWASP, CSV Injection).
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// What spreadsheets take for *this is text*.
const TEXT_MARK: char = '\'';

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the first line.
    pub name: &'static str,
    /// Whether a list without it is none.
    pub is_needed: bool,
    /// The longest text in it, in characters.
    pub longest: usize,
}

/// One line, as far as it is known without knowing what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands, counted from 1.
    pub line: u64,
    cells: BTreeMap<&'static str, String>,
    /// What is wrong with it already.
    pub findings: Vec<Finding>,
}

impl Row {
    /// The text of a cell, tidied; none where the list has no such column.
    pub fn get(&self, column: &'static str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }

    /// The text of a cell; empty where the list has no such column.
    pub fn text(&self, column: &'static str) -> &str {
        self.get(column).unwrap_or_default()
    }

    /// Whether its cells can be told apart.
    pub fn is_even(&self) -> bool {
        self.findings.iter().all(|finding| finding.column.is_some())
    }

    /// Notes that a cell is wrong; the first finding about a cell counts.
    pub fn wrong(&mut self, column: &'static str, problem: Problem) {
        if self.findings.iter().any(|finding| finding.column == Some(column)) {
            return;
        }
        self.findings.push(Finding {
            line: self.line,
            column: Some(column),
            problem,
        });
    }

    /// What was read of a cell; notes why not.
    pub fn note<T>(&mut self, column: &'static str, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.wrong(column, problem)).ok()
    }
}

/// Reads a list with these columns, in any order. Lines without any text are left out.
///
/// # Errors
/// [`Unreadable`]: then no line can be judged. What is wrong with single lines stands in the rows.
pub fn read(bytes: &[u8], columns: &[Column]) -> Result<Vec<Row>, Unreadable> {
    if bytes.len() > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    let text = str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        Unreadable::NotUtf8(Lines::default().up_to(before, before.len()))
    })?;
    let text = text.strip_prefix(MARK).unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let next = |records: &mut csv::StringRecordsIter<'_, &[u8]>| {
        records
            .next()
            .map(|record| record.expect("a text in memory is read, and it is UTF-8"))
    };
    let first = next(&mut records).ok_or(Unreadable::Empty)?;
    let named = name_columns(&first, columns)?;
    let mut lines = Lines::default();
    let mut rows = Vec::new();
    while let Some(record) = next(&mut records) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == MOST_ROWS {
            return Err(Unreadable::TooMany);
        }
        let at = record.position().map_or(0, csv::Position::byte);
        let line = lines.up_to(text.as_bytes(), usize::try_from(at).unwrap_or(text.len()));
        rows.push(row(line, &record, &named));
    }
    Ok(rows)
}

fn row(line: u64, record: &csv::StringRecord, named: &[Column]) -> Row {
    let mut row = Row {
        line,
        cells: BTreeMap::new(),
        findings: Vec::new(),
    };
    if record.len() != named.len() {
        row.findings.push(Finding {
            line,
            column: None,
            problem: Problem::Uneven {
                has: record.len(),
                wanted: named.len(),
            },
        });
        return row;
    }
    for (column, cell) in named.iter().zip(record) {
        // A hostile cell is judged by its first characters; it is never normalised as a whole.
        let cell = without_text_mark(cell.trim_matches(' '));
        if cell.chars().nth(column.longest).is_some() {
            row.wrong(column.name, Problem::TooLong(column.longest));
        } else if cell.chars().any(is_invisible) {
            row.wrong(column.name, Problem::Invisible);
        } else {
            row.cells.insert(column.name, tidy(cell));
        }
    }
    row
}

fn name_columns(first: &csv::StringRecord, columns: &[Column]) -> Result<Vec<Column>, Unreadable> {
    let mut named: Vec<Column> = Vec::new();
    for name in first {
        let plain = name.trim().to_lowercase();
        let column = columns
            .iter()
            .find(|column| column.name == plain)
            .ok_or_else(|| Unreadable::UnknownColumn {
                name: name.chars().take(80).collect(),
                known: columns
                    .iter()
                    .map(|column| column.name)
                    .collect::<Vec<_>>()
                    .join(", "),
            })?;
        if named.contains(column) {
            return Err(Unreadable::ColumnTwice(column.name));
        }
        named.push(*column);
    }
    let missing = columns
        .iter()
        .find(|column| column.is_needed && !named.contains(column));
    missing.map_or(Ok(named), |column| Err(Unreadable::NoColumn(column.name)))
}

/// Whichever the first line has more of. Names of columns hold neither.
fn delimiter(text: &str) -> u8 {
    let first = text.trim_start().split(['\r', '\n']).next().unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    if count(';') >= count(',') { b';' } else { b',' }
}

/// Counts lines as an editor does: the reader's own count is one behind after an empty line.
#[derive(Default)]
struct Lines {
    read: usize,
    ended: u64,
}

impl Lines {
    /// The line of the first text at or after `at`. Later calls ask for later places.
    fn up_to(&mut self, text: &[u8], at: usize) -> u64 {
        let blank = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let skipped = text.iter().skip(at).take_while(|byte| blank(byte)).count();
        for place in self.read..at + skipped {
            let ends = match text[place] {
                b'\n' => true,
                b'\r' => text.get(place + 1) != Some(&b'\n'),
                _ => false,
            };
            self.ended += u64::from(ends);
        }
        self.read = at + skipped;
        self.ended + 1
    }
}

pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Writes a list: with a byte order mark, `;` and CRLF, as spreadsheets of German offices read it, and nothing that one of them
/// takes for a formula.
pub fn write(columns: &[Column], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.as_bytes().to_vec());
    let names: Vec<String> = columns.iter().map(|column| column.name.to_owned()).collect();
    for row in std::iter::once(names).chain(rows) {
        writer
            .write_record(row.iter().map(|cell| with_text_mark(&tidy(cell))))
            .expect("a row has a cell for each column, and memory takes it");
    }
    let bytes = writer.into_inner().expect("memory takes it");
    String::from_utf8(bytes).expect("texts and marks are UTF-8")
}

fn with_text_mark(cell: &str) -> String {
    if is_formula(cell) {
        format!("{TEXT_MARK}{cell}")
    } else {
        cell.to_owned()
    }
}

fn without_text_mark(cell: &str) -> &str {
    cell.strip_prefix(TEXT_MARK)
        .filter(|_| is_formula(cell))
        .unwrap_or(cell)
}

/// Also behind text marks, so that one put in front and one taken off leave a cell as it was.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches(TEXT_MARK).starts_with(FORMULA_STARTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COLUMNS: [Column; 2] = [
        Column {
            name: "name",
            is_needed: true,
            longest: 8,
        },
        Column {
            name: "role",
            is_needed: false,
            longest: 8,
        },
    ];

    fn cells(text: &str) -> Vec<(u64, String, String)> {
        let rows = read(text.as_bytes(), &COLUMNS).unwrap();
        rows.iter()
            .map(|row| {
                assert_eq!(row.findings, [], "{text:?}");
                (row.line, row.text("name").to_owned(), row.text("role").to_owned())
            })
            .collect()
    }

    #[test]
    fn all_common_writings_say_the_same() {
        let said = [(2, "Eva".to_owned(), "x".to_owned())];
        for text in [
            "name;role\nEva;x",
            "name,role\r\nEva,x\r\n",
            "\u{feff}Name ; ROLE\n\"Eva\";\" x \"\n",
            "role;name\nx;Eva\n;\n\n",
            "name,role\rEva,x",
        ] {
            assert_eq!(cells(text), said, "{text:?}");
        }
        assert_eq!(cells("name\nJose\u{301}")[0].1, "José", "NFC");
        assert_eq!(cells("name;role\n\"a;\"\"b\";x")[0].1, "a;\"b");
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["", "name;role", "", "Eva;x", "", "", "Bo;y"].join(end);
            let lines: Vec<u64> = cells(&text).iter().map(|(line, ..)| *line).collect();
            assert_eq!(lines, [4, 7], "{end:?}");
        }
    }

    #[test]
    fn what_is_no_list_is_refused_in_words() {
        let refusal = |bytes: &[u8]| read(bytes, &COLUMNS).unwrap_err();
        assert_eq!(refusal(b""), Unreadable::Empty);
        assert_eq!(refusal(&vec![b'a'; LARGEST + 1]), Unreadable::TooLarge);
        assert_eq!(refusal(b"name\nEva\nJos\xe9\n"), Unreadable::NotUtf8(3));
        assert_eq!(refusal(b"role\nx"), Unreadable::NoColumn("name"));
        assert_eq!(refusal(b"name;Name\nx"), Unreadable::ColumnTwice("name"));
        assert_eq!(
            refusal(b"name;shoe size\nx;43").to_string(),
            "\"shoe size\" is no column; there are name, role"
        );
        let many = format!("name\n{}", "x\n".repeat(MOST_ROWS + 1));
        assert_eq!(refusal(many.as_bytes()), Unreadable::TooMany);
    }

    #[test]
    fn every_finding_of_every_line_is_told() {
        let text = "name;role\nabcdefghi;a\0b\nEva\nBo;x;y\n\"a\nb\";x\n";
        let rows = read(text.as_bytes(), &COLUMNS).unwrap();
        let found: Vec<_> = rows.into_iter().flat_map(|row| row.findings).collect();
        let finding = |line, column, problem| Finding {
            line,
            column,
            problem,
        };
        assert_eq!(
            found,
            [
                finding(2, Some("name"), Problem::TooLong(8)),
                finding(2, Some("role"), Problem::Invisible),
                finding(3, None, Problem::Uneven { has: 1, wanted: 2 }),
                finding(4, None, Problem::Uneven { has: 3, wanted: 2 }),
                finding(5, Some("name"), Problem::Invisible),
            ]
        );
    }

    #[test]
    fn one_line_without_end_is_a_finding_about_itself() {
        let text = format!("name;role\n\"{}", "x".repeat(LARGEST - 20));
        let rows = read(text.as_bytes(), &COLUMNS).unwrap();
        assert_eq!(rows.len(), 1);
        assert!(!rows[0].is_even(), "{:?}", rows[0].findings);
    }

    #[test]
    fn nothing_that_is_written_is_a_formula() {
        let starts = ["=1+1", "+1", "-1", "@SUM", "\t=1", "\r=1"];
        let text = write(
            &COLUMNS,
            starts.map(|start| vec![start.to_owned(), String::new()]),
        );
        for start in starts {
            assert!(text.contains(&format!("'{start}")), "{start:?} in {text:?}");
        }
        assert_eq!(
            cells(&write(&COLUMNS, [vec!["-1".into(), "x".into()]]))[0].1,
            "-1"
        );
    }

    proptest! {
        #[test]
        fn a_list_is_read_as_it_was_written(name in "['=+@;,\"a -]{1,8}", role in "[a-zäß'\"]{0,8}") {
            prop_assume!(!name.trim().is_empty());
            let text = write(&COLUMNS, [vec![tidy(&name), role.clone()]]);
            let rows = read(text.as_bytes(), &[Column { longest: 9, ..COLUMNS[0] }, COLUMNS[1]]).unwrap();
            prop_assert_eq!(rows[0].text("name"), tidy(&name));
            prop_assert_eq!(rows[0].text("role"), role);
        }

        #[test]
        fn no_bytes_make_the_reader_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&bytes, &COLUMNS);
            let _ = read(&[b"name;role\n".to_vec(), bytes].concat(), &COLUMNS);
        }
    }
}
