//! What stands on each kind of sheet, from the top down, and what of it is needed most.

use einlass_domain::words::{PosterWords, ReceiptWords};

use super::blocks::{Block, Steps, Text};
use crate::code::Symbol;
use crate::poster::Poster;
use crate::poster::pictures::Picture;
use crate::typeset::reads_right_to_left;
use crate::{PassPaper, PrinterText, ReceiptError};

/// What stands on a sheet: above the code, the code, and below it.
#[derive(Clone)]
pub(super) struct Wording {
    pub(super) head: Vec<Block>,
    pub(super) code: Option<Symbol>,
    pub(super) body: Vec<Block>,
}

impl Wording {
    /// The rank of what is left out first; 0 is nobody's, so that without everything above 0 only a code is left.
    pub(super) const LEAST_NEEDED: u8 = 7;

    pub(super) fn of(poster: &Poster, words: &ReceiptWords) -> Result<Self, ReceiptError> {
        match poster {
            Poster::Door {
                venue,
                zone,
                greeting,
            } => Ok(door(venue, zone.as_ref(), greeting.as_ref(), &words.poster)),
            Poster::Place {
                venue,
                around,
                name,
                code,
                greeting,
            } => {
                let texts = [
                    greeting.as_ref().map(|greeting| plain(greeting, 8.0, 6)),
                    Some(plain(venue, 9.0, 4)),
                    Some(catalogue(&words.poster.seat, 9.0, 5)),
                    Some(bold(name, 22.0, 1)),
                    Some(plain(around, 10.0, 2)),
                ];
                Ok(Self {
                    head: present(texts),
                    code: Some(Symbol::of_pass(code)?),
                    body: present([Some(catalogue(&words.poster.seat_show, 8.0, 3))]),
                })
            }
            Poster::Pass { paper, greeting } => pass(paper, greeting.as_ref(), words),
        }
    }

    /// The same without what is needed less than that.
    pub(super) fn without_above(&self, rank: u8) -> Self {
        let kept = |blocks: &[Block]| {
            blocks
                .iter()
                .filter(|block| block.rank() <= rank)
                .cloned()
                .collect()
        };
        Self {
            head: kept(&self.head),
            code: self.code.clone(),
            body: kept(&self.body),
        }
    }

    pub(super) fn has_text(&self) -> bool {
        !self.head.is_empty() || !self.body.is_empty()
    }
}

fn door(
    venue: &PrinterText,
    zone: Option<&PrinterText>,
    greeting: Option<&PrinterText>,
    words: &PosterWords,
) -> Wording {
    let steps = Steps {
        steps: [
            (Picture::Show, words.show.clone()),
            (Picture::Wait, words.wait.clone()),
            (Picture::Again, words.again.clone()),
        ],
        is_right_to_left: reads_right_to_left(&words.show),
        rank: 3,
    };
    let welcome = PrinterText::of_catalogue(&words.welcome);
    Wording {
        head: present([
            Some(plain(greeting.unwrap_or(&welcome), 13.0, 2)),
            Some(bold(venue, 20.0, 1)),
            zone.map(|zone| bold(zone, 13.0, 1)),
        ]),
        code: None,
        body: vec![
            Block::Steps(steps),
            Block::Text(catalogue(&words.no_pass, 8.5, 4)),
        ],
    }
}

fn pass(
    paper: &PassPaper,
    greeting: Option<&PrinterText>,
    words: &ReceiptWords,
) -> Result<Wording, ReceiptError> {
    let words = &words.pass;
    let copy = words.copy.replace("{copy}", &paper.copy.to_string());
    let until = PrinterText::new(&paper.valid_until);
    let valid_until = words.valid_until.replace("{until}", until.as_str());
    let strong = |text: &str, letters_mm, rank| Text {
        is_bold: true,
        ..catalogue(text, letters_mm, rank)
    };
    Ok(Wording {
        head: present([
            Some(bold(&paper.venue, 13.0, 3)),
            Some(catalogue(&words.title, 10.0, 4)),
            greeting.map(|greeting| plain(greeting, 9.0, 6)),
            (paper.copy > 0).then(|| strong(&copy, 10.0, 2)),
            paper.replaces.then(|| strong(&words.replaces, 7.0, 2)),
        ]),
        code: Some(Symbol::of_pass(&paper.qr)?),
        body: present([
            Some(catalogue(&words.pin_id, 7.0, 4)),
            Some(bold(&PrinterText::new(&paper.pin_id_grouped), 14.0, 1)),
            Some(strong(&valid_until, 8.5, 1)),
            paper.by_guardian.then(|| strong(&words.child, 6.5, 2)),
            Some(catalogue(&words.arriving, 6.5, 5)),
            Some(catalogue(&words.leaving, 6.5, 5)),
            Some(catalogue(&words.lost, 6.5, 7)),
        ]),
    })
}

fn catalogue(text: &str, letters_mm: f32, rank: u8) -> Text {
    plain(&PrinterText::of_catalogue(text), letters_mm, rank)
}

fn plain(text: &PrinterText, letters_mm: f32, rank: u8) -> Text {
    Text {
        text: text.as_str().to_owned(),
        letters_mm,
        is_bold: false,
        rank,
    }
}

fn bold(text: &PrinterText, letters_mm: f32, rank: u8) -> Text {
    Text {
        is_bold: true,
        ..plain(text, letters_mm, rank)
    }
}

fn present(texts: impl IntoIterator<Item = Option<Text>>) -> Vec<Block> {
    texts
        .into_iter()
        .flatten()
        .filter(|text| !text.text.is_empty())
        .map(Block::Text)
        .collect()
}
