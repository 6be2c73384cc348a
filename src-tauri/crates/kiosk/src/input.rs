//! What comes in to the kiosk, and what it reports to whoever runs it.

use std::sync::mpsc;

use einlass_devices::{
    hand_scanner::HandScannerEvent,
    scanner::ScannerEvent,
    speech::{SpeechError, SpeechEvent},
};
use einlass_domain::{
    contact::Field,
    gate::GateError,
    id::{PassTag, VisitId},
    post::Undelivered,
    time::Timestamp,
    words::Language,
};
use einlass_ledger::LedgerError;
use einlass_receipt::PrinterError;

use crate::{
    comfort::Comfort,
    courier::Carried,
    gate_desk::GateEvent,
    lounge::LoungeTouch,
    paper_state::PrinterHealth,
    print_desk::{Print, Printed},
    verdict::{RegisterError, Verdict},
};

/// Whatever comes in. Not to be printed: it carries what people type and show.
pub enum Input {
    /// From one of the cameras, numbered from 0.
    Scanner(usize, ScannerEvent),
    /// From a reader that decodes by itself.
    HandScanner(HandScannerEvent),
    /// From the screen.
    Touch(Touch),
    /// A paper of a pass is about to exist; the answer says whether that is on the disk.
    PaperBegins(PassTag, mpsc::Sender<bool>),
    /// How a print went.
    Printed(Print, Printed),
    /// The printer says how it is, or says nothing any more.
    PrinterIs(PrinterHealth),
    /// From the gate.
    Gate(GateEvent),
    /// The mains failed.
    PowerLost,
    /// From the voice.
    Speech(SpeechEvent),
    /// From the courier.
    Delivered(Carried),
    /// The program ends.
    Quit,
}

/// What a finger can do. Not to be printed: it carries what people type.
#[derive(Clone, PartialEq, Eq)]
pub enum Touch {
    /// Speak this language.
    ChooseLanguage(Language),
    /// Wants to see or reach the screen better.
    OpenComfort,
    /// Draw the screen like this.
    ChooseComfort(Comfort),
    /// No code at hand.
    OpenKeypad,
    /// No pass yet.
    OpenForm,
    /// Back to the start.
    Back,
    /// Still there.
    Touched,
    /// Leaves.
    Go,
    /// Stays longer.
    Stay,
    /// Has not come alone.
    OpenParty,
    /// So many came along.
    Party(u16),
    /// Wants to say where they sit.
    OpenSeat,
    /// Sits there, or somewhere in there: the place with this number, from 0.
    PickSeat(usize),
    /// Wants to read the venue's page with this number, from 0.
    OpenPage(usize),
    /// Needs help.
    Help,
    /// Types a digit, 0 to 9.
    Digit(u8),
    /// Takes the last digit back.
    EraseDigit,
    /// Has the contact card as a code.
    OpenCard,
    /// The pass is for a child; with what stands in the fields.
    ForChild(Vec<(Field, String)>),
    /// Next step of the form, with what stands in the fields.
    FormNext(Vec<(Field, String)>),
    /// Step back in the form, likewise.
    FormBack(Vec<(Field, String)>),
    /// Has read the notice and agrees.
    Consent,
    /// Wants no PIN.
    SkipPin,
    /// Wants to see the own visits.
    OpenDiary,
    /// Wants to delete the visit in this row of the diary, from 0.
    DeleteVisit(usize),
    /// Wants to delete all visits of the diary.
    DeleteDiary,
    /// Yes, delete.
    ConfirmDeletion,
    /// No, keep.
    KeepDiary,
    /// Wants to see the own data.
    OpenOwnData,
    /// Back from the own data to the visits.
    CloseOwnData,
    /// Wants to change the own data.
    EditOwnData,
    /// Wants the pass answered in another language.
    OpenOwnLanguage,
    /// In this one.
    SetOwnLanguage(Language),
    /// Wants the pass on paper once more.
    PrintAgain,
    /// Wants to be forgotten.
    GiveUp,
    /// Yes, forget.
    ConfirmGivingUp,
    /// No, stays registered.
    KeepOwnData,
    /// Has a code from a message.
    OpenConfirmation,
    /// Wants another code.
    NewCode,
    /// Wants to see how the machine is.
    OpenStatus,
    /// Works here.
    OpenLounge,
    /// Works in the lounge.
    Lounge(LoungeTouch),
    /// Wants the new pass on the phone.
    ToPhone,
    /// Wants the screen read aloud, or no longer.
    ReadAloud(bool),
    /// Has found this on the screen and wants to hear it.
    Say(String, Language),
}

/// What the kiosk reports to whoever runs it.
#[derive(Debug)]
pub enum Report {
    /// Somebody was answered. It is on the disk.
    Verdict {
        /// What.
        verdict: Verdict,
        /// When.
        at: Timestamp,
    },
    /// Nobody went through the gate: a check-in was undone. It is on the disk.
    Undone {
        /// Which visit never was.
        visit: VisitId,
        /// When.
        at: Timestamp,
    },
    /// Something could not be recorded; nobody was told otherwise.
    Fault(LedgerError),
    /// Something that the kiosk does by itself did not work; it is tried again.
    House(LedgerError),
    /// A pass could not be made.
    NoPass(RegisterError),
    /// The printer failed.
    Printer(PrinterError),
    /// A camera failed, or one picture of it.
    Camera(String),
    /// A hand scanner failed, or what it sent is no code.
    HandScanner(String),
    /// The gate did not open, cannot be used, or nobody knows whether it has opened.
    Gate(GateError),
    /// Something could not be said.
    Speech(SpeechError),
    /// A message did not get out.
    Letter(Undelivered),
}
