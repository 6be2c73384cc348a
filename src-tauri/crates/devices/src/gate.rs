//! Gates: doors and turnstiles that open for one person, and how it is known that somebody went through.
//!
//! A relay board, lines of the machine's own, the drawer port of the receipt printer and an MQTT message differ in how the signal
//! is given and how its end is made sure; that it is given once, in time, and ends whatever happens, is the same. Fire release is
//! none of this: it is wired from the fire panel to the gate and does not know the kiosk.

mod contact;
mod drawer;
mod gpio;
mod mqtt;
mod relay;
mod target;

pub use drawer::{DrawerGate, SharedPrinter, share};
pub use gpio::GpioGate;
pub use mqtt::MqttGate;
pub use relay::RelayGate;
pub use target::{GateTarget, GateTargetError};
