//! One printer job under construction: the `escpos` crate's commands into memory, with our own text, raster and cut.

use std::cell::RefCell;
use std::ops::Range;

use escpos::driver::Driver;
use escpos::errors::{PrinterError as EscposError, Result as EscposResult};
use escpos::printer::Printer;
use escpos::utils::{
    CharacterSet, JustifyMode, PageCode, Protocol, QRCodeCorrectionLevel, QRCodeModel, QRCodeOption,
};

use crate::code::{Correction, QUIET_MODULES, Symbol};
use crate::style::{Piece, Side, Style};
use crate::{PrinterProfile, PrinterText, ReceiptError};

/// Rows of one raster command. Cheap printers keep a block in memory before they print it and fail on a tall one.
const RASTER_BAND_ROWS: usize = 192;

/// Lines between the last text and the tear bar of a printer without a cutter (about 15 mm).
const TEAR_OFF_LINES: u8 = 4;

/// Half of the default line spacing, in dots. Printers whose unit of `ESC J` is half a dot leave a narrower gap.
const HALF_LINE_DOTS: u8 = 15;

pub(crate) struct Job {
    printer: Printer<Memory>,
    profile: PrinterProfile,
}

impl Job {
    /// Starts a centred job on a printer that may be in any state.
    pub(crate) fn start(profile: &PrinterProfile) -> Result<Self, ReceiptError> {
        let mut printer = Printer::new(Memory::default(), Protocol::default(), None);
        printer.init().map_err(ReceiptError::Compose)?;
        if profile.has_kanji_mode {
            // FS . (cancel Kanji character mode).
            printer.custom(&[0x1C, b'.']).map_err(ReceiptError::Compose)?;
        }
        printer
            .page_code(PageCode::PC858)
            // A switch in the printer may replace brackets and the tilde by national letters.
            .and_then(|printer| printer.character_set(CharacterSet::USA))
            .and_then(|printer| printer.justify(JustifyMode::CENTER))
            .map_err(ReceiptError::Compose)?;
        Ok(Self {
            printer,
            profile: *profile,
        })
    }

    /// Begins what follows at the left edge, or centres it.
    pub(crate) fn align(&mut self, side: Side) -> Result<(), ReceiptError> {
        let mode = match side {
            Side::Left => JustifyMode::LEFT,
            Side::Centre => JustifyMode::CENTER,
        };
        self.printer
            .justify(mode)
            .map(drop)
            .map_err(ReceiptError::Compose)
    }

    /// Prints `text` in as many lines as it needs.
    pub(crate) fn text(&mut self, text: &PrinterText, style: Style) -> Result<(), ReceiptError> {
        self.style(style)?;
        for line in text.lines(self.columns(style)) {
            self.printer
                .custom(&line.bytes())
                .and_then(|printer| printer.feed())
                .map_err(ReceiptError::Compose)?;
        }
        Ok(())
    }

    /// Prints `pieces` in one line, from left to right; they have to fit.
    pub(crate) fn line(&mut self, pieces: &[Piece<'_>]) -> Result<(), ReceiptError> {
        let mut column = 0;
        for piece in pieces {
            let text = piece.text.bytes();
            let mut bytes = vec![b' '; piece.column.saturating_sub(column)];
            column += bytes.len() + text.len();
            bytes.extend(text);
            self.style(piece.style)?;
            self.printer.custom(&bytes).map_err(ReceiptError::Compose)?;
        }
        self.printer.feed().map(drop).map_err(ReceiptError::Compose)
    }

    /// Prints `label` and, from `column` on, `text` in as many lines as it needs.
    pub(crate) fn entry(
        &mut self,
        label: &PrinterText,
        column: usize,
        text: &PrinterText,
        style: Style,
    ) -> Result<(), ReceiptError> {
        let mut label = Piece {
            column: 0,
            text: label,
            style: Style::PLAIN,
        };
        let nothing = PrinterText::default();
        let lines = text.lines(self.columns(style).saturating_sub(column));
        let at_least_one = lines.is_empty().then_some(&nothing);
        for text in lines.iter().chain(at_least_one) {
            self.line(&[label, Piece { column, text, style }])?;
            label.text = &nothing;
        }
        Ok(())
    }

    /// Draws a thin line over each of `spans`, which are columns of font A.
    pub(crate) fn rule(&mut self, spans: &[Range<usize>]) -> Result<(), ReceiptError> {
        let mut row = vec![0u8; self.profile.width_dots / 8];
        let dot_width = self.profile.width_dots / self.profile.font_a_columns;
        for x_dots in spans
            .iter()
            .flat_map(|span| span.start * dot_width..span.end * dot_width)
        {
            row[x_dots / 8] |= 0x80 >> (x_dots % 8);
        }
        self.raster(&[row.clone(), row])
    }

    /// Ends a part of the paper by a line from edge to edge.
    pub(crate) fn divide(&mut self) -> Result<(), ReceiptError> {
        let whole_line = 0..self.columns(Style::PLAIN);
        self.half_space()?;
        self.rule(&[whole_line])?;
        self.half_space()
    }

    /// Begins the next part, with its title.
    pub(crate) fn section(&mut self, title: &PrinterText) -> Result<(), ReceiptError> {
        self.divide()?;
        self.text(title, Style::BOLD)?;
        self.half_space()
    }

    /// Leaves `lines` lines free.
    pub(crate) fn space(&mut self, lines: u8) -> Result<(), ReceiptError> {
        self.printer.feeds(lines).map(drop).map_err(ReceiptError::Compose)
    }

    /// Leaves half a line free.
    pub(crate) fn half_space(&mut self) -> Result<(), ReceiptError> {
        // ESC J n.
        let feed = [0x1B, b'J', HALF_LINE_DOTS];
        self.printer
            .custom(&feed)
            .map(drop)
            .map_err(ReceiptError::Compose)
    }

    /// Prints `text` as a QR code, Model 2.
    pub(crate) fn code(&mut self, text: &str, correction: Correction) -> Result<(), ReceiptError> {
        let symbol = Symbol::of_text(text, correction)?;
        let module_dots = symbol.module_dots(&self.profile)?;
        if self.profile.has_native_qr {
            let size =
                u8::try_from(module_dots).expect("a module is never larger than the profile's few dots");
            let level = match correction {
                Correction::L => QRCodeCorrectionLevel::L,
                Correction::M => QRCodeCorrectionLevel::M,
                Correction::Q => QRCodeCorrectionLevel::Q,
                Correction::H => QRCodeCorrectionLevel::H,
            };
            let option = QRCodeOption::new(QRCodeModel::Model2, size, level);
            // The printer adds no quiet zone: two lines are 60 dots, four modules of 8 are 32.
            self.space(1)?;
            self.printer
                .qrcode_option(text, option)
                .map_err(ReceiptError::Compose)?;
            self.space(2)
        } else {
            self.raster(&self.rows_of(&symbol, module_dots))
        }
    }

    /// Ends the job and returns its bytes.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, ReceiptError> {
        self.eject()?;
        self.into_bytes()
    }

    /// Ends the job, has the printer forget what it printed, and returns the job's bytes.
    ///
    /// A printer keeps a code's data, and whoever sends it the command to print gets the code once more, until `ESC @`
    /// (Epson, `GS ( k`, function 180).
    pub(crate) fn finish_and_forget(mut self) -> Result<Vec<u8>, ReceiptError> {
        self.eject()?;
        self.printer.custom(b"\x1B@").map_err(ReceiptError::Compose)?;
        self.into_bytes()
    }

    /// How many characters of `style` a line has.
    pub(crate) fn columns(&self, style: Style) -> usize {
        self.profile.font_a_columns / usize::from(style.width).max(1)
    }

    /// The largest style, up to three times, in which `text` still stands on one line.
    pub(crate) fn largest(&self, text: &PrinterText) -> Style {
        let chars = text.as_str().chars().count();
        [3, 2]
            .into_iter()
            .map(|times| Style {
                width: times,
                height: times,
                ..Style::BOLD
            })
            .find(|&style| chars <= self.columns(style))
            .unwrap_or(Style::BOLD)
    }

    fn style(&mut self, style: Style) -> Result<(), ReceiptError> {
        self.printer
            .bold(style.bold)
            .and_then(|printer| printer.size(style.width, style.height))
            .map(drop)
            .map_err(ReceiptError::Compose)
    }

    /// Cuts, or feeds the paper to where it is torn off.
    fn eject(&mut self) -> Result<(), ReceiptError> {
        if self.profile.has_cutter {
            // GS V 66 0: feed to the knife, partial cut. `partial_cut()` of escpos 0.20.1 sends 65, which is a full cut.
            self.printer
                .custom(&[0x1D, b'V', 66, 0])
                .map(drop)
                .map_err(ReceiptError::Compose)
        } else {
            self.space(TEAR_OFF_LINES)
        }
    }

    fn into_bytes(mut self) -> Result<Vec<u8>, ReceiptError> {
        self.printer.print().map_err(ReceiptError::Compose)?;
        Ok(self.printer.driver().0.into_inner())
    }

    /// A symbol with its quiet zone, as wide as the paper, because cheap printers do not centre graphics.
    fn rows_of(&self, symbol: &Symbol, module_dots: usize) -> Vec<Vec<u8>> {
        let side_dots = (symbol.modules() + 2 * QUIET_MODULES) * module_dots;
        let left_dots = (self.profile.width_dots - side_dots) / 2;
        let row = |y_dots: usize| {
            let mut row = vec![0u8; self.profile.width_dots / 8];
            for x_dots in 0..side_dots {
                let module = |dots: usize| (dots / module_dots).checked_sub(QUIET_MODULES);
                if let (Some(column), Some(line)) = (module(x_dots), module(y_dots))
                    && symbol.is_dark(column, line)
                {
                    row[(left_dots + x_dots) / 8] |= 0x80 >> ((left_dots + x_dots) % 8);
                }
            }
            row
        };
        (0..side_dots).map(row).collect()
    }

    /// Sends rows that are as wide as the paper as `GS v 0`.
    fn raster(&mut self, rows: &[Vec<u8>]) -> Result<(), ReceiptError> {
        for band in rows.chunks(RASTER_BAND_ROWS) {
            let [x_low, x_high, ..] = (self.profile.width_dots / 8).to_le_bytes();
            let [y_low, y_high, ..] = band.len().to_le_bytes();
            let mut command = vec![0x1D, b'v', b'0', 0, x_low, x_high, y_low, y_high];
            command.extend(band.iter().flatten());
            self.printer.custom(&command).map_err(ReceiptError::Compose)?;
        }
        Ok(())
    }
}

/// A driver that keeps what it is given.
#[derive(Default)]
struct Memory(RefCell<Vec<u8>>);

impl Driver for Memory {
    fn name(&self) -> String {
        "memory".to_owned()
    }

    fn write(&self, data: &[u8]) -> EscposResult<()> {
        self.0.borrow_mut().extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _buf: &mut [u8]) -> EscposResult<usize> {
        Err(EscposError::Io("memory does not answer".to_owned()))
    }

    fn flush(&self) -> EscposResult<()> {
        Ok(())
    }
}
