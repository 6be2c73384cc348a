//! Dots on their way to the printer, and the commands that send them.

use crate::PrinterProfile;

/// Blank rows from which a gap becomes a band of its own. Two heads of eight bytes cost less than that many rows of text.
const GAP_ROWS: usize = 4;

/// A strip of paper, dot by dot; it grows downwards.
#[derive(Debug)]
pub(crate) struct Sheet {
    row_bytes: usize,
    /// Rows of one raster command.
    band_rows: usize,
    /// Row by row; the leftmost dot of a byte is bit 7.
    rows: Vec<u8>,
}

impl Sheet {
    /// A sheet without a row, as wide as the paper of `profile`.
    pub(crate) fn new(profile: &PrinterProfile) -> Self {
        Self {
            row_bytes: profile.width_dots / 8,
            band_rows: profile.band_rows,
            rows: Vec::new(),
        }
    }

    pub(crate) fn width_dots(&self) -> usize {
        self.row_bytes * 8
    }

    pub(crate) fn height_dots(&self) -> usize {
        self.rows.len() / self.row_bytes
    }

    /// Adds blank rows and returns the number of the first.
    pub(crate) fn grow(&mut self, rows: usize) -> usize {
        let first = self.height_dots();
        self.rows.resize(self.rows.len() + rows * self.row_bytes, 0);
        first
    }

    /// Darkens a dot; beside the sheet nothing happens.
    pub(crate) fn darken(&mut self, x: i32, y: i32) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
            return;
        };
        if x < self.width_dots()
            && let Some(byte) = self.rows.get_mut(y * self.row_bytes + x / 8)
        {
            *byte |= 0x80 >> (x % 8);
        }
    }

    /// The commands that print the sheet from the left edge (`GS v 0`).
    ///
    /// A band is only as wide as its ink and a gap one byte wide: on a serial line each byte is 0.1 ms and more. Gaps are
    /// bands and not feeds, because printers differ in what a dot of `ESC J` is.
    pub(crate) fn commands(&self) -> Vec<u8> {
        let ink: Vec<usize> = self.rows.chunks_exact(self.row_bytes).map(inked_bytes).collect();
        let mut commands = Vec::new();
        let mut row = 0;
        while row < ink.len() {
            let rows = rows_of_band(&ink[row..], self.band_rows);
            let width = ink[row..row + rows]
                .iter()
                .copied()
                .max()
                .unwrap_or_default()
                .max(1);
            commands.extend(head(width, rows));
            let band = self.rows.chunks_exact(self.row_bytes).skip(row).take(rows);
            commands.extend(harmless(band.flat_map(|row| &row[..width]).copied()));
            row += rows;
        }
        commands
    }

    /// Takes what was drawn and leaves an empty sheet of the same width.
    pub(crate) fn take(&mut self) -> Self {
        Self {
            rows: std::mem::take(&mut self.rows),
            ..*self
        }
    }

    /// The commands that print the sheet in its whole width.
    pub(crate) fn whole_width_commands(&self) -> Vec<u8> {
        self.rows
            .chunks(self.band_rows * self.row_bytes)
            .flat_map(|band| {
                let mut command = head(self.row_bytes, band.len() / self.row_bytes).to_vec();
                command.extend(harmless(band.iter().copied()));
                command
            })
            .collect()
    }
}

/// Bytes of `row` up to the last that has a dark dot.
fn inked_bytes(row: &[u8]) -> usize {
    row.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1)
}

/// Rows of the first band of `ink`: up to a gap, or a gap.
fn rows_of_band(ink: &[usize], most: usize) -> usize {
    let blank_rows = |ink: &[usize]| ink.iter().take_while(|&&bytes| bytes == 0).count();
    let within = &ink[..ink.len().min(most)];
    match blank_rows(within) {
        gap @ GAP_ROWS.. => gap,
        _ if blank_rows(within) == within.len() => within.len(),
        head_rows => (head_rows + 1..within.len())
            .find(|&row| within[row] == 0 && blank_rows(&ink[row..]) >= GAP_ROWS)
            .unwrap_or(within.len()),
    }
}

/// `dots` without what a printer would obey at once, in the middle of a picture: `DLE EOT` asks for its state, `DLE ENQ` throws
/// away what it was told, `DLE DC4` opens what hangs on its drawer port. One more dark dot, 0.13 mm wide, is not seen.
fn harmless(dots: impl Iterator<Item = u8>) -> impl Iterator<Item = u8> {
    const DLE: u8 = 0x10;
    const OBEYED: [u8; 3] = [0x04, 0x05, 0x14];
    let mut dots = dots.peekable();
    std::iter::from_fn(move || {
        let byte = dots.next()?;
        let is_obeyed = byte == DLE && dots.peek().is_some_and(|next| OBEYED.contains(next));
        Some(if is_obeyed { byte | 0x08 } else { byte })
    })
}

/// `GS v 0` up to its rows.
fn head(row_bytes: usize, rows: usize) -> [u8; 8] {
    let [x_low, x_high, ..] = row_bytes.to_le_bytes();
    let [y_low, y_high, ..] = rows.to_le_bytes();
    [0x1D, b'v', b'0', 0, x_low, x_high, y_low, y_high]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PrinterProfile;
    use crate::paper::draw;
    use proptest::prelude::*;

    const PROFILE: PrinterProfile = PrinterProfile::GENERIC_58MM;

    fn sheet(height: usize, dots: &[(i32, i32)]) -> Sheet {
        let mut sheet = Sheet::new(&PROFILE);
        sheet.grow(height);
        for &(x, y) in dots {
            sheet.darken(x, y);
        }
        sheet
    }

    #[test]
    fn a_line_of_text_is_a_band_and_the_gap_below_it_another() {
        let sheet = sheet(30, &[(0, 0), (15, 3), (0, 6), (9, 9), (0, 29)]);
        let mut expected = head(2, 10).to_vec();
        expected.extend([
            0x80, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0x40,
        ]);
        expected.extend(head(1, 19));
        expected.extend([0; 19]);
        expected.extend(head(1, 1));
        expected.push(0x80);
        assert_eq!(sheet.commands(), expected);
    }

    #[test]
    fn a_band_is_never_taller_than_cheap_printers_bear() {
        let dots: Vec<(i32, i32)> = (0..500).map(|y| (383, y)).collect();
        for commands in [
            sheet(500, &dots).commands(),
            sheet(500, &dots).whole_width_commands(),
        ] {
            let heads: Vec<&[u8]> = commands
                .chunks(8 + PROFILE.band_rows * 48)
                .map(|band| &band[..8])
                .collect();
            assert_eq!(
                heads,
                [head(48, 128), head(48, 128), head(48, 128), head(48, 116)]
            );
        }
    }

    #[test]
    fn nothing_in_a_picture_is_obeyed_at_once() {
        // Across a byte, and from the end of one row to the start of the next.
        for dots in [
            [(3, 0), (13, 0), (40, 1)],
            [(3, 0), (11, 0), (13, 0)],
            [(379, 0), (5, 1), (383, 1)],
        ] {
            for commands in [sheet(2, &dots).commands(), sheet(2, &dots).whole_width_commands()] {
                let is_obeyed = |pair: &[u8]| pair[0] == 0x10 && [0x04, 0x05, 0x14].contains(&pair[1]);
                assert!(!commands.windows(2).any(is_obeyed), "{dots:?}");
                let picture = draw(&commands, &PROFILE).unwrap();
                for (x, y) in dots {
                    assert!(picture.is_dark(x as usize, y as usize));
                }
            }
        }
    }

    #[test]
    fn dots_beside_the_sheet_are_lost_without_harm() {
        let width = i32::try_from(PROFILE.width_dots).unwrap();
        let beside = sheet(2, &[(-1, 0), (0, -1), (width, 0), (0, 2), (i32::MIN, i32::MAX)]);
        assert_eq!(beside.rows, sheet(2, &[]).rows);
    }

    proptest! {
        #[test]
        fn the_printer_draws_the_sheet(
            height in 0usize..700,
            dots in prop::collection::vec((0i32..384, 0i32..700), 0..40),
        ) {
            let sheet = sheet(height, &dots);
            for commands in [sheet.commands(), sheet.whole_width_commands()] {
                let picture = draw(&commands, &PROFILE).unwrap();
                prop_assert_eq!(picture.height_dots(), height);
                for y in 0..height {
                    for x in 0..PROFILE.width_dots {
                        let dark = sheet.rows[y * sheet.row_bytes + x / 8] & (0x80 >> (x % 8)) != 0;
                        // A dot beside another one may have been added; see `harmless`.
                        let is_added = x % 8 == 4 && picture.is_dark(x - 1, y);
                        prop_assert!(picture.is_dark(x, y) == dark || is_added, "{}, {}", x, y);
                    }
                }
            }
        }
    }
}
