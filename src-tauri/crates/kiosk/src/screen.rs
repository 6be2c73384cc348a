//! What the screen shows. The state of the conversation with whoever stands before the kiosk.

use std::{collections::BTreeSet, io::ErrorKind, time::Duration};

use einlass_domain::{
    admission::{Limit, Traffic},
    confirmation::Demand,
    contact::ContactDraft,
    event::Way,
    id::{PassTag, VisitId},
    time::Day,
    words::Language,
};
use einlass_ledger::LedgerError;
use einlass_scan::AimHint;

use crate::{
    comfort::Comfort,
    confirmation_screens::{CodeSaid, ConfirmHint, SentCode},
    diary::{DiaryClosed, DiaryDeletion, DiaryEntry, DiaryKey, ShownPass},
    exit::ExitQuestion,
    form::{FormAim, FormStep},
    idle::Dwell,
    look::Worded,
    lounge::Lounge,
    own_data_screens::OwnDataFace,
    phone::ToPhone,
    profile::OwnData,
    seat_screens::SeatChoice,
    status::MachineStatus,
    venue_screens::OpenPage,
};

/// One screen, with all that it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// Waits for a code; the camera's picture is shown.
    #[default]
    Attract,
    /// The answer to a person. No name.
    Answer(Answer),
    /// Inside already: go, stay longer, help?
    GoOrStay {
        /// The visit in question.
        visit: VisitId,
        /// The pass that was shown, or whose number was typed.
        pass: PassTag,
        /// How the visitor was known.
        way: Way,
        /// When the visit ends by itself, `18:30`.
        until: String,
        /// How many people it is.
        people: u16,
    },
    /// Says where they sit.
    Seat(Box<SeatChoice>),
    /// Reads a page of the venue.
    VenuePage(Box<OpenPage>),
    /// Goes, and types what the venue wants to see at the exit.
    ExitCheck {
        /// The visit in question.
        visit: VisitId,
        /// The pass that was shown, or whose number was typed.
        pass: PassTag,
        /// How the visitor was known.
        way: Way,
        /// What is asked for.
        question: ExitQuestion,
        /// The digits so far.
        digits: String,
        /// What became of the number before.
        outcome: Option<KeypadOutcome>,
    },
    /// Says how many came along.
    Party {
        /// The visit in question.
        visit: VisitId,
        /// Whether their names are asked for.
        names: bool,
    },
    /// Names one of those who came along.
    Companion {
        /// The visit in question.
        visit: VisitId,
        /// How many came along.
        companions: u16,
        /// Those who are named already.
        names: Vec<String>,
        /// What is typed so far.
        draft: ContactDraft,
        /// Whether problems are shown: not before somebody wanted to go on.
        checked: bool,
    },
    /// Types a PIN-ID.
    Keypad {
        /// The digits so far.
        digits: String,
        /// What became of the number before.
        outcome: Option<KeypadOutcome>,
    },
    /// Types the code of a message.
    ConfirmCode {
        /// Whose address it confirms.
        pass: PassTag,
        /// The pass, if it was shown: it opens the address for another code.
        shown: Option<ShownPass>,
        /// The digits so far.
        digits: String,
        /// What became of the code before, or of asking for another one.
        said: Option<CodeSaid>,
        /// The message with the code.
        sent: SentCode,
    },
    /// Fills the form.
    Form {
        /// What for.
        aim: FormAim,
        /// Which questions.
        step: FormStep,
        /// What is typed so far.
        draft: ContactDraft,
        /// Whether problems are shown: not before somebody wanted to go on.
        checked: bool,
        /// Whether it was just filled from a card, and is to be looked through.
        by_card: bool,
        /// What is demanded of it.
        demand: Demand,
    },
    /// Has the contact card as a code: that one, please.
    ShowCard {
        /// Whether another code was held up.
        is_other: bool,
    },
    /// Reads about the data and agrees, or not.
    DataNotice {
        /// What is typed.
        draft: ContactDraft,
    },
    /// Chooses a PIN for the diary, or none.
    ChoosePin {
        /// What was typed in the form.
        draft: ContactDraft,
        /// The digits so far.
        digits: String,
        /// The PIN that was typed first, when it is being typed again.
        first: Option<String>,
        /// Whether the second did not equal the first, and the choice begins anew.
        differs: bool,
    },
    /// Wants to see the own visits: the pass, please.
    DiaryPass,
    /// Types the PIN of the diary.
    DiaryPin {
        /// The pass that was shown.
        pass: ShownPass,
        /// The digits so far.
        digits: String,
        /// Wrong PINs that are left, after a wrong one.
        tries_left: Option<u32>,
    },
    /// The pass that was shown opens no diary here.
    DiaryClosed(DiaryClosed),
    /// The own visits of the last days.
    Diary {
        /// The pass and PIN that opened it.
        key: DiaryKey,
        /// Newest first.
        entries: Vec<DiaryEntry>,
        /// What is to be deleted, while the question about it is on the screen.
        asking: Option<DiaryDeletion>,
    },
    /// What is kept about the visitor, for the visitor's eyes.
    OwnData {
        /// The pass and PIN that opened it.
        key: DiaryKey,
        /// What is kept.
        own: Box<OwnData>,
        /// What is said or asked about it.
        face: OwnDataFace,
    },
    /// The visitor is forgotten. Holds nothing of who it was.
    Forgotten {
        /// The last day on which the venue keeps a record of a visit; none when it keeps none.
        visits_until: Option<Day>,
        /// Whether a visit lasts, which the pass still ends.
        is_inside: bool,
    },
    /// How the machine is. No personal data.
    Status(Box<MachineStatus>),
    /// Staff is at work.
    Lounge(Box<Lounge>),
    /// The paper comes.
    Printing {
        /// Which pass.
        pass: PassTag,
        /// Its number, in groups of four.
        pin_id: String,
        /// Its way onto a phone.
        phone: ToPhone,
    },
    /// The paper is there, or it is not and the number has to be written down.
    PassReady {
        /// Which pass.
        pass: PassTag,
        /// The number, in groups of four.
        pin_id: String,
        /// The way onto a phone.
        phone: ToPhone,
        /// Whether the printer took everything.
        printed: bool,
    },
    /// Somebody needs help.
    Help,
    /// Chooses how the screen is drawn.
    Comfort,
    /// The kiosk cannot do its work.
    OutOfService(FaultCode),
}

/// What a person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// In.
    Welcome {
        /// When the visit ends by itself, `18:30`.
        until: String,
        /// Why it ends by itself then.
        limit: Limit,
        /// The visit.
        visit: VisitId,
        /// Whether others may have come along.
        companions: bool,
        /// Whether they may say where they sit.
        seat: bool,
    },
    /// In, all of them.
    Party {
        /// How many people it is.
        people: u16,
        /// Their visit.
        visit: VisitId,
        /// Whether they may say where they sit.
        seat: bool,
    },
    /// In, and sits.
    Seated {
        /// Where, from the door on.
        seat: String,
        /// The visit.
        visit: VisitId,
    },
    /// Nobody went through the gate: not in, after all.
    NotPassed,
    /// Out.
    Goodbye,
    /// Stays longer.
    Stay {
        /// When the visit ends by itself now, `18:30`.
        until: String,
        /// Why it ends by itself then.
        limit: Limit,
        /// The visit.
        visit: VisitId,
    },
    /// The address is confirmed.
    Confirmed,
    /// Not now.
    Wait(Wait),
    /// This paper was replaced or given up.
    Dead,
    /// The last day of this pass is over.
    Expired,
    /// This code opens nothing here.
    Refused,
}

/// Why somebody is not let in now, and from when on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The venue is closed; day, if it is another one, and time of the next opening.
    Closed(Option<(Option<String>, String)>),
    /// As many people are inside as may be.
    Full,
    /// Who has left may come again from this time on; none for tomorrow.
    ReEntry(Option<String>),
    /// The address was not confirmed in time.
    Unconfirmed,
}

/// What became of a typed number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeypadOutcome {
    /// Unknown here.
    Wrong {
        /// Further wrong numbers before the keypad shuts.
        tries_left: u32,
    },
    /// Too many wrong numbers.
    Locked {
        /// Seconds until it opens, rounded up.
        wait_s: u32,
    },
}

/// What staff should know; shown small, on every screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// No picture from the camera.
    CameraLost,
    /// The printer cannot be reached or has a fault, the last print failed, or there is no printer.
    PrinterUnavailable,
    /// The gate did not open, or cannot be used.
    GateUnavailable,
    /// Messages to visitors do not get out, or there is no way for them.
    LettersStuck,
    /// The printer has no paper.
    PaperOut,
    /// The printer's cover is open.
    PrinterOpen,
    /// The paper will soon be used up.
    PaperLow,
    /// Nobody knows whether a paper came out.
    PaperUnsettled,
    /// Days that should have been destroyed are still there.
    DestructionOverdue,
    /// Nobody has proved for a month that the owner's key still opens what is written here.
    OwnerKeyUnproven,
    /// The clock has jumped and nobody has said whether it is right now.
    ClockDoubtful,
    /// The disk is nearly full.
    DiskLow,
    /// The database was damaged; the kiosk goes on with what could be saved.
    Recovered,
}

/// Why the kiosk cannot do its work, without any detail that would not be for everybody's eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultCode {
    /// The record cannot be written or read.
    LedgerUnavailable,
    /// The disk is full.
    DiskFull,
    /// Another program holds the data folder.
    DataFolderInUse,
    /// The keys cannot be opened.
    KeysUnavailable,
    /// The disk takes no writing.
    DiskReadOnly,
    /// The data folder was written by a newer program.
    NewerData,
    /// The database is damaged and could not be mended.
    Damaged,
    /// Anything else.
    Internal,
}

impl From<&LedgerError> for FaultCode {
    fn from(error: &LedgerError) -> Self {
        match error {
            LedgerError::DiskFull(_) | LedgerError::NoRoom { .. } => Self::DiskFull,
            LedgerError::ReadOnly(_) => Self::DiskReadOnly,
            LedgerError::InUse => Self::DataFolderInUse,
            LedgerError::KeyFile { source, .. } | LedgerError::Folder(source)
                if source.kind() == ErrorKind::StorageFull =>
            {
                Self::DiskFull
            }
            LedgerError::KeyFile { source, .. } | LedgerError::Folder(source)
                if source.kind() == ErrorKind::ReadOnlyFilesystem =>
            {
                Self::DiskReadOnly
            }
            LedgerError::KeyFile { .. } => Self::KeysUnavailable,
            LedgerError::Folder(_) => Self::LedgerUnavailable,
            LedgerError::Key { .. } => Self::KeysUnavailable,
            LedgerError::Newer { .. } => Self::NewerData,
            LedgerError::Corrupt(_)
            | LedgerError::BadPage(_)
            | LedgerError::DatabaseGone
            | LedgerError::NoVenue
            | LedgerError::UnknownDevice(_)
            | LedgerError::BeyondRepair
            | LedgerError::Event(..)
            | LedgerError::Seal { .. } => Self::Damaged,
            LedgerError::AlreadySetUp
            | LedgerError::NotSetUp
            | LedgerError::SqliteTooOld(_)
            | LedgerError::Database(..)
            | LedgerError::Pragma(_)
            | LedgerError::Older
            | LedgerError::Unreadable(_)
            | LedgerError::NotCut
            | LedgerError::NoBody(_) => Self::LedgerUnavailable,
            LedgerError::Backup(_)
            | LedgerError::Restore(_)
            | LedgerError::OtherOwner
            | LedgerError::Owner(_)
            | LedgerError::NoCanary
            | LedgerError::OwnerMayNotLook
            | LedgerError::Zone(_) => Self::Internal,
        }
    }
}

/// The screen and all around it, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Grows with every change.
    pub revision: u64,
    /// The venue's name.
    pub venue: String,
    /// The language that is spoken.
    pub language: Language,
    /// How the screen is drawn.
    pub comfort: Comfort,
    /// Whether this is the demonstration.
    pub demo: bool,
    /// What is shown.
    pub screen: Screen,
    /// Seconds until the screen is wiped, while the kiosk asks whether somebody is still there.
    pub still_there_s: Option<u32>,
    /// Answers given so far: two visitors in a row may get the same one, and each has to see and hear it.
    pub answered: u64,
    /// Whether the screen is read aloud; none where there is no voice.
    pub speech: Option<bool>,
    /// What staff should know.
    pub notices: BTreeSet<Notice>,
    /// How full it is; none where nothing is limited.
    pub traffic: Option<Traffic>,
    /// The titles of the venue's pages, where they are offered.
    pub pages: Vec<Worded>,
    /// What whoever stands here has to confirm.
    pub confirm: Option<ConfirmHint>,
    /// What whoever holds a code up may do so that it is read; only where one is waited for.
    pub aim: Option<AimHint>,
}

impl Screen {
    /// What becomes of the screen when nobody touches it. What is typed is wiped with it.
    pub(crate) fn dwell(&self) -> Dwell {
        match self {
            Self::Attract => Dwell::Ever,
            Self::Answer(_) | Self::OutOfService(_) => Dwell::Goes(Duration::from_secs(5)),
            Self::GoOrStay { .. } | Self::Help | Self::Comfort => Dwell::Goes(Duration::from_secs(30)),
            Self::DiaryPass | Self::DiaryClosed(_) | Self::Forgotten { .. } | Self::ShowCard { .. } => {
                Dwell::Goes(Duration::from_secs(45))
            }
            Self::Keypad { digits, .. } if digits.is_empty() => Dwell::Goes(Duration::from_secs(45)),
            Self::Status(_) => Dwell::Goes(Duration::from_secs(90)),
            // Names and numbers of visitors may stand there: it is locked, not left.
            Self::Lounge(lounge) => Dwell::Goes(lounge.locks_after()),
            // Longer than any printer driver waits.
            Self::Printing { .. } => Dwell::Goes(Duration::from_secs(60)),
            // The number of a pass may have to be written down.
            Self::Keypad { .. }
            | Self::ExitCheck { .. }
            | Self::Party { .. }
            | Self::Companion { .. }
            | Self::Form { .. }
            | Self::DataNotice { .. }
            | Self::ChoosePin { .. }
            | Self::PassReady { .. }
            | Self::Seat(_)
            | Self::VenuePage(_)
            | Self::ConfirmCode { .. }
            | Self::DiaryPin { .. }
            | Self::Diary { .. }
            | Self::OwnData { .. } => Dwell::Asks,
        }
    }

    /// Whether whoever was answered last stands here still.
    pub(crate) fn is_of_whom_was_answered(&self) -> bool {
        matches!(
            self,
            Self::Answer(_)
                | Self::GoOrStay { .. }
                | Self::ExitCheck { .. }
                | Self::Party { .. }
                | Self::Companion { .. }
                | Self::Printing { .. }
                | Self::PassReady { .. }
                | Self::ConfirmCode { .. }
                | Self::VenuePage(_)
        )
    }

    /// Whether the screen says that there is something to confirm.
    pub(crate) fn takes_hint(&self) -> bool {
        let Self::Answer(answer) = self else {
            return matches!(self, Self::GoOrStay { .. } | Self::PassReady { .. });
        };
        match answer {
            Answer::Welcome { .. }
            | Answer::Party { .. }
            | Answer::Seated { .. }
            | Answer::Goodbye
            | Answer::Stay { .. }
            | Answer::Wait(_) => true,
            Answer::NotPassed | Answer::Confirmed | Answer::Dead | Answer::Expired | Answer::Refused => false,
        }
    }

    /// Whether a code that is in view here is still the same scan when the door takes codes again: whoever shows a pass for the own
    /// data, or has it printed again, does not come or go with that.
    pub(crate) fn remembers_codes(&self) -> bool {
        matches!(
            self,
            Self::ShowCard { .. }
                | Self::DiaryPass
                | Self::DiaryPin { .. }
                | Self::DiaryClosed(_)
                | Self::Diary { .. }
                | Self::OwnData { .. }
                | Self::Forgotten { .. }
                | Self::Form {
                    aim: FormAim::OwnData(_),
                    ..
                }
                | Self::Printing { .. }
        )
    }

    /// Whether a code that is held up now is meant for the door. Not while somebody fills the form: it may be lying there.
    pub(crate) fn takes_codes(&self) -> bool {
        match self {
            Self::Attract
            | Self::Answer(_)
            | Self::GoOrStay { .. }
            | Self::Seat(_)
            | Self::VenuePage(_)
            | Self::Keypad { .. }
            | Self::PassReady { .. }
            | Self::ConfirmCode { .. }
            | Self::Help
            | Self::Comfort => true,
            // The diary takes a code of its own, and shows what a code would wipe.
            Self::ExitCheck { .. }
            | Self::Party { .. }
            | Self::Companion { .. }
            | Self::Form { .. }
            | Self::ShowCard { .. }
            | Self::DataNotice { .. }
            | Self::ChoosePin { .. }
            | Self::DiaryPass
            | Self::DiaryPin { .. }
            | Self::DiaryClosed(_)
            | Self::Diary { .. }
            | Self::OwnData { .. }
            | Self::Forgotten { .. }
            | Self::Status(_)
            | Self::Lounge(_)
            | Self::Printing { .. }
            | Self::OutOfService(_) => false,
        }
    }

    /// Whether the camera's picture is shown, and a code waited for.
    pub(crate) fn waits_for_code(&self) -> bool {
        matches!(self, Self::Attract | Self::ShowCard { .. } | Self::DiaryPass)
    }

    /// Whether a contact card that is held up now fills the form.
    pub(crate) fn takes_cards(&self) -> bool {
        matches!(
            self,
            Self::Attract
                | Self::Answer(_)
                | Self::Help
                | Self::ShowCard { .. }
                | Self::Form {
                    aim: FormAim::NewPass,
                    ..
                }
        )
    }
}
