//! What is set for the venue: rules, zones, doors, what is on. Every setting is an event.

use einlass_domain::{
    event::{Actor, Fact},
    fold::Placement,
    id::{OccasionId, ZoneId},
    occasion::{Occasion, UnfitOccasion},
    rules::{UnfitRule, VenueRules},
    time::Clock,
    zone::{UnfitZone, Zones, above},
};
use einlass_ledger::LedgerError;
use rand_core::CryptoRngCore;

use crate::entrance::{Entrance, draft};

/// Why something is not set.
#[derive(Debug, thiserror::Error)]
pub enum PremisesError {
    /// It could not be recorded.
    #[error("the setting could not be recorded")]
    Ledger(#[from] LedgerError),
    /// Not with these rules.
    #[error(transparent)]
    Rule(#[from] UnfitRule),
    /// Not such a zone.
    #[error(transparent)]
    Zone(#[from] UnfitZone),
    /// Not like that.
    #[error(transparent)]
    Occasion(#[from] UnfitOccasion),
    /// A zone would be a part of itself.
    #[error("the zone {0:?} would be a part of itself")]
    Loop(String),
    /// There is no such zone.
    #[error("there is no such zone")]
    NoZone,
    /// Zones are parts of it.
    #[error("the zone {0:?} has parts; they go first")]
    HasParts(String),
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Sets the rules of the entrance.
    ///
    /// # Errors
    /// [`PremisesError`]; then the old ones hold.
    pub fn set_rules(&mut self, actor: Actor, rules: VenueRules) -> Result<(), PremisesError> {
        rules.check()?;
        Ok(self.append(vec![draft(actor, Fact::RulesSet { rules })])?)
    }

    /// Makes and changes zones, all or none.
    ///
    /// # Errors
    /// [`PremisesError`]; then no zone is changed.
    pub fn set_zones(&mut self, actor: Actor, zones: Zones) -> Result<(), PremisesError> {
        let mut whole = self.ledger.state().zones().clone();
        whole.extend(zones.clone());
        for (id, zone) in &zones {
            zone.check()?;
            if zone.parent.is_some_and(|parent| !whole.contains_key(&parent)) {
                return Err(PremisesError::NoZone);
            }
            if above(&whole, zone.parent).any(|above| above == *id) {
                return Err(PremisesError::Loop(zone.name.clone()));
            }
        }
        let drafts: Vec<_> = zones
            .into_iter()
            .map(|(zone, what)| draft(actor, Fact::ZoneSet { zone, what }))
            .collect();
        Ok(self.append_if_any(drafts)?)
    }

    /// Removes a zone that has no parts.
    ///
    /// # Errors
    /// [`PremisesError`]; then it stays.
    pub fn remove_zone(&mut self, actor: Actor, zone: ZoneId) -> Result<(), PremisesError> {
        let zones = self.ledger.state().zones();
        let known = zones.get(&zone).ok_or(PremisesError::NoZone)?;
        if zones.values().any(|other| other.parent == Some(zone)) {
            return Err(PremisesError::HasParts(known.name.clone()));
        }
        Ok(self.append(vec![draft(actor, Fact::ZoneRemoved { zone })])?)
    }

    /// A name for a new zone.
    pub fn make_zone_id(&mut self) -> ZoneId {
        let mut zone = ZoneId([0; 8]);
        self.rng.fill_bytes(&mut zone.0);
        zone
    }

    /// Says at which door this kiosk stands.
    ///
    /// # Errors
    /// [`PremisesError`]; then it stands where it stood.
    pub fn place(&mut self, actor: Actor, placement: Placement) -> Result<(), PremisesError> {
        let Placement { zone, on_inside } = placement;
        if zone.is_some_and(|zone| !self.ledger.state().zones().contains_key(&zone)) {
            return Err(PremisesError::NoZone);
        }
        Ok(self.append(vec![draft(actor, Fact::KioskPlaced { zone, on_inside })])?)
    }

    /// Announces something that is on, or changes it.
    ///
    /// # Errors
    /// [`PremisesError`]; then nothing is changed.
    pub fn set_occasion(
        &mut self,
        actor: Actor,
        occasion: Option<OccasionId>,
        what: Occasion,
    ) -> Result<OccasionId, PremisesError> {
        what.check()?;
        if what
            .zone
            .is_some_and(|zone| !self.ledger.state().zones().contains_key(&zone))
        {
            return Err(PremisesError::NoZone);
        }
        let occasion = occasion.unwrap_or_else(|| {
            let mut made = OccasionId([0; 8]);
            self.rng.fill_bytes(&mut made.0);
            made
        });
        self.append(vec![draft(actor, Fact::OccasionSet { occasion, what })])?;
        Ok(occasion)
    }

    /// Takes an announcement back.
    ///
    /// # Errors
    /// When it could not be recorded.
    pub fn remove_occasion(&mut self, actor: Actor, occasion: OccasionId) -> Result<(), PremisesError> {
        Ok(self.append(vec![draft(actor, Fact::OccasionRemoved { occasion })])?)
    }
}
