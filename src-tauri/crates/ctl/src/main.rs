//! `einlass-ctl`: the kiosk without a window, and the technician's tool.
//!
//! What it prints is a contract: JSON, one object a line, on standard output; errors on standard error with a non-zero exit.

mod arguments;
mod contact_file;
mod init;
mod inside;
mod ledger;
mod output;
mod pass;
mod run;
mod scan;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command, LedgerCommand, PassCommand};

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Init(arguments) => init::init(&arguments),
        Command::Pass(PassCommand::New(arguments)) => pass::new(&arguments),
        Command::Scan(arguments) => return scan::scan(&arguments),
        Command::Run(arguments) => run::run(arguments),
        Command::Inside(data) => inside::inside(&data.data),
        Command::Ledger(LedgerCommand::Verify(data)) => ledger::verify(&data.data),
        Command::Ledger(LedgerCommand::Rebuild(data)) => ledger::rebuild(&data.data),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error);
            ExitCode::FAILURE
        }
    }
}
