//! QR codes: the symbol, how large its modules are on paper, and its picture.

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};

use crate::paper::{PaperPicture, png};
use crate::sheet::Sheet;
use crate::{PrinterProfile, ReceiptError};

/// Light modules around a symbol (ISO/IEC 18004, 4.2).
const QUIET_MODULES: usize = 4;

/// The dark and light modules of one QR code.
#[derive(Debug, Clone)]
pub(crate) struct Symbol {
    modules: usize,
    dark: Vec<bool>,
}

/// How much of a symbol may be damaged and still be read (ISO/IEC 18004).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Correction {
    L,
    M,
    Q,
    H,
}

impl Symbol {
    pub(crate) fn encode(data: &[u8], correction: Correction) -> Result<Self, ReceiptError> {
        let level = match correction {
            Correction::L => EcLevel::L,
            Correction::M => EcLevel::M,
            Correction::Q => EcLevel::Q,
            Correction::H => EcLevel::H,
        };
        let code = QrCode::with_error_correction_level(data, level).map_err(ReceiptError::CodeEncode)?;
        let modules = code.width();
        let dark = code
            .into_colors()
            .into_iter()
            .map(|module| module == Color::Dark)
            .collect();
        Ok(Self { modules, dark })
    }

    /// The symbol of a text that readers give back as it is: printable ASCII.
    pub(crate) fn of_text(text: &str, correction: Correction) -> Result<Self, ReceiptError> {
        if text.is_empty() || !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(ReceiptError::CodeText);
        }
        Self::encode(text.as_bytes(), correction)
    }

    /// The symbol of a pass: EC level M (15 %).
    pub(crate) fn of_pass(text: &str) -> Result<Self, ReceiptError> {
        Self::of_text(text, Correction::M)
    }

    /// Modules along one side, without the quiet zone.
    pub(crate) fn modules(&self) -> usize {
        self.modules
    }

    pub(crate) fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.modules && row < self.modules && self.dark[row * self.modules + column]
    }

    /// Modules along one side, with the quiet zone.
    pub(crate) fn modules_with_quiet_zone(&self) -> usize {
        self.modules + 2 * QUIET_MODULES
    }

    /// The rows of dark modules that touch, each as left, top and width in modules, from the corner of the quiet zone.
    pub(crate) fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for row in 0..self.modules {
            let mut column = 0;
            while column < self.modules {
                let dark = (column..self.modules)
                    .take_while(|column| self.is_dark(*column, row))
                    .count();
                if dark > 0 {
                    runs.push((column + QUIET_MODULES, row + QUIET_MODULES, dark));
                }
                column += dark + 1;
            }
        }
        runs
    }

    /// The whole number of dots a module has on `profile`'s paper, with the quiet zone on it.
    pub(crate) fn module_dots(&self, profile: &PrinterProfile) -> Result<usize, ReceiptError> {
        let fitting = profile.width_dots / (self.modules + 2 * QUIET_MODULES);
        if fitting < profile.least_module_dots() {
            return Err(ReceiptError::CodeTooWide {
                modules: self.modules,
                width_dots: profile.width_dots,
            });
        }
        Ok(fitting.min(profile.code_module_dots))
    }

    /// Draws the symbol with its quiet zone below what is on the sheet, in the middle by dots from the edge, because cheap
    /// printers do not centre graphics.
    pub(crate) fn draw(&self, sheet: &mut Sheet, module_dots: usize) {
        let side_dots = (self.modules + 2 * QUIET_MODULES) * module_dots;
        let quiet_dots = QUIET_MODULES * module_dots;
        let left_dots = (sheet.width_dots() - side_dots) / 2 + quiet_dots;
        let top_dots = sheet.grow(side_dots) + quiet_dots;
        for y in 0..self.modules * module_dots {
            for x in 0..self.modules * module_dots {
                if self.is_dark(x / module_dots, y / module_dots) {
                    sheet.darken((left_dots + x) as i32, (top_dots + y) as i32);
                }
            }
        }
    }
}

/// Draws `text` as a QR code (Model 2, EC level M) and returns the PNG.
///
/// `module_px` is the side of a module in pixels (0 counts as 1), `quiet_modules` the light border in modules; readers
/// expect 4. Fails if the text is empty, not printable ASCII or too long for a symbol, or if the picture would be huge.
pub fn code_png(text: &str, module_px: usize, quiet_modules: usize) -> Result<Vec<u8>, ReceiptError> {
    let symbol = Symbol::of_pass(text)?;
    let module_px = module_px.max(1);
    let side_px = quiet_modules
        .checked_mul(2)
        .and_then(|quiet| quiet.checked_add(symbol.modules()))
        .and_then(|modules| modules.checked_mul(module_px))
        .filter(|&side_px| side_px <= PaperPicture::LIMIT_DOTS)
        .ok_or(ReceiptError::PictureTooLarge {
            limit_px: PaperPicture::LIMIT_DOTS,
        })?;
    let mut picture = PaperPicture::blank(side_px, side_px);
    let first_px = quiet_modules * module_px;
    picture.draw_symbol(&symbol, first_px, first_px, module_px);
    png(&picture)
}

/// A QR code for a screen: an SVG path of its dark modules, one unit each, within a square that has the quiet zone in it.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeOutline {
    /// The side of the square, in modules.
    pub side: usize,
    /// The path's data.
    pub path: String,
}

/// Leaves the path out: a code can carry a secret.
impl std::fmt::Debug for CodeOutline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CodeOutline({} modules)", self.side)
    }
}

/// Draws `text` as a QR code (Model 2) for a screen. EC level L: nothing covers a screen, and larger modules are read from further
/// away. Fails as [`code_png`] does.
pub fn code_outline(text: &str) -> Result<CodeOutline, ReceiptError> {
    let symbol = Symbol::of_text(text, Correction::L)?;
    let mut path = String::new();
    for (x, y, dark) in symbol.runs() {
        path.push_str(&format!("M{x} {y}h{dark}v1h-{dark}z"));
    }
    Ok(CodeOutline {
        side: symbol.modules_with_quiet_zone(),
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As long as a pass: the prefix and 147 characters of Base45 (RFC 9285).
    fn pass_text() -> String {
        let base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
        format!("EL1:{}", base45.chars().cycle().take(147).collect::<String>())
    }

    #[test]
    fn a_pass_needs_no_more_than_version_7() {
        let text = pass_text();
        assert_eq!(text.len(), 151);
        let modules = Symbol::of_pass(&text).unwrap().modules();
        assert!(modules <= 17 + 4 * 7, "{modules} modules");
    }

    #[test]
    fn a_module_is_a_whole_number_of_dots_on_every_paper() {
        let symbol = Symbol::of_pass(&pass_text()).unwrap();
        assert_eq!(symbol.module_dots(&PrinterProfile::EPSON_80MM).unwrap(), 8);
        assert_eq!(symbol.module_dots(&PrinterProfile::GENERIC_58MM).unwrap(), 6);
    }

    #[test]
    fn a_code_that_scanners_could_not_read_is_refused() {
        let symbol = Symbol::of_pass(&"x".repeat(900)).unwrap();
        assert!(symbol.modules() > 384 / 4 - 8);
        assert!(matches!(
            symbol.module_dots(&PrinterProfile::GENERIC_58MM),
            Err(ReceiptError::CodeTooWide { width_dots: 384, .. })
        ));
        assert!(matches!(
            Symbol::of_pass(&"x".repeat(4000)),
            Err(ReceiptError::CodeEncode(_))
        ));
        assert!(matches!(Symbol::of_pass(""), Err(ReceiptError::CodeText)));
        assert!(matches!(
            Symbol::of_pass("EL1:\u{1B}@"),
            Err(ReceiptError::CodeText)
        ));
    }

    #[test]
    fn the_picture_of_a_code_reads_as_its_text() {
        let text = pass_text();
        let png = code_png(&text, 4, 4).unwrap();
        let luma = image::load_from_memory(&png).unwrap().to_luma8();
        assert_eq!(
            luma.width() as usize,
            4 * (Symbol::of_pass(&text).unwrap().modules() + 8)
        );
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(
            luma.width() as usize,
            luma.height() as usize,
            |x, y| luma.get_pixel(x as u32, y as u32).0[0],
        );
        let grids = prepared.detect_grids();
        assert_eq!(grids.len(), 1);
        assert_eq!(grids[0].decode().unwrap().1, text);
    }

    #[test]
    fn a_huge_picture_is_refused() {
        for (module_px, quiet_modules) in [(usize::MAX, 4), (1, usize::MAX), (10_000, 4)] {
            assert!(matches!(
                code_png("EL1:", module_px, quiet_modules),
                Err(ReceiptError::PictureTooLarge { .. })
            ));
        }
    }

    #[test]
    fn the_outline_of_a_code_reads_as_its_text() {
        let text = "https://example.org/pass#AbC-_0123456789";
        let outline = code_outline(text).unwrap();
        let mut dark = vec![false; outline.side * outline.side];
        for run in outline.path.split_terminator('z') {
            let numbers: Vec<usize> = run
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            let [x, y, width, 1, back] = numbers[..] else {
                panic!("not a run of modules: {run}")
            };
            assert_eq!(width, back);
            dark[y * outline.side + x..][..width].fill(true);
        }
        let side = outline.side * 4;
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            if dark[y / 4 * outline.side + x / 4] {
                0
            } else {
                255
            }
        });
        assert_eq!(prepared.detect_grids()[0].decode().unwrap().1, text);
        assert!(!format!("{outline:?}").contains('M'));
    }
}
