//! From the ink of the modules to the words of the code, corrected, and to what they say (ISO/IEC 18004, 7.5 to 7.9).
//!
//! A word is as certain as its least certain module. What has been corrected is drawn again and given to rqrr, which takes the words
//! apart; it checks them by tables and arithmetic of its own, so that an error in ours loses a code instead of changing it.

use rqrr::{DeQRError, Grid, SimpleGrid};

use crate::{
    erasures,
    pattern::{Format, MAX_VERSION, Pattern, format_places},
    segments,
};

/// Check words of each block and number of blocks, by correction level and version (ISO/IEC 18004, table 9).
const CHECKS: [[u8; MAX_VERSION]; 4] = [
    [
        7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26,
        28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
    [
        13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30,
        28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
];
const BLOCKS: [[u8; MAX_VERSION]; 4] = [
    [
        1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16,
        17, 18, 19, 19, 20, 21, 22, 24, 25,
    ],
    [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28,
        29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
    [
        1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35,
        38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    ],
    [
        1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42,
        45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
    ],
];

/// All words of a code, corrected.
pub(crate) struct Words {
    side: usize,
    format: Format,
    places: Vec<(usize, usize)>,
    /// In the order of their places; check words at the end.
    words: Vec<u8>,
    blocks: Vec<Block>,
}

/// Which words belong together.
struct Block {
    words: Vec<usize>,
    checks: usize,
}

impl Words {
    /// `ink` gives the ink of the module in a column and row: dark where it is positive, uncertain where it is near zero.
    pub(crate) fn read(pattern: &Pattern, format: Format, ink: impl Fn(usize, usize) -> f32) -> Option<Self> {
        let places = data_places(pattern);
        let mut certainties = Vec::with_capacity(places.len() / 8);
        let mut words = Vec::with_capacity(places.len() / 8);
        for places in places.chunks_exact(8) {
            let (mut word, mut certainty) = (0, f32::MAX);
            for &(column, row) in places {
                let ink = ink(column, row);
                word = word << 1 | u8::from((ink > 0.0) != format.is_masked(column, row));
                certainty = certainty.min(ink.abs());
            }
            words.push(word);
            certainties.push(certainty);
        }
        let blocks = blocks(pattern, format, words.len());
        for block in &blocks {
            let mut own: Vec<u8> = block.words.iter().map(|&at| words[at]).collect();
            let certainty = |place: &usize| certainties[block.words[*place]];
            let mut doubtful: Vec<usize> = (0..own.len()).collect();
            doubtful.sort_by(|one, other| certainty(one).total_cmp(&certainty(other)));
            if !erasures::correct(&mut own, block.checks, &doubtful) {
                return None;
            }
            block
                .words
                .iter()
                .zip(own)
                .for_each(|(&at, word)| words[at] = word);
        }
        Some(Self {
            side: pattern.side,
            format,
            places,
            words,
            blocks,
        })
    }

    /// What the words say, if that is anything.
    pub(crate) fn payload(&self) -> Option<Vec<u8>> {
        let mut payload = Vec::new();
        match Grid::new(self.drawn()).decode_to(&mut payload) {
            Ok(_) => Some(payload),
            // Of the segments that there are it does not know FNC1, hanzi and parts of a text.
            Err(DeQRError::UnknownDataType) => segments::bytes_of(&self.data(), (self.side - 17) / 4),
            Err(_) => None,
        }
    }

    fn data(&self) -> Vec<u8> {
        let data = |block: &Block| block.words.len() - block.checks;
        let of_blocks = self.blocks.iter().map(|block| &block.words[..data(block)]);
        of_blocks.flatten().map(|&at| self.words[at]).collect()
    }

    /// As much of the code as rqrr looks at.
    fn drawn(&self) -> SimpleGrid {
        let mut is_dark = vec![false; self.side * self.side];
        for (bit, &(column, row)) in self.places.iter().enumerate() {
            let word = self.words.get(bit / 8).copied().unwrap_or_default();
            let is_set = word >> (7 - bit % 8) & 1 != 0;
            is_dark[row * self.side + column] = is_set != self.format.is_masked(column, row);
        }
        for (bit, (column, row)) in format_places(self.side)
            .iter()
            .flat_map(|places| places.iter().enumerate())
        {
            is_dark[row * self.side + column] = self.format.word & (1 << (14 - bit)) != 0;
        }
        SimpleGrid::from_func(self.side, |column, row| is_dark[row * self.side + column])
    }
}

/// How so many words are spread over blocks (ISO/IEC 18004, 7.6).
fn blocks(pattern: &Pattern, format: Format, words: usize) -> Vec<Block> {
    let version = (pattern.side - 17) / 4;
    let checks = usize::from(CHECKS[format.level()][version - 1]);
    let count = usize::from(BLOCKS[format.level()][version - 1]);
    let short = words / count - checks;
    let first_long = count - words % count;
    let block = |block: usize| {
        let data = (0..short).map(|i| i * count + block);
        let longer = (block >= first_long).then(|| short * count + block - first_long);
        let check = (0..checks).map(|i| words - (checks - i) * count + block);
        Block {
            words: data.chain(longer).chain(check).collect(),
            checks,
        }
    };
    (0..count).map(block).collect()
}

/// The places of the modules that hold words, as (column, row), in the order of their bits.
fn data_places(pattern: &Pattern) -> Vec<(usize, usize)> {
    let side = pattern.side;
    let mut is_taken = vec![false; side * side];
    for module in pattern.all() {
        is_taken[usize::from(module.row) * side + usize::from(module.column)] = true;
    }
    for i in (0..9).chain(side - 8..side) {
        is_taken[8 * side + i] = true;
        is_taken[i * side + 8] = true;
    }
    if side >= 17 + 4 * 7 {
        for i in 0..18 {
            is_taken[(i / 3) * side + side - 11 + i % 3] = true;
            is_taken[(side - 11 + i % 3) * side + i / 3] = true;
        }
    }
    let mut places = Vec::with_capacity(side * side);
    // Pairs of columns from the right to the left, going up and down in turn; the dotted column does not count.
    for (turn, pair) in (1..side).rev().step_by(2).enumerate() {
        let right = if pair <= 6 { pair - 1 } else { pair };
        for step in 0..side {
            let row = if turn % 2 == 0 { side - 1 - step } else { step };
            let free = [right, right - 1]
                .into_iter()
                .filter(|column| !is_taken[row * side + column]);
            places.extend(free.map(|column| (column, row)));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::format_words;
    use qrcode::{Color, EcLevel, QrCode, Version};

    fn words_of(code: &QrCode, ink: impl Fn(usize, usize) -> f32) -> Option<Words> {
        let pattern = Pattern::of_version((code.width() - 17) / 4);
        let word = format_places(code.width())[0].iter().fold(0u16, |word, &place| {
            word << 1 | u16::from(code[place] == Color::Dark)
        });
        assert!(format_words().contains(&word));
        Words::read(pattern, Format { word }, ink)
    }

    fn ink_of(code: &QrCode, column: usize, row: usize) -> f32 {
        if code[(column, row)] == Color::Dark {
            1.0
        } else {
            -1.0
        }
    }

    #[test]
    fn codes_of_every_version_and_level_say_what_they_were_given() {
        for version in 1..=40 {
            for level in [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H] {
                let payload = format!("Einlass {version}").into_bytes();
                let payload = if version > 3 {
                    payload.repeat(version / 4)
                } else {
                    b"E\xff1".to_vec()
                };
                let code = QrCode::with_version(&payload, Version::Normal(version as i16), level).unwrap();
                let words = words_of(&code, |column, row| ink_of(&code, column, row)).unwrap();
                assert_eq!(words.payload().unwrap(), payload, "{version} {level:?}");
                assert_eq!(
                    segments::bytes_of(&words.data(), version).unwrap(),
                    payload,
                    "{version} {level:?}"
                );
            }
        }
    }

    /// A grey stripe says the wrong thing in some twenty-five of a hundred words, of which level M corrects eighteen.
    #[test]
    fn words_that_the_picture_doubts_cost_less() {
        let payload = b"EINLASS/0123456789/ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let code = QrCode::with_version(payload, Version::Normal(4), EcLevel::M).unwrap();
        let damaged = |doubt: f32| {
            move |column: usize, row: usize, right: f32| {
                let is_grey = (12..29).contains(&column) && (12..19).contains(&row);
                if is_grey { -doubt * right } else { right }
            }
        };
        let read = |doubt: f32| {
            let spoil = damaged(doubt);
            words_of(&code, |column, row| {
                spoil(column, row, ink_of(&code, column, row))
            })
        };
        assert_eq!(
            read(0.1).and_then(|words| words.payload()).as_deref(),
            Some(&payload[..])
        );
        assert!(read(1.0).is_none(), "as certain as the rest");
    }
}
