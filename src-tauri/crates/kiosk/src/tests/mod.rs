//! The door and the kiosk, on a real ledger in a folder of their own.

mod card;
mod child;
mod confirmation;
mod diary;
mod entrance;
mod house;
mod idle;
mod kiosk;
mod look;
mod lounge;
mod lounge_passes;
mod lounge_rights;
mod lounge_roll_call;
mod lounge_second_factor;
mod lounge_settings;
mod lounge_staff;
mod own_data;
mod phone;
mod profile;
mod rules;
mod script;
mod seats;
mod speech;
mod staff;
mod venue_pages;
