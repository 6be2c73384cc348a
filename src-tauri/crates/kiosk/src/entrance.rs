//! The use cases of the entrance. Each answers only after what it answers is on the disk.

use std::time::Duration;

use einlass_domain::{
    admission::{Admission, Door, OnInside, Standing, Term, Traffic},
    confirmation::CodeSlip,
    contact::Contact,
    event::{Actor, EndWay, Fact, Refusal, Way},
    id::{DeviceId, PassTag, VisitId, ZoneId},
    pass::{PassClaims, PassError, ProfileKey},
    pin_id::PinId,
    post::Ways,
    rules::ReEntry,
    time::{Clock, Day, Timestamp},
    words::Language,
    zone::is_within,
};
use einlass_ledger::{Draft, Ledger, LedgerError, Record};
use einlass_vault::{DayKey, DeviceDay, Purpose};
use rand_core::CryptoRngCore;

use crate::{
    diary::ShownPass,
    house::House,
    phone::SeenPhones,
    profile::{Behind, Registration},
    record::{self, VisitRecord},
    second_factor::UsedCodes,
    verdict::{NewPass, NumberVerdict, RegisterError, Verdict},
};

/// The door, without screen and devices.
#[derive(Debug)]
pub struct Entrance<C, R> {
    pub(crate) ledger: Ledger,
    pub(crate) clock: C,
    pub(crate) rng: R,
    on_inside: Option<OnInside>,
    pub(crate) house: House,
    pub(crate) seen_phones: SeenPhones,
    pub(crate) used_codes: UsedCodes,
    /// By which ways messages leave; none where another program sends them.
    pub(crate) ways: Option<Ways>,
}

/// Somebody who comes in.
pub(crate) struct Coming {
    pub(crate) pin_id: PinId,
    pub(crate) contact: Option<Contact>,
    /// The key of the pass, if it was shown: it opens the visit's record too.
    pub(crate) profile_key: Option<ProfileKey>,
    pub(crate) way: Way,
    pub(crate) actor: Actor,
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// The door over an open ledger. What is done with people who are inside already is what the ledger says of this kiosk,
    /// unless it is said here.
    pub fn new(ledger: Ledger, clock: C, rng: R, on_inside: Option<OnInside>) -> Self {
        Self {
            ledger,
            clock,
            rng,
            on_inside,
            house: House::default(),
            seen_phones: SeenPhones::default(),
            used_codes: UsedCodes::default(),
            ways: None,
        }
    }

    /// A code was held before the camera.
    ///
    /// # Errors
    /// When the answer could not be recorded; then nobody has come, gone or been refused.
    pub fn show_code(&mut self, code: &[u8]) -> Result<Verdict, LedgerError> {
        self.show_pass(code).map(|(verdict, ..)| verdict)
    }

    /// The same, with the language that the pass asks to be answered in, and the pass itself if it is one of this venue.
    ///
    /// # Errors
    /// As [`Self::show_code`].
    pub fn show_pass(
        &mut self,
        code: &[u8],
    ) -> Result<(Verdict, Option<Language>, Option<ShownPass>), LedgerError> {
        if let Some(slip) = slip(code)
            && let Some(verdict) = self.show_slip(&slip)?
        {
            return Ok((verdict, None, None));
        }
        let claims = match self.read_code(code) {
            Ok(claims) => claims,
            Err(error) => {
                self.append(vec![visitor(Fact::ScanRefused { reason: error.into() })])?;
                let is_over = error == PassError::Expired;
                return Ok((
                    if is_over {
                        Verdict::Expired
                    } else {
                        Verdict::Refused
                    },
                    None,
                    None,
                ));
            }
        };
        let behind = self.behind(&claims);
        let language = behind.profile().and_then(|profile| profile.language);
        let verdict = self.meet(claims.pin_id, Some((&claims, behind)), Vec::new())?;
        Ok((verdict, language, Some(ShownPass(claims))))
    }

    /// Twelve digits were typed.
    ///
    /// # Errors
    /// When the answer could not be recorded.
    pub fn type_number(&mut self, digits: &str) -> Result<NumberVerdict, LedgerError> {
        let wait_ms = self.keypad_wait_ms();
        if wait_ms > 0 {
            return Ok(NumberVerdict::Locked { wait_ms });
        }
        let known = digits
            .parse::<PinId>()
            .ok()
            .filter(|pin_id| self.is_registered(*pin_id));
        let Some(pin_id) = known else {
            return self.wrong_number();
        };
        let forgiven = self.forgiven();
        self.meet(pin_id, None, forgiven).map(NumberVerdict::Known)
    }

    /// What a right number writes: the wrong ones before it count no more.
    pub(crate) fn forgiven(&self) -> Vec<Draft> {
        let wrong_before = self.ledger.state().keypad(self.ledger.device()).wrong;
        let forgiven = (wrong_before > 0).then(|| visitor(Fact::NumberAccepted));
        forgiven.into_iter().collect()
    }

    /// How long the keypad stays shut, in milliseconds; 0 when it is open.
    pub fn keypad_wait_ms(&self) -> i64 {
        self.ledger
            .state()
            .keypad(self.ledger.device())
            .wait_ms(self.clock.now())
    }

    /// The visitor who was asked goes.
    ///
    /// # Errors
    /// When it could not be recorded; then the visit goes on.
    pub fn go(&mut self, visit: VisitId, way: Way) -> Result<Verdict, LedgerError> {
        self.append(vec![visitor(Fact::CheckedOut {
            visit,
            way: way.into(),
        })])?;
        Ok(Verdict::Goodbye { visit })
    }

    /// The visitor who was asked stays longer.
    ///
    /// # Errors
    /// When it could not be recorded; then the visit ends when it would have ended.
    pub fn stay(&mut self, visit: VisitId) -> Result<Verdict, LedgerError> {
        let stands = self.ledger.state().visit(visit).and_then(|visit| visit.until());
        let now = self.clock.now();
        let Term { until, limit } = self.at_door(|door| door.extended(now, stands));
        self.append(vec![visitor(Fact::VisitExtended {
            visit,
            until,
            limit: Some(limit),
        })])?;
        Ok(Verdict::Stay { visit, until, limit })
    }

    /// Makes a pass for a visitor who has read the notice and agreed to it, with a PIN for the diary if one was chosen.
    ///
    /// # Errors
    /// [`RegisterError`]; then there is no pass.
    pub fn register(&mut self, contact: Contact, pin: Option<&str>) -> Result<NewPass, RegisterError> {
        self.register_as(Registration {
            pin,
            ..Registration::of(contact)
        })
    }

    /// Ends the visits whose longest stay is over; says how many.
    ///
    /// # Errors
    /// When it could not be recorded; then they go on.
    pub fn end_overdue(&mut self) -> Result<usize, LedgerError> {
        let now = self.clock.now();
        let open = self.ledger.state().open_visits();
        let overdue = open.filter(|(_, visit)| visit.until().is_some_and(|until| until <= now));
        let ends: Vec<_> = overdue
            .map(|(id, visit)| Fact::CheckedOut {
                visit: id,
                way: visit.limit().into(),
            })
            .map(|fact| draft(Actor::Kiosk, fact))
            .collect();
        let count = ends.len();
        if count > 0 {
            self.append(ends)?;
        }
        Ok(count)
    }

    /// Cuts the write-ahead log, so that live wraps of ended visits are gone from the disk.
    ///
    /// # Errors
    /// When the database cannot; nothing is lost then.
    pub fn tidy(&mut self) -> Result<(), LedgerError> {
        self.ledger.tidy()
    }

    /// The ledger behind the door.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Gives the ledger back.
    pub fn into_ledger(self) -> Ledger {
        self.ledger
    }

    /// The same pass seen again within this time is the same scan.
    pub fn repeat_gap(&self) -> Duration {
        Duration::from_secs(self.ledger.state().rules().repeat_gap_s.into())
    }

    /// How many people a visit is.
    pub fn people_of(&self, visit: VisitId) -> u16 {
        self.ledger.state().visit(visit).map_or(1, |visit| visit.people())
    }

    /// How full it is behind this door; none where nothing is limited.
    pub fn traffic(&self) -> Option<Traffic> {
        let now = self.clock.now();
        let state = self.ledger.state();
        self.at_door(|door| door.traffic(now, |zone| state.people_inside(zone)))
    }

    /// Asks the rules of this kiosk's door.
    pub(crate) fn at_door<T>(&self, ask: impl FnOnce(&Door<'_>) -> T) -> T {
        let here = self.ledger.state().placement(self.ledger.device()).zone;
        self.at_door_of(here, ask)
    }

    /// Asks the rules of a door that has `zone` behind it.
    pub(crate) fn at_door_of<T>(&self, zone: Option<ZoneId>, ask: impl FnOnce(&Door<'_>) -> T) -> T {
        let state = self.ledger.state();
        let placement = state.placement(self.ledger.device());
        let occasions: Vec<_> = state.occasions().values().collect();
        ask(&Door {
            rules: state.rules(),
            zones: state.zones(),
            occasions: &occasions,
            time_zone: self.ledger.zone(),
            here: zone,
            on_inside: self.on_inside.unwrap_or(placement.on_inside),
        })
    }

    /// Somebody is known by name of pass; what follows?
    fn meet(
        &mut self,
        pin_id: PinId,
        pass: Option<(&PassClaims, Behind)>,
        with: Vec<Draft>,
    ) -> Result<Verdict, LedgerError> {
        let way = if pass.is_some() { Way::Scanned } else { Way::Typed };
        let tag = self.pass_tag(pin_id);
        if let Some((claims, Behind::Dead)) = pass {
            if let Some(visit) = self.last_way_out(claims) {
                return self.go(visit, way);
            }
            self.refuse(Refusal::Dead, with)?;
            return Ok(Verdict::Dead);
        }
        let now = self.clock.now();
        let person = self.standing_of(pin_id, tag);
        let admission = {
            let state = self.ledger.state();
            self.at_door(|door| door.admit(&person, now, |zone| state.people_inside(zone)))
        };
        match admission {
            Admission::CheckIn { term, closes } => {
                let profile_key = pass.as_ref().map(|(claims, _)| claims.profile_key.clone());
                let contact = pass.and_then(|(_, behind)| behind.into_contact());
                let coming = Coming {
                    pin_id,
                    contact,
                    profile_key,
                    way,
                    actor: Actor::Visitor,
                };
                self.check_in(coming, term, closes, with)
            }
            Admission::CheckOut(visit) => {
                self.append_if_any(with)?;
                if self.exit_question(tag, way).is_some() {
                    return Ok(Verdict::Check { visit, pass: tag });
                }
                self.go(visit, way)
            }
            Admission::Extend(visit) => {
                self.append_if_any(with)?;
                self.stay(visit)
            }
            Admission::Ask(visit) => {
                self.append_if_any(with)?;
                let until = self.ledger.state().visit(visit).and_then(|visit| visit.until());
                Ok(Verdict::Ask {
                    visit,
                    pass: tag,
                    until: until.unwrap_or_default(),
                })
            }
            Admission::Wait(obstacle) => {
                self.refuse(obstacle.into(), with)?;
                Ok(Verdict::Wait { obstacle })
            }
        }
    }

    fn refuse(&mut self, reason: Refusal, mut with: Vec<Draft>) -> Result<(), LedgerError> {
        with.push(visitor(Fact::ScanRefused { reason }));
        self.append(with)
    }

    pub(crate) fn check_in(
        &mut self,
        coming: Coming,
        term: Term,
        closes: Option<VisitId>,
        mut with: Vec<Draft>,
    ) -> Result<Verdict, LedgerError> {
        self.need_room()?;
        let now = self.clock.now();
        let today = self.today();
        let day = self.ledger.day_key_for_writing(today, now, &mut self.rng)?;
        let visitor_tag = day.derive_visitor_tag(coming.pin_id);
        let waits = self.confirmation_of(self.pass_tag(coming.pin_id));
        let record = VisitRecord {
            pin_id: coming.pin_id,
            contact: coming.contact,
            unconfirmed: waits.is_some(),
        };
        let record = Record {
            purpose: Purpose::Visit,
            plaintext: record::to_bytes(&record),
            pass: coming.profile_key,
        };
        let Term { until, limit } = term;
        let fact = Fact::CheckedIn {
            visitor: visitor_tag,
            until,
            way: coming.way,
            zone: self.ledger.state().placement(self.ledger.device()).zone,
            limit: Some(limit),
            people: None,
        };
        let way = EndWay::Implicit;
        with.extend(closes.map(|visit| draft(Actor::Kiosk, Fact::CheckedOut { visit, way })));
        with.push(Draft {
            actor: coming.actor,
            fact,
            record: Some(record),
        });
        let events = self.ledger.append(with, now, &mut self.rng)?;
        let visit = *events.last().expect("the check-in was the last draft");
        Ok(Verdict::Welcome { visit, until, limit })
    }

    pub(crate) fn standing_of(&self, pin_id: PinId, tag: PassTag) -> Standing {
        let state = self.ledger.state();
        let open = self.open_visit_of(pin_id);
        let inside = open.map(|visit| (visit, state.visit(visit).and_then(|visit| visit.zone())));
        // Only asked where it matters: it looks through all that the person did today.
        let left = match state.rules().re_entry {
            ReEntry::Always => None,
            ReEntry::After(_) | ReEntry::NextDay => self.left_today(pin_id),
        };
        Standing {
            inside,
            left,
            confirm_by: self.confirmation_of(tag).map(|waits| waits.by),
        }
    }

    fn left_today(&self, pin_id: PinId) -> Option<Timestamp> {
        let state = self.ledger.state();
        let placement = state.placement(self.ledger.device());
        let today = self.today();
        let keys = self.day_keys().filter(|(name, _)| name.day == today);
        let visits = keys.flat_map(|(_, key)| state.visits_of(today, key.derive_visitor_tag(pin_id)));
        let here = visits.filter(|(_, visit)| {
            !visit.is_annulled() && is_within(state.zones(), visit.zone(), placement.zone)
        });
        here.filter_map(|(_, visit)| visit.went()).max()
    }

    pub(crate) fn day_keys(&self) -> impl Iterator<Item = (DeviceDay, &DayKey)> {
        let days = self.ledger.keys().ring().days.iter();
        days.map(|(name, dated)| (*name, &dated.key))
    }

    /// The number's open visit. Its tag differs from day to day, so each day with open visits is asked.
    pub(crate) fn open_visit_of(&self, pin_id: PinId) -> Option<VisitId> {
        let state = self.ledger.state();
        let open_on = |(day, device): (Day, DeviceId)| {
            let key = self.ledger.keys().day_key(DeviceDay { day, device })?;
            state.open_visit_of(day, key.derive_visitor_tag(pin_id))
        };
        state.days_with_open_visits().into_iter().rev().find_map(open_on)
    }

    pub(crate) fn pass_tag(&self, pin_id: PinId) -> PassTag {
        self.ledger.keys().ring().pass_index.derive_pass_tag(pin_id)
    }

    pub(crate) fn is_registered(&self, pin_id: PinId) -> bool {
        let today = self.today();
        self.ledger
            .state()
            .pass(self.pass_tag(pin_id))
            .is_some_and(|pass| today <= pass.valid_until)
    }

    pub(crate) fn make_pin_id(&mut self) -> (PinId, PassTag) {
        loop {
            let pin_id = PinId::make(&mut self.rng);
            let tag = self.pass_tag(pin_id);
            // Nor one whose holder was forgotten: its old visits are still here.
            if self.ledger.state().profiles_of(tag).next().is_none() {
                return (pin_id, tag);
            }
        }
    }

    pub(crate) fn today(&self) -> Day {
        self.ledger.zone().day_of(self.clock.now())
    }

    pub(crate) fn append(&mut self, drafts: Vec<Draft>) -> Result<(), LedgerError> {
        self.ledger
            .append(drafts, self.clock.now(), &mut self.rng)
            .map(|_| ())
    }

    pub(crate) fn append_if_any(&mut self, drafts: Vec<Draft>) -> Result<(), LedgerError> {
        if drafts.is_empty() {
            Ok(())
        } else {
            self.append(drafts)
        }
    }
}

pub(crate) fn visitor(fact: Fact) -> Draft {
    draft(Actor::Visitor, fact)
}

pub(crate) fn draft(actor: Actor, fact: Fact) -> Draft {
    Draft {
        actor,
        fact,
        record: None,
    }
}

/// The picture of a message with a code.
pub(crate) fn slip(code: &[u8]) -> Option<CodeSlip> {
    CodeSlip::from_text(std::str::from_utf8(code).ok()?).ok()
}
