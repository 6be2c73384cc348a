//! From keys to characters, on a US layout: what scanners type unless they are told otherwise.

use evdev::{EventSummary, InputEvent, KeyCode, SynchronizationCode};

use super::Sent;

/// Who types: remembers what is held down.
#[derive(Default)]
pub(super) struct Typist {
    left_shift: bool,
    right_shift: bool,
    /// Keys that make something else of every key: Alt with a number is any character at all.
    others: u32,
}

impl Typist {
    /// What an event types; releases and repeats type nothing.
    pub(super) fn typed(&mut self, event: InputEvent) -> Option<Sent> {
        let summary = event.destructure();
        if let EventSummary::Key(_, key, value) = summary {
            return self.key(key, value);
        }
        // Events were lost, and with them perhaps a Shift.
        let is_gap = matches!(
            summary,
            EventSummary::Synchronization(_, SynchronizationCode::SYN_DROPPED, _)
        );
        is_gap.then(|| {
            *self = Self::default();
            Sent::Gap
        })
    }

    fn key(&mut self, key: KeyCode, value: i32) -> Option<Sent> {
        const RELEASED: i32 = 0;
        const PRESSED: i32 = 1;
        match key {
            KeyCode::KEY_LEFTSHIFT => self.left_shift = value != RELEASED,
            KeyCode::KEY_RIGHTSHIFT => self.right_shift = value != RELEASED,
            KeyCode::KEY_LEFTCTRL
            | KeyCode::KEY_RIGHTCTRL
            | KeyCode::KEY_LEFTALT
            | KeyCode::KEY_RIGHTALT
            | KeyCode::KEY_LEFTMETA
            | KeyCode::KEY_RIGHTMETA => match value {
                PRESSED => {
                    self.others += 1;
                    return Some(Sent::Nonsense);
                }
                RELEASED => self.others = self.others.saturating_sub(1),
                _repeated => {}
            },
            key if value == PRESSED => return Some(self.character(key)),
            _released_or_repeated => {}
        }
        None
    }

    fn character(&self, key: KeyCode) -> Sent {
        let shift = self.left_shift || self.right_shift;
        match character(key) {
            Some((plain, shifted)) if self.others == 0 => Sent::Byte(if shift { shifted } else { plain }),
            Some(_) | None => Sent::Nonsense,
        }
    }
}

/// The character of a key, without and with Shift.
fn character(key: KeyCode) -> Option<(u8, u8)> {
    /// Rows of the keyboard, from the key whose code is the first number on.
    const ROWS: [(u16, &[u8], &[u8]); 5] = [
        (KeyCode::KEY_1.0, b"1234567890-=", b"!@#$%^&*()_+"),
        (KeyCode::KEY_Q.0, b"qwertyuiop[]", b"QWERTYUIOP{}"),
        (KeyCode::KEY_A.0, b"asdfghjkl;'`", b"ASDFGHJKL:\"~"),
        (KeyCode::KEY_BACKSLASH.0, b"\\zxcvbnm,./", b"|ZXCVBNM<>?"),
        (KeyCode::KEY_SPACE.0, b" ", b" "),
    ];
    /// Number pads type the same with and without Shift.
    const PAD: [(KeyCode, u8); 15] = [
        (KeyCode::KEY_KP0, b'0'),
        (KeyCode::KEY_KP1, b'1'),
        (KeyCode::KEY_KP2, b'2'),
        (KeyCode::KEY_KP3, b'3'),
        (KeyCode::KEY_KP4, b'4'),
        (KeyCode::KEY_KP5, b'5'),
        (KeyCode::KEY_KP6, b'6'),
        (KeyCode::KEY_KP7, b'7'),
        (KeyCode::KEY_KP8, b'8'),
        (KeyCode::KEY_KP9, b'9'),
        (KeyCode::KEY_KPDOT, b'.'),
        (KeyCode::KEY_KPMINUS, b'-'),
        (KeyCode::KEY_KPPLUS, b'+'),
        (KeyCode::KEY_KPASTERISK, b'*'),
        (KeyCode::KEY_KPSLASH, b'/'),
    ];
    match key {
        KeyCode::KEY_ENTER | KeyCode::KEY_KPENTER => return Some((b'\r', b'\r')),
        KeyCode::KEY_TAB => return Some((b'\t', b'\t')),
        _printed => {}
    }
    let on_pad = PAD.iter().find(|(known, _)| *known == key);
    if let Some(&(_, character)) = on_pad {
        return Some((character, character));
    }
    ROWS.iter().find_map(|(first, plain, shifted)| {
        let place = usize::from(key.0.checked_sub(*first)?);
        Some((*plain.get(place)?, *shifted.get(place)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use evdev::EventType;

    fn event(key: KeyCode, value: i32) -> InputEvent {
        InputEvent::new(EventType::KEY.0, key.0, value)
    }

    fn tap(key: KeyCode) -> [InputEvent; 2] {
        [event(key, 1), event(key, 0)]
    }

    fn typed(events: impl IntoIterator<Item = InputEvent>) -> Vec<Sent> {
        let mut typist = Typist::default();
        events
            .into_iter()
            .filter_map(|event| typist.typed(event))
            .collect()
    }

    fn bytes(text: &[u8]) -> Vec<Sent> {
        text.iter().map(|&byte| Sent::Byte(byte)).collect()
    }

    /// By the table of key codes in the kernel's `input-event-codes.h`.
    #[test]
    fn every_character_of_a_pass_has_its_key() {
        let shifted = |key| {
            let shift = KeyCode::KEY_LEFTSHIFT;
            [event(shift, 1), event(key, 1), event(key, 0), event(shift, 0)]
        };
        let plain = [
            (KeyCode::KEY_1, b'1'),
            (KeyCode::KEY_0, b'0'),
            (KeyCode::KEY_MINUS, b'-'),
            (KeyCode::KEY_DOT, b'.'),
            (KeyCode::KEY_SLASH, b'/'),
            (KeyCode::KEY_SPACE, b' '),
            (KeyCode::KEY_BACKSLASH, b'\\'),
            (KeyCode::KEY_GRAVE, b'`'),
            (KeyCode::KEY_Z, b'z'),
            (KeyCode::KEY_P, b'p'),
            (KeyCode::KEY_KP7, b'7'),
            (KeyCode::KEY_ENTER, b'\r'),
            (KeyCode::KEY_TAB, b'\t'),
        ];
        for (key, character) in plain {
            assert_eq!(typed(tap(key)), bytes(&[character]), "{key:?}");
        }
        let with_shift = [
            (KeyCode::KEY_A, b'A'),
            (KeyCode::KEY_L, b'L'),
            (KeyCode::KEY_M, b'M'),
            (KeyCode::KEY_P, b'P'),
            (KeyCode::KEY_SEMICOLON, b':'),
            (KeyCode::KEY_4, b'$'),
            (KeyCode::KEY_5, b'%'),
            (KeyCode::KEY_8, b'*'),
            (KeyCode::KEY_EQUAL, b'+'),
        ];
        for (key, character) in with_shift {
            assert_eq!(typed(shifted(key)), bytes(&[character]), "{key:?}");
        }
    }

    #[test]
    fn a_key_held_down_types_once() {
        let key = KeyCode::KEY_A;
        assert_eq!(
            typed([event(key, 1), event(key, 2), event(key, 2), event(key, 0)]),
            bytes(b"a")
        );
    }

    #[test]
    fn combinations_and_keys_without_a_character_are_nonsense() {
        let alt = KeyCode::KEY_LEFTALT;
        let combined = [
            event(alt, 1),
            event(KeyCode::KEY_KP6, 1),
            event(KeyCode::KEY_KP6, 0),
            event(alt, 0),
        ];
        assert_eq!(typed(combined), [Sent::Nonsense, Sent::Nonsense]);
        for key in [
            KeyCode::KEY_ESC,
            KeyCode::KEY_F4,
            KeyCode::KEY_CAPSLOCK,
            KeyCode::KEY_BACKSPACE,
            KeyCode::KEY_LEFT,
        ] {
            assert_eq!(typed(tap(key)), [Sent::Nonsense], "{key:?}");
        }
    }

    #[test]
    fn after_lost_events_nothing_is_held_down() {
        let dropped = InputEvent::new(
            EventType::SYNCHRONIZATION.0,
            SynchronizationCode::SYN_DROPPED.0,
            0,
        );
        let [press, release] = tap(KeyCode::KEY_A);
        let events = [event(KeyCode::KEY_LEFTSHIFT, 1), dropped, press, release];
        assert_eq!(typed(events), [Sent::Gap, Sent::Byte(b'a')]);
    }
}
