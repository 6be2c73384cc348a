//! `einlass-ctl`: the kiosk without a window, and the technician's tool.
//!
//! What it prints is a contract: JSON, one object a line, on standard output; errors on standard error with a non-zero exit.

mod arguments;
mod backup;
mod certificate;
mod contact_file;
mod init;
mod inside;
mod keys;
mod ledger;
mod output;
mod pass;
mod run;
mod scan;
mod secret;
mod status;
mod visit;

use std::process::ExitCode;

use clap::Parser;
use einlass_kiosk::keep_out_of_core_dumps;

use arguments::{
    Arguments, ClockCommand, Command, DiaryCommand, KeysCommand, LedgerCommand, PassCommand, StaffCommand,
    VisitCommand,
};

fn main() -> ExitCode {
    keep_out_of_core_dumps();
    let done = match Arguments::parse().command {
        Command::Init(arguments) => init::init(&arguments),
        Command::Pass(PassCommand::New(arguments)) => pass::new(&arguments),
        Command::Pass(PassCommand::Replace(arguments)) => pass::replace(&arguments),
        Command::Scan(arguments) => return scan::scan(&arguments),
        Command::Run(arguments) => run::run(arguments),
        Command::Inside(data) => inside::inside(&data.data),
        Command::Ledger(LedgerCommand::Verify(which)) => {
            ledger::verify(&which.data, which.against.as_deref())
        }
        Command::Ledger(LedgerCommand::Rebuild(data)) => ledger::rebuild(&data.data),
        Command::Keys(KeysCommand::Paper(arguments)) => keys::paper(&arguments),
        Command::Keys(KeysCommand::Recover(arguments)) => keys::recover(&arguments),
        Command::Keys(KeysCommand::Drill(arguments)) => keys::drill(&arguments),
        Command::Status(data) => status::status(&data.data),
        Command::Clock(ClockCommand::Confirm(data)) => status::confirm_clock(&data.data),
        Command::Backup(arguments) => backup::backup(&arguments),
        Command::Restore(arguments) => backup::restore(&arguments),
        Command::Certificate(arguments) => certificate::certificate(&arguments),
        Command::Staff(StaffCommand::Add(arguments)) => visit::add_staff(&arguments),
        Command::Visit(VisitCommand::List(data)) => visit::list(&data.data),
        Command::Visit(VisitCommand::Look(arguments)) => visit::look(&arguments),
        Command::Visit(VisitCommand::Annul(arguments)) => visit::annul(&arguments),
        Command::Visit(VisitCommand::Correct(arguments)) => visit::correct(&arguments),
        Command::Visit(VisitCommand::Open(arguments)) => visit::open_as_owner(&arguments),
        Command::Diary(DiaryCommand::Unlock(arguments)) => visit::unlock_diary(&arguments),
        Command::Settings(arguments) => visit::settings(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error);
            ExitCode::FAILURE
        }
    }
}
