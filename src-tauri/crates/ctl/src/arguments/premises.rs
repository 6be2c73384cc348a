//! What is set for the venue and imported as lists.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use einlass_devices::printer::PrinterTarget;
use einlass_domain::{event, lists::Word, opening::OpeningHours, rules, staff, words::Language};
use einlass_receipt::PrinterProfile;

use super::{Data, GivenLook, GivenQueue, OnInside, profile};

#[derive(Debug, Subcommand)]
pub(crate) enum ZonesCommand {
    /// Make and change zones and seats as a list says. Nothing is imported when one line is wrong.
    Import(ImportList),
    /// Write all zones as a list.
    Export(ExportList),
    /// Name all zones.
    List(Data),
    /// Draw a code for every seat and table, to be put on it.
    Codes(SeatCodes),
    /// Remove a zone that has no parts.
    Remove(RemoveZone),
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Show the rules of the entrance.
    Show(Data),
    /// Change the rules that are given.
    Set(Box<SetRules>),
}

#[derive(Debug, Subcommand)]
pub(crate) enum DoorCommand {
    /// Show at which door this kiosk stands.
    Show(Data),
    /// Say at which door this kiosk stands, and what it does there.
    Place(PlaceDoor),
}

#[derive(Debug, Subcommand)]
pub(crate) enum OccasionCommand {
    /// Announce something that is on.
    Add(AddOccasion),
    /// Name all that is on or was.
    List(Data),
    /// Take an announcement back.
    Remove(RemoveOccasion),
}

#[derive(Debug, Subcommand)]
pub(crate) enum RollCallCommand {
    /// Write how long it took to find everybody, a line for each visit. Also while the kiosk runs.
    Export(ExportList),
}

#[derive(Debug, Subcommand)]
pub(crate) enum PassesCommand {
    /// Make a pass for everybody on a list. Nobody gets one when one line is wrong.
    Prepare(Box<PreparePasses>),
}

#[derive(Debug, Args)]
pub(crate) struct ImportList {
    /// The list: CSV in UTF-8, whose first line names the columns.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Judge the list and change nothing. Also while the kiosk runs.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Import the right lines and leave the wrong ones out.
    #[arg(long)]
    pub(crate) skip_wrong: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExportList {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Where to write the list.
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) to: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SeatCodes {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Only the seats in this zone, as `zones list` names it.
    #[arg(long, value_name = "PATH")]
    pub(crate) zone: Option<String>,
    /// Where the pictures are put, each named after its seat.
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct RemoveZone {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The zone, as `zones list` names it.
    #[arg(long, value_name = "PATH")]
    pub(crate) zone: String,
}

#[derive(Debug, Args)]
pub(crate) struct RemoveStaff {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// As colleagues call this person.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct SecondFactor {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// As colleagues call this person.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    /// Where the code for the app is drawn. Whoever sees it has the second factor: delete it when the app has read it.
    #[arg(long, value_name = "PNG")]
    pub(crate) png: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SetRules {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    #[command(flatten)]
    pub(crate) rules: GivenRules,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct GivenRules {
    /// When people are let in, such as `Mo-Fr 10:00-18:00; 2026-12-24 off`, or `always`.
    #[arg(long, value_name = "HOURS", value_parser = opening)]
    pub(crate) opening: Option<Opening>,
    /// Minutes after which a visit ends by itself.
    #[arg(long, value_name = "MINUTES")]
    pub(crate) longest_stay: Option<u16>,
    /// Minutes that *stay longer* adds.
    #[arg(long, value_name = "MINUTES")]
    pub(crate) extension: Option<u16>,
    /// Seconds in which the same pass seen again is the same scan.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) repeat_gap: Option<u16>,
    /// Days that a new pass is valid.
    #[arg(long, value_name = "DAYS")]
    pub(crate) pass_valid: Option<u16>,
    /// How many people may be inside at once, or `none` for any number.
    #[arg(long, value_name = "N", value_parser = capacity)]
    pub(crate) capacity: Option<Capacity>,
    /// What is asked for at check-out.
    #[arg(long, value_enum)]
    pub(crate) exit_check: Option<ExitCheck>,
    /// When somebody who has left may come again: `always`, `next-day`, or after so many minutes.
    #[arg(long, value_name = "WHEN", value_parser = re_entry)]
    pub(crate) re_entry: Option<rules::ReEntry>,
    /// Whether people come together on one pass.
    #[arg(long, value_enum)]
    pub(crate) companions: Option<Companions>,
    /// Whether new visitors confirm their address with a code that comes there.
    #[arg(long, value_enum)]
    pub(crate) confirm: Option<Confirm>,
    /// Whether visitors say where they sit, where there are seats or tables behind the door.
    #[arg(long, value_enum)]
    pub(crate) seats: Option<Seats>,
}

/// Opening hours; none for always.
#[derive(Clone, Debug)]
pub(crate) struct Opening(pub(crate) Option<OpeningHours>);

/// People at once; none for any number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Capacity(pub(crate) Option<u32>);

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ExitCheck {
    /// Nothing.
    None,
    /// The PIN-ID of the pass.
    PinId,
    /// The visitor's own PIN.
    PersonalPin,
}

impl From<ExitCheck> for rules::ExitCheck {
    fn from(check: ExitCheck) -> Self {
        match check {
            ExitCheck::None => Self::None,
            ExitCheck::PinId => Self::PinId,
            ExitCheck::PersonalPin => Self::PersonalPin,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Companions {
    /// Everybody has a pass.
    No,
    /// The kiosk asks how many they are.
    Count,
    /// It asks for their names as well.
    Names,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Seats {
    /// Nobody asks.
    No,
    /// The kiosk asks; who does not answer is inside all the same.
    Ask,
}

impl From<Seats> for rules::Seats {
    fn from(seats: Seats) -> Self {
        match seats {
            Seats::No => Self::No,
            Seats::Ask => Self::Ask,
        }
    }
}

impl From<Companions> for rules::Companions {
    fn from(companions: Companions) -> Self {
        match companions {
            Companions::No => Self::No,
            Companions::Count => Self::Count,
            Companions::Names => Self::Names,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Confirm {
    /// It is believed.
    No,
    /// The mail address.
    Mail,
    /// The telephone number, by SMS.
    Sms,
    /// Whichever was given; of two, the mail address.
    Either,
}

impl From<Confirm> for rules::Confirm {
    fn from(confirm: Confirm) -> Self {
        match confirm {
            Confirm::No => Self::No,
            Confirm::Mail => Self::Mail,
            Confirm::Sms => Self::Sms,
            Confirm::Either => Self::Either,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct PlaceDoor {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    #[command(flatten)]
    pub(crate) door: GivenDoor,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct GivenDoor {
    /// The zone behind the door, as `zones list` names it.
    #[arg(long, value_name = "PATH", conflicts_with = "venue")]
    pub(crate) zone: Option<String>,
    /// The venue itself is behind the door.
    #[arg(long)]
    pub(crate) venue: bool,
    /// What a pass means whose holder is inside already.
    #[arg(long, value_enum)]
    pub(crate) on_inside: Option<OnInside>,
}

#[derive(Debug, Args)]
pub(crate) struct AddOccasion {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// As it is announced.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    /// When it begins, such as `2026-12-24 18:00` at the venue.
    #[arg(long, value_name = "TIME")]
    pub(crate) begins: String,
    /// When it ends.
    #[arg(long, value_name = "TIME")]
    pub(crate) ends: String,
    /// Where, as `zones list` names it; without it, in the whole venue.
    #[arg(long, value_name = "PATH")]
    pub(crate) zone: Option<String>,
    /// How many people may be there at once.
    #[arg(long, value_name = "N")]
    pub(crate) capacity: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct RemoveOccasion {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Which, as `occasion list` names it.
    #[arg(long, value_name = "OCCASION")]
    pub(crate) occasion: String,
}

#[derive(Debug, Args)]
pub(crate) struct PreparePasses {
    #[command(flatten)]
    pub(crate) list: ImportList,
    /// Who says that these people agreed to the notice about the data.
    #[arg(long, value_enum)]
    pub(crate) consent_of: ConsentOf,
    /// An empty folder for the papers: the printer's bytes and a picture of the code for each line.
    #[arg(long, value_name = "DIR", required_unless_present_any = ["printer", "print", "dry_run"])]
    pub(crate) to: Option<PathBuf>,
    /// All passes as sheets in one PDF, `passes.pdf` in the folder.
    #[arg(long, requires = "to")]
    pub(crate) pdf: bool,
    /// A list for a mail merge, `passes.csv` in the folder: name, PIN-ID, validity, file with the picture of the code.
    #[arg(long, requires = "to")]
    pub(crate) mail_merge: bool,
    #[command(flatten)]
    pub(crate) look: GivenLook,
    #[command(flatten)]
    pub(crate) queue: GivenQueue,
    /// Where to print, one after the other.
    #[arg(long, value_name = "PRINTER")]
    pub(crate) printer: Option<PrinterTarget>,
    /// The language of the papers.
    #[arg(long, value_name = Language::CODES, default_value_t = Language::De)]
    pub(crate) language: Language,
    /// The printer's profile.
    #[arg(long, value_name = "NAME", value_parser = profile, default_value = PrinterProfile::EPSON_80MM.name)]
    pub(crate) profile: PrinterProfile,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ConsentOf {
    /// Each for themselves.
    Visitor,
    /// Guardians, for children.
    Guardian,
    /// The organiser, who has asked them.
    Organiser,
}

impl From<ConsentOf> for event::ConsentBy {
    fn from(of: ConsentOf) -> Self {
        match of {
            ConsentOf::Visitor => Self::Visitor,
            ConsentOf::Guardian => Self::Guardian,
            ConsentOf::Organiser => Self::Organiser,
        }
    }
}

pub(super) fn role(text: &str) -> Result<staff::Role, String> {
    staff::Role::read(text).map_err(|problem| problem.to_string())
}

fn opening(text: &str) -> Result<Opening, String> {
    match text.trim() {
        "always" => Ok(Opening(None)),
        "" => Err("a venue that never opens has no entrance; `always` is always".to_owned()),
        hours => hours
            .parse()
            .map(|hours| Opening(Some(hours)))
            .map_err(|error: einlass_domain::opening::NoOpeningHours| error.to_string()),
    }
}

fn capacity(text: &str) -> Result<Capacity, String> {
    match text {
        "none" => Ok(Capacity(None)),
        number => number
            .parse()
            .map(|number| Capacity(Some(number)))
            .map_err(|_| "a capacity is a number of people, or `none`".to_owned()),
    }
}

fn re_entry(text: &str) -> Result<rules::ReEntry, String> {
    match text {
        "always" => Ok(rules::ReEntry::Always),
        "next-day" => Ok(rules::ReEntry::NextDay),
        minutes => minutes
            .parse()
            .map(rules::ReEntry::After)
            .map_err(|_| "it is `always`, `next-day`, or a number of minutes".to_owned()),
    }
}
