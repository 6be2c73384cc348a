//! One paper under construction: the `escpos` crate's commands into memory, with our own text, raster and cut.

use std::ops::Range;

use escpos::printer::Printer;
use escpos::utils::{CharacterSet, JustifyMode, Protocol, QRCodeCorrectionLevel, QRCodeModel, QRCodeOption};

use crate::code::{Correction, Symbol};
use crate::drawing::Drawing;
use crate::memory::Memory;
use crate::sheet::Sheet;
use crate::style::{COLUMN_DOTS, Piece, Side, Style};
use crate::{PrinterProfile, PrinterText, ReceiptError};

/// Lines between the last text and the tear bar of a printer without a cutter (about 15 mm).
const TEAR_OFF_LINES: u8 = 4;

/// The default line spacing, in dots.
const LINE_DOTS: usize = 30;

/// Half of the default line spacing, in dots. Printers whose unit of `ESC J` is half a dot leave a narrower gap.
const HALF_LINE_DOTS: u8 = 15;

/// The place of a box to tick in the printer's own letters.
const BOX: &str = "[ ]";

/// One paper under construction.
pub(crate) struct Job {
    printer: Printer<Memory>,
    profile: PrinterProfile,
    hand: Hand,
}

/// In whose letters a paper is written.
pub(crate) enum Hand {
    /// In the printer's own; whether these carried every text so far.
    Printers { carries_all: bool },
    /// In letters that are sent as dots.
    Ours(Box<Drawing>),
}

impl Job {
    /// Starts a centred job on a printer that may be in any state.
    pub(crate) fn start(profile: &PrinterProfile, hand: Hand) -> Result<Self, ReceiptError> {
        let mut printer = Printer::new(Memory::default(), Protocol::default(), None);
        printer.init().map_err(ReceiptError::Compose)?;
        if profile.has_kanji_mode {
            // FS . (cancel Kanji character mode).
            printer.custom(&[0x1C, b'.']).map_err(ReceiptError::Compose)?;
        }
        if matches!(hand, Hand::Printers { .. }) {
            printer
                // ESC t n; `escpos` knows the number of Epson only.
                .custom(&[0x1B, b't', profile.code_page_858])
                // A switch in the printer may replace brackets and the tilde by national letters.
                .and_then(|printer| printer.character_set(CharacterSet::USA))
                .and_then(|printer| printer.justify(JustifyMode::CENTER))
                .map_err(ReceiptError::Compose)?;
        }
        Ok(Self {
            printer,
            profile: *profile,
            hand,
        })
    }

    /// Begins what follows where reading starts, or centres it.
    pub(crate) fn align(&mut self, side: Side) -> Result<(), ReceiptError> {
        if let Hand::Ours(drawing) = &mut self.hand {
            drawing.align(side);
            return Ok(());
        }
        self.justify(match side {
            Side::Start => JustifyMode::LEFT,
            Side::Centre => JustifyMode::CENTER,
        })
    }

    /// Prints `text` in as many lines as it needs.
    pub(crate) fn text(&mut self, text: &PrinterText, style: Style) -> Result<(), ReceiptError> {
        if let Hand::Ours(drawing) = &mut self.hand {
            drawing.text(text.as_str(), style);
            return Ok(());
        }
        let text = self.in_own_letters(text);
        self.style(style)?;
        for line in text.lines(self.columns(style)) {
            self.printer
                .custom(&line.bytes())
                .and_then(|printer| printer.feed())
                .map_err(ReceiptError::Compose)?;
        }
        Ok(())
    }

    /// Prints `pieces` beside each other, each in as many lines as it needs until the next one begins.
    pub(crate) fn row(&mut self, pieces: &[Piece<'_>]) -> Result<(), ReceiptError> {
        if let Hand::Ours(drawing) = &mut self.hand {
            drawing.row(pieces);
            return Ok(());
        }
        // The gap before the next piece; the last one has none after it.
        let rooms = Piece::rooms(pieces, self.profile.font_a_columns + 1);
        let texts: Vec<Vec<PrinterText>> = pieces
            .iter()
            .zip(rooms)
            .map(|(piece, room)| self.in_own_letters(piece.text).lines(room - 1))
            .collect();
        let height = texts.iter().map(Vec::len).max().unwrap_or_default().max(1);
        for number in 0..height {
            let mut column = 0;
            for (piece, lines) in pieces.iter().zip(&texts) {
                let Some(line) = lines.get(number) else {
                    continue;
                };
                let text = line.bytes();
                let mut bytes = vec![b' '; piece.column.saturating_sub(column)];
                column += bytes.len() + text.len();
                bytes.extend(text);
                self.style(piece.style)?;
                self.printer.custom(&bytes).map_err(ReceiptError::Compose)?;
            }
            self.printer.feed().map_err(ReceiptError::Compose)?;
        }
        Ok(())
    }

    /// Prints `pieces` as [`Job::row`] does, with a box to tick before them.
    pub(crate) fn row_to_tick(&mut self, pieces: &[Piece<'_>]) -> Result<(), ReceiptError> {
        if let Hand::Ours(drawing) = &mut self.hand {
            drawing.row_to_tick(pieces);
            return Ok(());
        }
        let place_to_tick = Piece {
            column: 0,
            text: &PrinterText::of_catalogue(BOX),
            style: Style::TITLE,
        };
        let mut with_box = vec![place_to_tick];
        with_box.extend(pieces);
        self.row(&with_box)
    }

    /// Prints `label` and, from `column` on, `text` in as many lines as it needs.
    pub(crate) fn entry(
        &mut self,
        label: &PrinterText,
        column: usize,
        text: &PrinterText,
        style: Style,
    ) -> Result<(), ReceiptError> {
        let label = Piece {
            column: 0,
            text: label,
            style: Style::PLAIN,
        };
        self.row(&[label, Piece { column, text, style }])
    }

    /// Draws a thin line over each of `spans`, which are columns.
    pub(crate) fn rule(&mut self, spans: &[Range<usize>]) -> Result<(), ReceiptError> {
        if let Hand::Ours(drawing) = &mut self.hand {
            drawing.rule(spans);
            return Ok(());
        }
        let mut sheet = Sheet::new(&self.profile);
        sheet.grow(2);
        for x in spans
            .iter()
            .flat_map(|span| span.start * COLUMN_DOTS..span.end * COLUMN_DOTS)
        {
            sheet.darken(x as i32, 0);
            sheet.darken(x as i32, 1);
        }
        self.send(&sheet.whole_width_commands())
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
        if let Hand::Ours(drawing) = &mut self.hand {
            drawing.space(usize::from(lines) * LINE_DOTS);
            return Ok(());
        }
        self.feed(lines)
    }

    /// Leaves half a line free.
    pub(crate) fn half_space(&mut self) -> Result<(), ReceiptError> {
        if let Hand::Ours(drawing) = &mut self.hand {
            drawing.space(usize::from(HALF_LINE_DOTS));
            return Ok(());
        }
        // ESC J n.
        self.send(&[0x1B, b'J', HALF_LINE_DOTS])
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
            self.send_drawn()?;
            self.justify(JustifyMode::CENTER)?;
            self.printer
                .qrcode_option(text, option)
                .map_err(ReceiptError::Compose)?;
            if matches!(self.hand, Hand::Ours(_)) {
                self.justify(JustifyMode::LEFT)?;
            }
            self.space(2)
        } else if let Hand::Ours(drawing) = &mut self.hand {
            symbol.draw(drawing.sheet(), module_dots);
            Ok(())
        } else {
            let mut sheet = Sheet::new(&self.profile);
            symbol.draw(&mut sheet, module_dots);
            self.send(&sheet.whole_width_commands())
        }
    }

    /// How many characters of `style` a line of the printer's own letters has.
    pub(crate) fn columns(&self, style: Style) -> usize {
        self.profile.font_a_columns / usize::from(style.width).max(1)
    }

    /// The largest style, up to three times, in which `text` still stands on one line.
    pub(crate) fn largest(&mut self, text: &PrinterText) -> Style {
        let larger = |times| Style {
            width: times,
            height: times,
            ..Style::BOLD
        };
        [larger(3), larger(2), Style::TITLE]
            .into_iter()
            .find(|&style| match &mut self.hand {
                Hand::Ours(drawing) => drawing.fits(text.as_str(), style),
                Hand::Printers { .. } => {
                    text.in_own_letters().as_str().chars().count() <= self.columns(style)
                }
            })
            .unwrap_or(Style::BOLD)
    }

    /// Ends the job, has the printer forget what it printed, and returns the job's bytes.
    ///
    /// A printer keeps a code's data, and whoever sends it the command to print gets the code once more, until `ESC @`
    /// (Epson, `GS ( k`, function 180).
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, ReceiptError> {
        self.send_drawn()?;
        if self.profile.has_cutter {
            // GS V 66 0: feed to the knife, partial cut. `partial_cut()` of escpos 0.20.1 sends 65, which is a full cut.
            self.send(&[0x1D, b'V', 66, 0])?;
        } else {
            self.feed(TEAR_OFF_LINES)?;
        }
        self.send(b"\x1B@")?;
        self.printer.print().map_err(ReceiptError::Compose)?;
        Ok(self.printer.driver().take())
    }

    /// Whether the printer's own letters did not carry a text.
    pub(crate) fn lacks_letters(&self) -> bool {
        matches!(self.hand, Hand::Printers { carries_all: false })
    }

    /// `text` as the printer's own letters show it; notes when that is not the text.
    fn in_own_letters(&mut self, text: &PrinterText) -> PrinterText {
        if let Hand::Printers { carries_all } = &mut self.hand {
            *carries_all &= text.has_own_letters();
        }
        text.in_own_letters()
    }

    fn style(&mut self, style: Style) -> Result<(), ReceiptError> {
        self.printer
            .bold(style.bold)
            .and_then(|printer| printer.size(style.width, style.height))
            .map(drop)
            .map_err(ReceiptError::Compose)
    }

    fn justify(&mut self, mode: JustifyMode) -> Result<(), ReceiptError> {
        self.printer
            .justify(mode)
            .map(drop)
            .map_err(ReceiptError::Compose)
    }

    fn feed(&mut self, lines: u8) -> Result<(), ReceiptError> {
        self.printer.feeds(lines).map(drop).map_err(ReceiptError::Compose)
    }

    /// Sends what was drawn so far.
    fn send_drawn(&mut self) -> Result<(), ReceiptError> {
        let commands = match &mut self.hand {
            Hand::Ours(drawing) => drawing.take_commands(),
            Hand::Printers { .. } => Vec::new(),
        };
        self.send(&commands)
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), ReceiptError> {
        self.printer
            .custom(bytes)
            .map(drop)
            .map_err(ReceiptError::Compose)
    }
}
