use crate::PrinterError;

/// A question about the printer's state that it answers at once, even when it is off line (`DLE EOT n`, Epson ESC/POS
/// command reference).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusRequest {
    /// `n = 4`: is there paper?
    Paper,
    /// `n = 2`: why is it off line?
    OfflineCause,
    /// `n = 1`: is it off line at all?
    Online,
}

impl StatusRequest {
    /// The questions in the order that finds the most telling answer first.
    pub const ALL: [Self; 3] = [Self::Paper, Self::OfflineCause, Self::Online];

    /// The bytes that ask.
    pub const fn bytes(self) -> [u8; 3] {
        let n = match self {
            Self::Paper => 4,
            Self::OfflineCause => 2,
            Self::Online => 1,
        };
        [0x10, 0x04, n]
    }

    /// Whether `byte` can be an answer: bits 0 and 7 clear, 1 and 4 set. What a printer sends unasked (automatic status,
    /// XON, XOFF) has another pattern there.
    pub const fn is_answer(byte: u8) -> bool {
        byte & 0b1001_0011 == 0b0001_0010
    }

    /// What `answer` says against printing now.
    pub const fn judge(self, answer: u8) -> Result<(), PrinterError> {
        match self {
            Self::Paper if answer & 0b0110_0000 != 0 => Err(PrinterError::PaperOut),
            Self::OfflineCause if answer & 0b0000_0100 != 0 => Err(PrinterError::CoverOpen),
            Self::OfflineCause if answer & 0b0010_0000 != 0 => Err(PrinterError::PaperOut),
            Self::OfflineCause if answer & 0b0100_0000 != 0 => Err(PrinterError::Fault),
            Self::Online if answer & 0b0000_1000 != 0 => Err(PrinterError::Offline),
            Self::Paper | Self::OfflineCause | Self::Online => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_healthy_printer_has_nothing_against_printing() {
        for (request, answers) in [
            // 0x1E: paper near its end is no reason to stop.
            (StatusRequest::Paper, [0x12, 0x1E]),
            // 0x1A: fed by button.
            (StatusRequest::OfflineCause, [0x12, 0x1A]),
            // 0x16: the drawer's pin is high.
            (StatusRequest::Online, [0x12, 0x16]),
        ] {
            for answer in answers {
                assert!(StatusRequest::is_answer(answer));
                assert!(request.judge(answer).is_ok(), "{request:?} {answer:#x}");
            }
        }
    }

    #[test]
    fn each_trouble_has_its_name() {
        assert!(matches!(
            StatusRequest::Paper.judge(0x72),
            Err(PrinterError::PaperOut)
        ));
        assert!(matches!(
            StatusRequest::OfflineCause.judge(0x16),
            Err(PrinterError::CoverOpen)
        ));
        assert!(matches!(
            StatusRequest::OfflineCause.judge(0x32),
            Err(PrinterError::PaperOut)
        ));
        assert!(matches!(
            StatusRequest::OfflineCause.judge(0x52),
            Err(PrinterError::Fault)
        ));
        assert!(matches!(
            StatusRequest::Online.judge(0x1A),
            Err(PrinterError::Offline)
        ));
    }

    #[test]
    fn what_comes_unasked_is_no_answer() {
        for unasked in [0x11, 0x13, 0x10, 0x14, 0x00, 0x0F, 0xFF] {
            assert!(!StatusRequest::is_answer(unasked), "{unasked:#x}");
        }
    }
}
