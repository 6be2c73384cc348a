/// What a job has to know about a printer model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrinterProfile {
    /// The name in the configuration.
    pub name: &'static str,
    /// The printable width in dots.
    pub width_dots: usize,
    /// Characters in a line of font A (12 x 24 dots).
    pub font_a_columns: usize,
    /// The largest module of a code in dots; a larger one only wastes paper.
    pub code_module_dots: usize,
    /// Whether the printer draws QR codes itself (`GS ( k`); if not, they are sent as raster graphics.
    pub has_native_qr: bool,
    /// Whether the printer cuts (`GS V`); if not, the paper is fed to the tear bar.
    pub has_cutter: bool,
    /// Whether the printer starts in Chinese mode, where two letters above ASCII become one character (`FS .` ends it).
    /// Others print the second byte of that command, so that it is sent to these only.
    pub has_kanji_mode: bool,
}

impl PrinterProfile {
    /// 80 mm paper at 203 dpi with native QR codes and a cutter: Epson TM-T20 and TM-m30 and what follows them.
    pub const EPSON_80MM: Self = Self {
        name: "epson_80mm",
        width_dots: 576,
        font_a_columns: 48,
        code_module_dots: 8,
        has_native_qr: true,
        has_cutter: true,
        has_kanji_mode: false,
    };

    /// 58 mm paper at 203 dpi without cutter and native QR codes: the family of POS-5890 and ZJ-5870.
    pub const GENERIC_58MM: Self = Self {
        name: "generic_58mm",
        width_dots: 384,
        font_a_columns: 32,
        code_module_dots: 6,
        has_native_qr: false,
        has_cutter: false,
        has_kanji_mode: true,
    };

    /// Every profile that a configuration can name.
    pub const ALL: [Self; 2] = [Self::EPSON_80MM, Self::GENERIC_58MM];

    /// The profile that is called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name == name)
    }
}

impl Default for PrinterProfile {
    fn default() -> Self {
        Self::EPSON_80MM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_font_a_fills_the_paper() {
        for profile in PrinterProfile::ALL {
            assert_eq!(
                profile.font_a_columns * 12,
                profile.width_dots,
                "{}",
                profile.name
            );
            assert_eq!(PrinterProfile::named(profile.name), Some(profile));
        }
        assert_eq!(PrinterProfile::named("unheard of"), None);
    }
}
