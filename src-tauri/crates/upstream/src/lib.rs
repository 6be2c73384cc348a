//! The drivers that reach servers outside of the venue: mail by SMTP, SMS by a gateway that speaks HTTP.
//!
//! Each takes one message and says how it ended, and [`UpstreamError::outlook`] says whether to try again; [`Upstream`] is both of
//! them behind the port of `einlass_domain::post`, made from one file of settings. Not here: what is written
//! (`einlass_domain::letter`), to whom and when (`kiosk`, with `einlass_domain::backoff`), and where a message waits until it is out.
//! It is a crate of its own so that everything that may leave the house passes one door.
//!
//! Both drivers block and belong on a thread of their own. Neither logs, and no error holds an address, a number or a text: what
//! a server says about a message is reduced to its code, because servers like to repeat the address.

mod error;
mod gateway;
mod host;
mod mail;
mod post;
mod secret;
mod trust;

pub use error::{MailStep, UpstreamError};
pub use gateway::{Gateway, GatewayBody, GatewayMethod, GatewaySettings};
pub use mail::{Login, MailSecurity, MailSettings, Mailer};
pub use post::{SmsSettings, Upstream, UpstreamSettings};
