//! One printer job under construction: the `escpos` crate's commands into memory, with our own text, raster and cut.

use std::cell::RefCell;

use escpos::driver::Driver;
use escpos::errors::{PrinterError as EscposError, Result as EscposResult};
use escpos::printer::Printer;
use escpos::utils::{
    CharacterSet, JustifyMode, PageCode, Protocol, QRCodeCorrectionLevel, QRCodeModel, QRCodeOption,
};

use crate::code::{QUIET_MODULES, Symbol};
use crate::{PrinterProfile, PrinterText, ReceiptError};

/// Rows of one raster command. Cheap printers keep a block in memory before they print it and fail on a tall one.
const RASTER_BAND_ROWS: usize = 192;

/// Lines between the last text and the tear bar of a printer without a cutter (about 15 mm).
const TEAR_OFF_LINES: u8 = 4;

/// How text stands on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) bold: bool,
    /// Times the width of font A, 1 to 8.
    pub(crate) width: u8,
    /// Times the height of font A, 1 to 8.
    pub(crate) height: u8,
}

impl Style {
    pub(crate) const PLAIN: Self = Self {
        bold: false,
        width: 1,
        height: 1,
    };
}

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

    /// Prints `text` in as many lines as it needs.
    pub(crate) fn text(&mut self, text: &PrinterText, style: Style) -> Result<(), ReceiptError> {
        self.printer
            .bold(style.bold)
            .and_then(|printer| printer.size(style.width, style.height))
            .map_err(ReceiptError::Compose)?;
        for line in text.lines(self.columns(style)) {
            self.printer
                .custom(&line.bytes())
                .and_then(|printer| printer.feed())
                .map_err(ReceiptError::Compose)?;
        }
        Ok(())
    }

    /// Leaves `lines` lines free.
    pub(crate) fn space(&mut self, lines: u8) -> Result<(), ReceiptError> {
        self.printer.feeds(lines).map(drop).map_err(ReceiptError::Compose)
    }

    /// Prints `text` as a QR code, Model 2, EC level M.
    pub(crate) fn code(&mut self, text: &str) -> Result<(), ReceiptError> {
        let symbol = Symbol::of_pass(text)?;
        let module_dots = symbol.module_dots(&self.profile)?;
        if self.profile.has_native_qr {
            let size =
                u8::try_from(module_dots).expect("a module is never larger than the profile's few dots");
            let option = QRCodeOption::new(QRCodeModel::Model2, size, QRCodeCorrectionLevel::M);
            // The printer adds no quiet zone: two lines are 60 dots, four modules of 8 are 32.
            self.space(1)?;
            self.printer
                .qrcode_option(text, option)
                .map_err(ReceiptError::Compose)?;
            self.space(2)
        } else {
            self.raster(&symbol, module_dots)
        }
    }

    /// Ends the job and returns its bytes.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, ReceiptError> {
        if self.profile.has_cutter {
            // GS V 66 0: feed to the knife, partial cut. `partial_cut()` of escpos 0.20.1 sends 65, which is a full cut.
            self.printer
                .custom(&[0x1D, b'V', 66, 0])
                .map_err(ReceiptError::Compose)?;
        } else {
            self.space(TEAR_OFF_LINES)?;
        }
        self.printer.print().map_err(ReceiptError::Compose)?;
        Ok(self.printer.driver().0.into_inner())
    }

    /// How many characters of `style` a line has.
    pub(crate) fn columns(&self, style: Style) -> usize {
        self.profile.font_a_columns / usize::from(style.width).max(1)
    }

    /// Sends a symbol with its quiet zone as `GS v 0`, as wide as the paper, because cheap printers do not centre graphics.
    fn raster(&mut self, symbol: &Symbol, module_dots: usize) -> Result<(), ReceiptError> {
        let row_bytes = self.profile.width_dots / 8;
        let side_dots = (symbol.modules() + 2 * QUIET_MODULES) * module_dots;
        let left_dots = (self.profile.width_dots - side_dots) / 2;
        let row = |y_dots: usize| {
            let mut row = vec![0u8; row_bytes];
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
        let rows: Vec<Vec<u8>> = (0..side_dots).map(row).collect();
        for band in rows.chunks(RASTER_BAND_ROWS) {
            let [x_low, x_high, ..] = row_bytes.to_le_bytes();
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
