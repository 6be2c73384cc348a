//! Where somebody can sit.

use einlass_kiosk::Place;
use serde::Serialize;

/// A seat or table, or what leads to some.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlaceView {
    /// As people call it.
    pub name: String,
    /// Whether somebody sits there and nobody else can.
    pub taken: bool,
}

impl From<&Place> for PlaceView {
    fn from(place: &Place) -> Self {
        Self {
            name: place.name.clone(),
            taken: place.taken,
        }
    }
}
