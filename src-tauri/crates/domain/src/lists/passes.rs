//! The passes that were made for a group, as the list that a mail merge takes: `name`, `pin_id`, `valid_until`, `code_picture`.
//!
//! It goes back to the organiser, who sends the passes out. Nothing reads it in.

use super::table::{self, Column};

const COLUMNS: [Column; 4] = [
    column("name"),
    column("pin_id"),
    column("valid_until"),
    column("code_picture"),
];

const fn column(name: &'static str) -> Column {
    Column {
        name,
        is_needed: true,
        longest: 170,
    }
}

/// A pass and whom it is for.
#[derive(Clone, PartialEq, Eq)]
pub struct PreparedPass {
    /// First and last name.
    pub name: String,
    /// The PIN-ID in groups of four digits: twelve without a space would be a number to a spreadsheet, and its zeros gone.
    pub pin_id: String,
    /// The last day of validity, as it shall be read.
    pub valid_until: String,
    /// The name of the file with the picture of the code.
    pub code_picture: String,
}

/// Writes the list, a line for each pass in their order (RFC 4180, with `;` as all lists).
pub fn mail_merge(passes: impl IntoIterator<Item = PreparedPass>) -> String {
    table::write(
        &COLUMNS,
        passes
            .into_iter()
            .map(|pass| vec![pass.name, pass.pin_id, pass.valid_until, pass.code_picture]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_for_a_mail_merge_is_read_as_it_was_written() {
        let pass = |name: &str, number: &str| PreparedPass {
            name: name.to_owned(),
            pin_id: "0012 3456 7890".to_owned(),
            valid_until: "20.12.2026".to_owned(),
            code_picture: format!("line-{number}.png"),
        };
        let text = mail_merge([pass("Ada; \"Eins\"", "0002"), pass("=Bea", "0003")]);
        assert!(
            text.starts_with("\u{feff}name;pin_id;valid_until;code_picture\r\n"),
            "{text:?}"
        );
        assert!(
            text.contains("\r\n\"Ada; \"\"Eins\"\"\";0012 3456 7890;20.12.2026;line-0002.png\r\n"),
            "{text:?}"
        );
        let rows = table::read(text.as_bytes(), &COLUMNS).unwrap();
        let names: Vec<&str> = rows.iter().map(|row| row.text("name")).collect();
        assert_eq!(names, ["Ada; \"Eins\"", "=Bea"]);
    }
}
