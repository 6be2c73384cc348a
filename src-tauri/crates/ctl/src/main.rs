//! `einlass-ctl`: the kiosk without a window, and the technician's tool.
//!
//! What it prints is a contract: JSON, one object a line, on standard output; errors on standard error with a non-zero exit.

mod arguments;
mod backup;
mod certificate;
mod contact_file;
mod cups;
mod group;
mod init;
mod inside;
mod keys;
mod ledger;
mod list;
mod occasion;
mod output;
mod papers;
mod pass;
mod poster;
mod premises;
mod roll_call;
mod run;
mod scan;
mod secret;
mod sheet;
mod staff;
mod status;
mod visit;
mod zones;

use std::process::ExitCode;

use clap::Parser;
use einlass_kiosk::keep_out_of_core_dumps;

use arguments::{
    Arguments, ClockCommand, Command, DiaryCommand, DoorCommand, KeysCommand, LedgerCommand, OccasionCommand,
    PapersCommand, PassCommand, PassesCommand, RollCallCommand, RulesCommand, StaffCommand, VisitCommand,
    ZonesCommand,
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
        Command::Staff(StaffCommand::Add(arguments)) => staff::add(&arguments),
        Command::Staff(StaffCommand::Import(arguments)) => staff::import(&arguments),
        Command::Staff(StaffCommand::Export(arguments)) => staff::export(&arguments),
        Command::Staff(StaffCommand::List(data)) => staff::list(&data.data),
        Command::Staff(StaffCommand::Totp(arguments)) => staff::second_factor(&arguments),
        Command::Staff(StaffCommand::Remove(arguments)) => staff::remove(&arguments),
        Command::Zones(ZonesCommand::Import(arguments)) => zones::import(&arguments),
        Command::Zones(ZonesCommand::Export(arguments)) => zones::export(&arguments),
        Command::Zones(ZonesCommand::List(data)) => zones::list(&data.data),
        Command::Zones(ZonesCommand::Codes(arguments)) => zones::codes(&arguments),
        Command::Zones(ZonesCommand::Remove(arguments)) => zones::remove(&arguments),
        Command::Rules(RulesCommand::Show(data)) => premises::show_rules(&data.data),
        Command::Rules(RulesCommand::Set(arguments)) => premises::set_rules(*arguments),
        Command::Door(DoorCommand::Show(data)) => premises::show_door(&data.data),
        Command::Door(DoorCommand::Place(arguments)) => premises::place(&arguments),
        Command::Occasion(OccasionCommand::Add(arguments)) => occasion::add(arguments),
        Command::Occasion(OccasionCommand::List(data)) => occasion::list(&data.data),
        Command::Occasion(OccasionCommand::Remove(arguments)) => occasion::remove(&arguments),
        Command::RollCall(RollCallCommand::Export(arguments)) => roll_call::export(&arguments),
        Command::Passes(PassesCommand::Prepare(arguments)) => group::prepare(&arguments),
        Command::Papers(PapersCommand::List(data)) => papers::list(&data.data),
        Command::Papers(PapersCommand::Settle(arguments)) => papers::settle(&arguments),
        Command::Visit(VisitCommand::List(data)) => visit::list(&data.data),
        Command::Visit(VisitCommand::Look(arguments)) => visit::look(&arguments),
        Command::Visit(VisitCommand::Annul(arguments)) => visit::annul(&arguments),
        Command::Visit(VisitCommand::Correct(arguments)) => visit::correct(&arguments),
        Command::Visit(VisitCommand::Open(arguments)) => visit::open_as_owner(&arguments),
        Command::Diary(DiaryCommand::Unlock(arguments)) => visit::unlock_diary(&arguments),
        Command::Poster(arguments) => poster::poster(&arguments),
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
