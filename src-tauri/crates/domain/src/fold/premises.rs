//! What the owner has set: rules, zones, doors, what is on. Of each the newest word counts.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::Order;
use crate::{
    admission::OnInside,
    id::{DeviceId, OccasionId, ZoneId},
    occasion::Occasion,
    rules::VenueRules,
    zone::{Zone, Zones},
};

/// Where a kiosk stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Placement {
    /// The zone behind its door; none for the venue itself.
    #[n(0)]
    pub zone: Option<ZoneId>,
    /// What it does with people who are inside already.
    #[n(1)]
    pub on_inside: OnInside,
}

/// What the owner has set, and by which event, so that an older one that arrives later changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Premises {
    #[n(0)]
    rules: VenueRules,
    #[n(1)]
    rules_by: Option<Order>,
    #[n(2)]
    zones: Zones,
    #[n(3)]
    zones_by: BTreeMap<ZoneId, Order>,
    #[n(4)]
    kiosks: BTreeMap<DeviceId, Placement>,
    #[n(5)]
    kiosks_by: BTreeMap<DeviceId, Order>,
    #[n(6)]
    occasions: BTreeMap<OccasionId, Occasion>,
    #[n(7)]
    occasions_by: BTreeMap<OccasionId, Order>,
}

impl Premises {
    pub(super) fn set_rules(&mut self, order: Order, rules: &VenueRules) {
        if self.rules_by < Some(order) {
            self.rules_by = Some(order);
            self.rules = rules.clone();
        }
    }

    /// None removes it.
    pub(super) fn set_zone(&mut self, order: Order, zone: ZoneId, what: Option<&Zone>) {
        set(&mut self.zones, &mut self.zones_by, order, zone, what);
    }

    pub(super) fn place(&mut self, order: Order, kiosk: DeviceId, placement: Placement) {
        set(
            &mut self.kiosks,
            &mut self.kiosks_by,
            order,
            kiosk,
            Some(&placement),
        );
    }

    /// None removes it.
    pub(super) fn set_occasion(&mut self, order: Order, occasion: OccasionId, what: Option<&Occasion>) {
        set(&mut self.occasions, &mut self.occasions_by, order, occasion, what);
    }

    pub(super) fn rules(&self) -> &VenueRules {
        &self.rules
    }

    pub(super) fn zones(&self) -> &Zones {
        &self.zones
    }

    pub(super) fn placement(&self, kiosk: DeviceId) -> Placement {
        self.kiosks.get(&kiosk).copied().unwrap_or_default()
    }

    pub(super) fn occasions(&self) -> &BTreeMap<OccasionId, Occasion> {
        &self.occasions
    }
}

fn set<K: Copy + Ord, V: Clone>(
    values: &mut BTreeMap<K, V>,
    orders: &mut BTreeMap<K, Order>,
    order: Order,
    key: K,
    value: Option<&V>,
) {
    if orders.get(&key) >= Some(&order) {
        return;
    }
    orders.insert(key, order);
    match value {
        Some(value) => values.insert(key, value.clone()),
        None => values.remove(&key),
    };
}
