//! What is left when all is over.

use crate::Outcome;
use crate::lab::Lab;

pub(super) fn records(lab: &mut Lab) -> Outcome<String> {
    lab.control.run("kill_kiosk")?;
    lab.control.run("einlass-ctl ledger verify --data /venue")?;
    let inside = lab.control.run("einlass-ctl inside --data /venue")?;
    if !inside.contains("\"inside\":1") {
        return Err(format!("one visitor is inside, and it says {inside}"));
    }
    Ok("whole; one visitor is inside".to_owned())
}
