//! The door and the kiosk, on a real ledger in a folder of their own.

mod diary;
mod entrance;
mod house;
mod idle;
mod kiosk;
mod look;
mod lounge;
mod own_data;
mod phone;
mod profile;
mod rules;
mod script;
mod seats;
mod speech;
mod staff;
mod venue_pages;
