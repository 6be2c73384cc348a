use einlass_domain::words::{ReceiptWords, RollCallWords};

use crate::compose::compose;
use crate::job::Job;
use crate::style::{Piece, Side, Style};
use crate::{PrinterProfile, PrinterText, ReceiptError};

/// Rows of one paper, and of narrow paper, where names take two lines: a length (up to 40 cm) that one person holds and ticks,
/// and that a slow printer takes in one go.
const ROWS_OF_PAPER: usize = 30;
const ROWS_OF_NARROW_PAPER: usize = 20;

/// The columns from which a paper is not narrow.
const WIDE_COLUMNS: usize = 40;

/// What a zone's heading takes of them.
const ROWS_OF_HEADING: usize = 2;

/// Where the name begins, after the box to tick.
const WHO_COLUMN: usize = 5;

/// Columns for the number of people, and for the time and it.
const PEOPLE_COLUMNS: usize = 5;
const CAME_COLUMNS: usize = 7 + PEOPLE_COLUMNS;

/// The list of everybody inside, for counting them outside.
///
/// Names people: whoever prints it sees that it is destroyed, as the paper says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollCallPaper {
    /// The venue's name, as typed by its owner.
    pub venue: PrinterText,
    /// Why the list is printed.
    pub occasion: Occasion,
    /// The moment of which the list is true, as it shall be read.
    pub as_of: String,
    /// The zones in the order in which they are called; a zone without a row stands on the paper as empty.
    pub zones: Vec<RollCallZone>,
}

/// Why everybody is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The building is being left in earnest.
    Emergency,
    /// It is practised.
    Drill,
}

/// A part of the venue and who is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollCallZone {
    /// The zone's name, as typed by the venue's owner.
    pub name: PrinterText,
    /// The visits that are open there.
    pub rows: Vec<RollCallRow>,
}

/// One open visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollCallRow {
    /// Who is called.
    pub who: WhoIsThere,
    /// When they came, as it shall be read: a time, `14:05`.
    pub came_at: String,
    /// How many they are together.
    pub people: u16,
    /// Where they sit, as the venue calls it.
    pub seat: Option<PrinterText>,
}

/// How somebody is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhoIsThere {
    /// By name, where the venue may print it.
    Name(PrinterText),
    /// By the last four digits of the PIN-ID, which stand on the pass.
    PassEnding(String),
}

/// What stands at one place of the list: a zone's heading, or a row of a zone, both by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Heading { zone: usize, continued: bool },
    Row { zone: usize, row: usize },
}

/// Composes the papers of `paper` for a printer of `profile`: one job each, in their order, so that one that was not printed
/// can be printed again by itself and several people can count at once.
///
/// The same arguments give the same bytes. There is always a first paper, also when nobody is inside.
pub fn roll_call_jobs(
    paper: &RollCallPaper,
    words: &ReceiptWords,
    profile: &PrinterProfile,
) -> Result<Vec<Vec<u8>>, ReceiptError> {
    let words = &words.roll_call;
    let rows = if profile.font_a_columns < WIDE_COLUMNS {
        ROWS_OF_NARROW_PAPER
    } else {
        ROWS_OF_PAPER
    };
    let papers = divided(paper, rows);
    compose(profile, &words.title, papers.len(), |job, number| {
        head(job, paper, words, number, papers.len())?;
        list(job, paper, words, &papers[number])?;
        foot(job, words, number, papers.len())
    })
}

/// The parts of each paper of `rows_of_paper` rows. A heading is never the last part of one.
fn divided(paper: &RollCallPaper, rows_of_paper: usize) -> Vec<Vec<Part>> {
    let mut papers = vec![Vec::new()];
    let mut free = rows_of_paper;
    for (zone, rows) in paper.zones.iter().map(|zone| zone.rows.len()).enumerate() {
        if free < ROWS_OF_HEADING + 1 {
            papers.push(Vec::new());
            free = rows_of_paper;
        }
        let mut add = |part, parts_rows| {
            papers.last_mut().expect("there is a first paper").push(part);
            free -= parts_rows;
            if free == 0 {
                papers.push(Vec::new());
                free = rows_of_paper;
            }
        };
        add(
            Part::Heading {
                zone,
                continued: false,
            },
            ROWS_OF_HEADING,
        );
        for row in 0..rows {
            add(Part::Row { zone, row }, 1);
        }
    }
    if papers.len() > 1 && papers.last().is_some_and(Vec::is_empty) {
        papers.pop();
    }
    for parts in &mut papers {
        if let Some(&Part::Row { zone, .. }) = parts.first() {
            parts.insert(
                0,
                Part::Heading {
                    zone,
                    continued: true,
                },
            );
        }
    }
    papers
}

fn head(
    job: &mut Job,
    paper: &RollCallPaper,
    words: &RollCallWords,
    number: usize,
    papers: usize,
) -> Result<(), ReceiptError> {
    let occasion = PrinterText::of_catalogue(match paper.occasion {
        Occasion::Emergency => &words.emergency,
        Occasion::Drill => &words.drill,
    });
    let as_of = words
        .as_of
        .replace("{moment}", PrinterText::new(&paper.as_of).as_str());
    let largest = job.largest(&occasion);
    job.text(&occasion, if number == 0 { largest } else { Style::HEAD })?;
    job.text(&PrinterText::of_catalogue(&words.title), Style::TITLE)?;
    job.text(&paper.venue, Style::BOLD)?;
    job.text(&PrinterText::of_catalogue(&as_of), Style::BOLD)?;
    if number == 0 {
        let total = paper.zones.iter().map(people_in).sum::<u64>();
        let total = PrinterText::of_catalogue(&words.total.replace("{people}", &total.to_string()));
        let largest = job.largest(&total);
        job.half_space()?;
        job.text(&total, largest)?;
    }
    job.text(&page(&words.page, number, papers), Style::TITLE)?;
    job.align(Side::Start)?;
    job.half_space()?;
    job.text(&PrinterText::of_catalogue(&words.tick), Style::PLAIN)?;
    let columns = job.columns(Style::PLAIN);
    let [who, came, people] =
        [&words.who, &words.came, &words.people].map(|word| PrinterText::of_catalogue(word));
    job.half_space()?;
    row_of(columns, [&who, &came, &people], Style::PLAIN, |pieces| {
        job.row(pieces)
    })
}

fn list(
    job: &mut Job,
    paper: &RollCallPaper,
    words: &RollCallWords,
    parts: &[Part],
) -> Result<(), ReceiptError> {
    let columns = job.columns(Style::PLAIN);
    if paper.zones.iter().all(|zone| zone.rows.is_empty()) {
        job.divide()?;
        job.text(&PrinterText::of_catalogue(&words.nobody), Style::TITLE)?;
    }
    for &part in parts {
        match part {
            Part::Heading { zone, continued } => heading(job, &paper.zones[zone], words, continued)?,
            Part::Row { zone, row } => {
                let row = &paper.zones[zone].rows[row];
                let who = match &row.who {
                    WhoIsThere::Name(name) => name.clone(),
                    WhoIsThere::PassEnding(digits) => {
                        let digits = PrinterText::new(digits);
                        PrinterText::of_catalogue(&words.pass_ending.replace("{digits}", digits.as_str()))
                    }
                };
                let who = match &row.seat {
                    Some(seat) => PrinterText::of_catalogue(&format!("{}, {}", who.as_str(), seat.as_str())),
                    None => who,
                };
                let came = PrinterText::new(&row.came_at);
                let people = PrinterText::new(&row.people.to_string());
                row_of(columns, [&who, &came, &people], Style::TITLE, |pieces| {
                    job.row_to_tick(pieces)
                })?;
            }
        }
    }
    Ok(())
}

fn heading(
    job: &mut Job,
    zone: &RollCallZone,
    words: &RollCallWords,
    continued: bool,
) -> Result<(), ReceiptError> {
    job.divide()?;
    let people = PrinterText::new(&people_in(zone).to_string());
    let number = Piece {
        column: job.columns(Style::PLAIN) - PEOPLE_COLUMNS,
        text: &people,
        style: Style::TITLE,
    };
    let name = Piece {
        column: 0,
        text: &zone.name,
        style: Style::TITLE,
    };
    job.row(&[name, number])?;
    if continued {
        job.text(&PrinterText::of_catalogue(&words.continued), Style::PLAIN)?;
    }
    job.half_space()
}

fn foot(job: &mut Job, words: &RollCallWords, number: usize, papers: usize) -> Result<(), ReceiptError> {
    job.divide()?;
    job.align(Side::Centre)?;
    let next = if number + 1 < papers {
        page(&words.continues, number + 1, papers)
    } else {
        PrinterText::of_catalogue(&words.end)
    };
    job.text(&next, Style::TITLE)?;
    job.half_space()?;
    job.text(&PrinterText::of_catalogue(&words.destroy), Style::BOLD)
}

fn people_in(zone: &RollCallZone) -> u64 {
    zone.rows.iter().map(|row| u64::from(row.people)).sum()
}

fn page(words: &str, number: usize, papers: usize) -> PrinterText {
    let text = words
        .replace("{page}", &(number + 1).to_string())
        .replace("{pages}", &papers.to_string());
    PrinterText::of_catalogue(&text)
}

/// Calls `print` with who, when and how many at their places.
fn row_of<T>(
    columns: usize,
    texts: [&PrinterText; 3],
    style: Style,
    print: impl FnOnce(&[Piece<'_>]) -> T,
) -> T {
    let places = [WHO_COLUMN, columns - CAME_COLUMNS, columns - PEOPLE_COLUMNS];
    let [who, came, people] = [0, 1, 2].map(|place| Piece {
        column: places[place],
        text: texts[place],
        style,
    });
    print(&[who, came, people])
}

#[cfg(test)]
mod tests;
