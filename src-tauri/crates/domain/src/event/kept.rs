//! What a kind of fact says of its keeping: how long, and with which visit.

use super::Fact;
use crate::id::VisitId;

/// How long an event is kept: its class decides which key seals its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// Until its day is destroyed.
    Day,
    /// As long as the venue.
    Lasting,
}

impl Fact {
    /// How long events of this kind are kept.
    pub fn retention(&self) -> Retention {
        match self {
            Self::VenueOpened(_)
            | Self::PassIssued { .. }
            | Self::ConsentGiven { .. }
            | Self::DayDestroyed(_)
            | Self::RetentionSet { .. }
            | Self::OwnerLooksSet { .. }
            | Self::StaffEnrolled { .. }
            | Self::DiaryPinSet { .. }
            | Self::DiaryLocked { .. }
            | Self::DiaryUnlocked { .. }
            | Self::OwnerKeyProved { .. }
            | Self::DeviceJoined { .. }
            | Self::RulesSet { .. }
            | Self::ZoneSet { .. }
            | Self::ZoneRemoved { .. }
            | Self::KioskPlaced { .. }
            | Self::OccasionSet { .. }
            | Self::OccasionRemoved { .. }
            | Self::PassWithdrawn { .. }
            | Self::ConfirmationAsked { .. }
            | Self::Confirmed { .. }
            | Self::StaffRemoved { .. } => Retention::Lasting,
            Self::PassPrinted { .. }
            | Self::CheckedIn { .. }
            | Self::VisitExtended { .. }
            | Self::CheckedOut { .. }
            | Self::VisitAnnulled { .. }
            | Self::VisitCorrected { .. }
            | Self::VisitLooked { .. }
            | Self::ScanRefused { .. }
            | Self::NumberRefused
            | Self::NumberAccepted
            | Self::StaffPinTried { .. }
            | Self::StaffSignedIn { .. }
            | Self::DiaryTried { .. }
            | Self::DiaryOpened { .. }
            | Self::DiaryDeleted { .. }
            | Self::CanaryLaid { .. }
            | Self::PartySet { .. }
            | Self::ConfirmationTried { .. }
            | Self::RollCallPrinted { .. }
            | Self::RollCallBegun { .. }
            | Self::RollCallEnded { .. }
            | Self::LetterWritten { .. }
            | Self::LetterEnded { .. }
            | Self::RollCallTicked { .. }
            | Self::NumberMissed { .. }
            | Self::VisitSeated { .. }
            | Self::PrintBegun { .. }
            | Self::PaperSettled { .. }
            | Self::ClockConfirmed => Retention::Day,
        }
    }

    /// The visit that this is about, when it is about one that has begun before.
    pub fn about(&self) -> Option<VisitId> {
        match self {
            Self::VisitExtended { visit, .. }
            | Self::CheckedOut { visit, .. }
            | Self::VisitAnnulled { visit, .. }
            | Self::VisitCorrected { visit, .. }
            | Self::VisitLooked { visit }
            | Self::DiaryDeleted { visit }
            | Self::RollCallTicked { visit, .. }
            | Self::PartySet { visit, .. }
            | Self::VisitSeated { visit, .. } => Some(*visit),
            Self::VenueOpened(_)
            | Self::PassIssued { .. }
            | Self::ConsentGiven { .. }
            | Self::PassPrinted { .. }
            | Self::CheckedIn { .. }
            | Self::ScanRefused { .. }
            | Self::NumberRefused
            | Self::NumberAccepted
            | Self::DayDestroyed(_)
            | Self::RetentionSet { .. }
            | Self::OwnerLooksSet { .. }
            | Self::StaffEnrolled { .. }
            | Self::StaffPinTried { .. }
            | Self::StaffSignedIn { .. }
            | Self::DiaryPinSet { .. }
            | Self::DiaryTried { .. }
            | Self::DiaryOpened { .. }
            | Self::DiaryLocked { .. }
            | Self::DiaryUnlocked { .. }
            | Self::CanaryLaid { .. }
            | Self::OwnerKeyProved { .. }
            | Self::DeviceJoined { .. }
            | Self::RulesSet { .. }
            | Self::ZoneSet { .. }
            | Self::ZoneRemoved { .. }
            | Self::KioskPlaced { .. }
            | Self::OccasionSet { .. }
            | Self::OccasionRemoved { .. }
            | Self::PassWithdrawn { .. }
            | Self::ConfirmationAsked { .. }
            | Self::ConfirmationTried { .. }
            | Self::Confirmed { .. }
            | Self::StaffRemoved { .. }
            | Self::RollCallPrinted { .. }
            | Self::RollCallBegun { .. }
            | Self::RollCallEnded { .. }
            | Self::LetterWritten { .. }
            | Self::LetterEnded { .. }
            | Self::NumberMissed { .. }
            | Self::PrintBegun { .. }
            | Self::PaperSettled { .. }
            | Self::ClockConfirmed => None,
        }
    }
}
