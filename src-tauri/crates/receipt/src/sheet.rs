//! Dots on their way to the printer, and the commands that send them.

/// Rows of one raster command. Cheap printers keep a block in memory before they print it and fail on a tall one.
pub(crate) const BAND_ROWS: usize = 192;

/// Blank rows from which a gap becomes a band of its own. Two heads of eight bytes cost less than that many rows of text.
const GAP_ROWS: usize = 4;

/// A strip of paper, dot by dot; it grows downwards.
#[derive(Debug)]
pub(crate) struct Sheet {
    row_bytes: usize,
    /// Row by row; the leftmost dot of a byte is bit 7.
    rows: Vec<u8>,
}

impl Sheet {
    /// A sheet without a row, `width_dots` wide, which are a multiple of eight.
    pub(crate) fn new(width_dots: usize) -> Self {
        Self {
            row_bytes: width_dots / 8,
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
            let rows = band_rows(&ink[row..]);
            let width = ink[row..row + rows]
                .iter()
                .copied()
                .max()
                .unwrap_or_default()
                .max(1);
            commands.extend(head(width, rows));
            for row in self.rows.chunks_exact(self.row_bytes).skip(row).take(rows) {
                commands.extend(&row[..width]);
            }
            row += rows;
        }
        commands
    }

    /// The commands that print the sheet in its whole width.
    pub(crate) fn whole_width_commands(&self) -> Vec<u8> {
        self.rows
            .chunks(BAND_ROWS * self.row_bytes)
            .flat_map(|band| {
                let mut command = head(self.row_bytes, band.len() / self.row_bytes).to_vec();
                command.extend(band);
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
fn band_rows(ink: &[usize]) -> usize {
    let blank_rows = |ink: &[usize]| ink.iter().take_while(|&&bytes| bytes == 0).count();
    let within = &ink[..ink.len().min(BAND_ROWS)];
    match blank_rows(within) {
        gap @ GAP_ROWS.. => gap,
        _ if blank_rows(within) == within.len() => within.len(),
        head_rows => (head_rows + 1..within.len())
            .find(|&row| within[row] == 0 && blank_rows(&ink[row..]) >= GAP_ROWS)
            .unwrap_or(within.len()),
    }
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
        let mut sheet = Sheet::new(PROFILE.width_dots);
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
                .chunks(8 + BAND_ROWS * 48)
                .map(|band| &band[..8])
                .collect();
            assert_eq!(heads, [head(48, 192), head(48, 192), head(48, 116)]);
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
                        prop_assert_eq!(picture.is_dark(x, y), dark, "{}, {}", x, y);
                    }
                }
            }
        }
    }
}
