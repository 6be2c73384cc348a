//! The command line.

mod poster;
mod premises;
mod run;

use std::path::PathBuf;

pub(crate) use poster::*;
pub(crate) use premises::*;
pub(crate) use run::*;

use clap::{Args, Parser, Subcommand, ValueEnum};
use einlass_devices::printer::PrinterTarget;
use einlass_domain::{event, staff, time::Day, words::Language};
use einlass_kiosk::PhonePage;
use einlass_ledger::SealedBy;
use einlass_receipt::PrinterProfile;

/// The entrance kiosk without a window.
#[derive(Debug, Parser)]
#[command(name = "einlass-ctl", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set a venue up in an empty data folder.
    Init(Init),
    /// Make passes.
    #[command(subcommand)]
    Pass(PassCommand),
    /// Read the codes in pictures.
    Scan(Scan),
    /// Run the kiosk.
    Run(Run),
    /// Say how many visitors are inside.
    Inside(Data),
    /// Check the event log.
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// The owner's key.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Say how the machine is. Also while the kiosk runs.
    Status(Data),
    /// The clock that ages are measured by.
    #[command(subcommand)]
    Clock(ClockCommand),
    /// Write a backup, sealed to the owner. Also while the kiosk runs.
    Backup(Backup),
    /// Make a venue from a backup in an empty data folder.
    Restore(Restore),
    /// Show or print the destruction of a day.
    Certificate(Certificate),
    /// Members of staff.
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Visits, for staff and owner.
    #[command(subcommand)]
    Visit(VisitCommand),
    /// Visitors' diaries.
    #[command(subcommand)]
    Diary(DiaryCommand),
    /// The zones of the venue.
    #[command(subcommand)]
    Zones(ZonesCommand),
    /// The rules of the entrance.
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Where this kiosk stands.
    #[command(subcommand)]
    Door(DoorCommand),
    /// What is on at the venue.
    #[command(subcommand)]
    Occasion(OccasionCommand),
    /// Roll calls, drills and emergencies.
    #[command(subcommand)]
    RollCall(RollCallCommand),
    /// Passes for groups.
    #[command(subcommand)]
    Passes(PassesCommand),
    /// Papers of which nobody knows whether they came out.
    #[command(subcommand)]
    Papers(PapersCommand),
    /// Draw a poster for the door, or a sheet for every seat: PDF, SVG or PNG. Also while the kiosk runs.
    Poster(Box<MakePoster>),
    /// What the owner decides: show it, or change it with the owner's key.
    Settings(Settings),
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Print the owner's key, whole or in three parts of which two are enough.
    Paper(Paper),
    /// Make a key file from a paper key or from two parts.
    Recover(Recover),
    /// Prove that the owner's key opens what the kiosk writes. Also while the kiosk runs.
    Drill(Drill),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClockCommand {
    /// Say that this machine's clock is right now. Also while the kiosk runs.
    Confirm(Data),
}

#[derive(Debug, Subcommand)]
pub(crate) enum StaffCommand {
    /// Make somebody a member of staff.
    Add(AddStaff),
    /// Make and change members of staff as a list says. PINs of new ones are printed once.
    Import(ImportList),
    /// Write all members of staff as a list, without PINs.
    Export(ExportList),
    /// Name all members of staff.
    List(Data),
    /// Give somebody a new second factor: a code from an authenticator app. Back office and owner need one at the screen.
    Totp(SecondFactor),
    /// Somebody is a member of staff no more.
    Remove(RemoveStaff),
}

#[derive(Debug, Subcommand)]
pub(crate) enum VisitCommand {
    /// List the visits that are open now, without names. Also while the kiosk runs.
    List(Data),
    /// Show the contact data of a visit that is open now.
    Look(OneVisit),
    /// Annul a mistaken check-in within 15 minutes.
    Annul(Annul),
    /// Correct a visit.
    Correct(Correct),
    /// Show any visit with the owner's key, where the settings allow it.
    Open(OpenAsOwner),
}

#[derive(Debug, Subcommand)]
pub(crate) enum PapersCommand {
    /// List the papers that were begun and of which nobody knows whether they came out. Also while the kiosk runs.
    List(Data),
    /// Say whether one came out: somebody has looked. It is never printed again by itself.
    Settle(SettlePaper),
}

#[derive(Debug, Subcommand)]
pub(crate) enum DiaryCommand {
    /// Open a diary that too many wrong PINs have shut.
    Unlock(UnlockDiary),
}

#[derive(Debug, Subcommand)]
pub(crate) enum PassCommand {
    /// Register a visitor and make a pass.
    New(NewPass),
    /// Make a new pass for a lost one: the number stays, the old paper opens nothing any more.
    Replace(ReplacePass),
}

#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Check the chain of hashes and signatures. Also while the kiosk runs.
    Verify(Verify),
    /// Make the state anew from the events.
    Rebuild(Data),
}

#[derive(Debug, Args)]
pub(crate) struct Data {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The data folder; made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The venue's name, as it is shown and printed.
    #[arg(long, value_name = "NAME")]
    pub(crate) venue: String,
    /// Where to write the owner's key, encrypted. Keep it away from the kiosk.
    #[arg(long, value_name = "FILE")]
    pub(crate) owner_key: PathBuf,
    /// A file whose first line is the passphrase for the owner's key.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: PathBuf,
    /// The venue's time zone, by its IANA name.
    #[arg(long, value_name = "ZONE", default_value = "Europe/Berlin")]
    pub(crate) time_zone: String,
    /// What seals the device key.
    #[arg(long, value_enum, default_value_t = DeviceKeySeal::Auto)]
    pub(crate) device_key: DeviceKeySeal,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum DeviceKeySeal {
    /// The TPM where there is one, else a file.
    Auto,
    /// A file that only its owner can read.
    File,
    /// systemd-creds with the host's key; takes the rights of root.
    Systemd,
    /// systemd-creds with the TPM.
    Tpm2,
}

impl DeviceKeySeal {
    pub(crate) fn sealed_by(self) -> SealedBy {
        match self {
            Self::Auto => SealedBy::best_here(),
            Self::File => SealedBy::File,
            Self::Systemd => SealedBy::SystemdCredential,
            Self::Tpm2 => SealedBy::Tpm,
        }
    }
}

/// The owner's key and what opens it.
#[derive(Debug, Args)]
pub(crate) struct OwnerFiles {
    /// The owner's key file.
    #[arg(long, value_name = "FILE")]
    pub(crate) owner_key: PathBuf,
    /// A file whose first line is the passphrase for the owner's key.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: PathBuf,
}

/// Somebody of staff.
#[derive(Debug, Args)]
pub(crate) struct StaffFiles {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The name of the member of staff.
    #[arg(long, value_name = "NAME")]
    pub(crate) staff: String,
    /// A file whose first line is the PIN.
    #[arg(long, value_name = "FILE")]
    pub(crate) pin_file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Another data folder that may hold another history of the same device.
    #[arg(long, value_name = "DIR")]
    pub(crate) against: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Paper {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    #[command(flatten)]
    pub(crate) owner: OwnerFiles,
    /// Three parts instead of the whole key; any two are enough.
    #[arg(long)]
    pub(crate) parts: bool,
    /// Where to print.
    #[arg(long, value_name = "PRINTER", required_unless_present = "receipt")]
    pub(crate) printer: Option<PrinterTarget>,
    /// Where to write the bytes for the printer. Whoever reads the file has the key.
    #[arg(long, value_name = "FILE.bin")]
    pub(crate) receipt: Option<PathBuf>,
    /// The language of the paper.
    #[arg(long, value_name = Language::CODES, default_value_t = Language::De)]
    pub(crate) language: Language,
    /// The printer's profile.
    #[arg(long, value_name = "NAME", value_parser = profile, default_value = PrinterProfile::EPSON_80MM.name)]
    pub(crate) profile: PrinterProfile,
}

#[derive(Debug, Args)]
pub(crate) struct Recover {
    /// Files with the text of a paper: of its QR code, or its 24 words; for a part, its number and its 24 words.
    #[arg(long, required = true, value_name = "FILE", num_args = 1..)]
    pub(crate) paper: Vec<PathBuf>,
    /// The data folder of the venue, to check whether the key is its owner's.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Where to write the owner's key, encrypted.
    #[arg(long, value_name = "FILE")]
    pub(crate) owner_key: PathBuf,
    /// A file whose first line is the passphrase for the new file.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Drill {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    #[command(flatten)]
    pub(crate) owner: OwnerFiles,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Where to write the backup.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup.
    #[arg(long, value_name = "FILE")]
    pub(crate) from: PathBuf,
    /// The data folder; made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    #[command(flatten)]
    pub(crate) owner: OwnerFiles,
    /// What seals the device key.
    #[arg(long, value_enum, default_value_t = DeviceKeySeal::Auto)]
    pub(crate) device_key: DeviceKeySeal,
}

#[derive(Debug, Args)]
pub(crate) struct Certificate {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The day that was destroyed, such as 2026-11-21. Without it: the one destroyed last.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) day: Option<Day>,
    /// Where to print.
    #[arg(long, value_name = "PRINTER")]
    pub(crate) printer: Option<PrinterTarget>,
    /// Where to write the bytes for the printer.
    #[arg(long, value_name = "FILE.bin")]
    pub(crate) receipt: Option<PathBuf>,
    /// The language of the paper.
    #[arg(long, value_name = Language::CODES, default_value_t = Language::De)]
    pub(crate) language: Language,
    /// The printer's profile.
    #[arg(long, value_name = "NAME", value_parser = profile, default_value = PrinterProfile::EPSON_80MM.name)]
    pub(crate) profile: PrinterProfile,
}

#[derive(Debug, Args)]
pub(crate) struct AddStaff {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// As colleagues call this person.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    /// What this person may do: `entrance`, `shift-lead`, `back-office`, `owner` or `technician`.
    #[arg(long, value_name = "ROLE", value_parser = premises::role)]
    pub(crate) role: staff::Role,
    /// Where this person works: `venue`, `kiosk` (this one), or `zone:` and a path as `zones list` names it.
    #[arg(long, value_name = "AREA", default_value = "venue")]
    pub(crate) area: String,
    /// The same as `--area kiosk`.
    #[arg(long, conflicts_with = "area")]
    pub(crate) this_kiosk: bool,
    /// A file whose first line is the PIN.
    #[arg(long, value_name = "FILE")]
    pub(crate) pin_file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct OneVisit {
    #[command(flatten)]
    pub(crate) staff: StaffFiles,
    /// The visit, as `visit list` names it.
    #[arg(long, value_name = "VISIT")]
    pub(crate) visit: String,
}

#[derive(Debug, Args)]
pub(crate) struct SettlePaper {
    #[command(flatten)]
    pub(crate) staff: StaffFiles,
    /// The paper, as `papers list` names it.
    #[arg(long, value_name = "PAPER")]
    pub(crate) paper: String,
    /// Whether it came out.
    #[arg(long, value_enum)]
    pub(crate) answer: PaperAnswer,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PaperAnswer {
    /// It is there.
    Came,
    /// It is not.
    Missing,
}

#[derive(Debug, Args)]
pub(crate) struct Annul {
    #[command(flatten)]
    pub(crate) staff: StaffFiles,
    /// The visit, as `visit list` names it.
    #[arg(long, value_name = "VISIT")]
    pub(crate) visit: String,
    /// Why.
    #[arg(long, value_enum)]
    pub(crate) why: Why,
}

#[derive(Debug, Args)]
pub(crate) struct Correct {
    #[command(flatten)]
    pub(crate) staff: StaffFiles,
    /// The visit.
    #[arg(long, value_name = "VISIT")]
    pub(crate) visit: String,
    /// Why.
    #[arg(long, value_enum)]
    pub(crate) why: Why,
    /// When it began.
    #[arg(long, value_name = "TIME")]
    pub(crate) came: Option<String>,
    /// When it ended.
    #[arg(long, value_name = "TIME")]
    pub(crate) went: Option<String>,
    /// The contact data, as JSON.
    #[arg(long, value_name = "FILE.json")]
    pub(crate) contact: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Why {
    /// A slip of whoever operated.
    Slip,
    /// It was another person.
    OtherPerson,
    /// The visitor forgot to check out.
    Forgotten,
    /// The visitor asked for it.
    OnRequest,
}

impl From<Why> for event::Why {
    fn from(why: Why) -> Self {
        match why {
            Why::Slip => Self::Slip,
            Why::OtherPerson => Self::OtherPerson,
            Why::Forgotten => Self::Forgotten,
            Why::OnRequest => Self::OnRequest,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct OpenAsOwner {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    #[command(flatten)]
    pub(crate) owner: OwnerFiles,
    /// The visit.
    #[arg(long, value_name = "VISIT")]
    pub(crate) visit: String,
}

#[derive(Debug, Args)]
pub(crate) struct UnlockDiary {
    #[command(flatten)]
    pub(crate) staff: StaffFiles,
    /// The twelve digits of the pass.
    #[arg(long, value_name = "PIN-ID")]
    pub(crate) pin_id: String,
}

#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The owner's key file; needed to change something.
    #[arg(long, value_name = "FILE", requires = "passphrase_file")]
    pub(crate) owner_key: Option<PathBuf>,
    /// A file whose first line is the passphrase for the owner's key.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Days that visits are kept, 1 to 30.
    #[arg(long, value_name = "DAYS")]
    pub(crate) retention_days: Option<u8>,
    /// Whether the owner's key may open visits on this machine that are over.
    #[arg(long, value_enum)]
    pub(crate) owner_looks: Option<OnOff>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnOff {
    /// It may.
    On,
    /// It may not.
    Off,
}

#[derive(Debug, Args)]
pub(crate) struct ReplacePass {
    /// The twelve digits of the lost pass.
    #[arg(long, value_name = "PIN-ID")]
    pub(crate) pin_id: String,
    #[command(flatten)]
    pub(crate) new: NewPass,
}

#[derive(Debug, Args)]
pub(crate) struct NewPass {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The visitor's contact data, as JSON.
    #[arg(long, value_name = "FILE.json")]
    pub(crate) contact: PathBuf,
    /// Where to write the bytes for the printer.
    #[arg(long, value_name = "FILE.bin")]
    pub(crate) receipt: Option<PathBuf>,
    /// Where to write a picture of the code.
    #[arg(long, value_name = "FILE.png")]
    pub(crate) png: Option<PathBuf>,
    /// Where the venue has put the page that shows passes on phones; with it, the answer has the link that takes this pass there.
    #[arg(long, value_name = "URL")]
    pub(crate) phone_page: Option<PhonePage>,
    /// A file whose first line is a PIN of six digits for the visitor's diary.
    #[arg(long, value_name = "FILE")]
    pub(crate) pin_file: Option<PathBuf>,
    /// The language of the paper.
    #[arg(long, value_name = Language::CODES, default_value_t = Language::De)]
    pub(crate) language: Language,
    /// The printer's profile.
    #[arg(long, value_name = "NAME", value_parser = profile, default_value = PrinterProfile::EPSON_80MM.name)]
    pub(crate) profile: PrinterProfile,
}

#[derive(Debug, Args)]
pub(crate) struct Scan {
    /// Pictures.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

fn profile(name: &str) -> Result<PrinterProfile, String> {
    let names = PrinterProfile::ALL.map(|profile| profile.name).join(", ");
    PrinterProfile::named(name).ok_or_else(|| format!("there is no such profile; there are {names}"))
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "days are written like 2026-11-21".to_owned())
}
