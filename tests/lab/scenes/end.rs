//! What is left when all is over.

use crate::Outcome;
use crate::lab::Lab;

pub(super) fn records(lab: &mut Lab) -> Outcome<String> {
    killed_with(lab, 1)?;
    Ok("whole; one visitor is inside".to_owned())
}

/// Kills the kiosk; its records have to be whole, with so many visitors inside.
pub(super) fn killed_with(lab: &mut Lab, inside: usize) -> Outcome<()> {
    lab.control.run("kill_kiosk")?;
    lab.control.run("einlass-ctl ledger verify --data /venue")?;
    let said = lab.control.run("einlass-ctl inside --data /venue")?;
    if said.contains(&format!("\"inside\":{inside}")) {
        return Ok(());
    }
    Err(format!("{inside} are inside, and it says {said}"))
}
