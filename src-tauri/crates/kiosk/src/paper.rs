//! The paper pass of a new pass.

use einlass_domain::words::{Language, ReceiptWords};
use einlass_receipt::{PassPaper, PrinterProfile, PrinterText, ReceiptError, pass_job};

use crate::verdict::NewPass;

/// The printer job for `pass`: venue, code, number, validity, what to do at the exit.
///
/// # Errors
/// When the code does not fit the paper.
pub fn pass_paper_job(
    pass: &NewPass,
    venue_name: &str,
    language: Language,
    profile: &PrinterProfile,
) -> Result<Vec<u8>, ReceiptError> {
    pass_job(&pass_paper(pass, venue_name), ReceiptWords::of(language), profile)
}

/// What stands on the paper of `pass`, whoever prints it.
pub fn pass_paper(pass: &NewPass, venue_name: &str) -> PassPaper {
    PassPaper {
        venue: PrinterText::new(venue_name),
        qr: pass.code.clone(),
        pin_id_grouped: pass.pin_id.grouped(),
        valid_until: pass.valid_until.dotted(),
        copy: pass.copy,
        by_guardian: pass.by_guardian,
        replaces: pass.replaces,
    }
}
