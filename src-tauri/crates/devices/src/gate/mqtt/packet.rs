//! The seven packets of MQTT 5.0 (OASIS standard, 2019) between us and a broker: three of ours, three answers, and a message.
//!
//! No library: rumqttc, the one that is kept up, connects again by itself and then repeats what was not acknowledged, which is what a
//! gate must never do, and brings an event loop for it; those that only know the packets are not kept up, or bring two dozen others.

/// Longer than any packet that concerns a gate; the broker is told, and a longer one ends the conversation.
const LONGEST: usize = 16_384;
/// We end long before it.
const KEEP_ALIVE_S: u16 = 60;
const SUBSCRIPTION: u16 = 1;
const MESSAGE: u16 = 2;

/// What the broker said.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// It has answered `connect`, with this reason code.
    Connected(u8),
    /// It has answered `subscribe`.
    Listening(u8),
    /// It has answered `publish`.
    Taken(u8),
    /// Somebody has sent a message.
    Message {
        topic: Vec<u8>,
        /// It was sent before we listened, and the broker has kept it.
        is_kept: bool,
    },
    /// It ends the conversation.
    Gone(u8),
    /// Something else, which is none of our concern.
    Other,
}

/// What came is no MQTT.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("what the broker said is no MQTT 5")]
pub(super) struct Malformed;

/// 3.1: a session that ends with the connection, named by the broker.
pub(super) fn connect(login: Option<(&str, &str)>) -> Vec<u8> {
    const CLEAN_START: u8 = 0x02;
    const WITH_LOGIN: u8 = 0xC0;
    const MAXIMUM_PACKET_SIZE: u8 = 0x27;
    let mut rest = Vec::new();
    put_text(&mut rest, b"MQTT");
    rest.push(5);
    rest.push(CLEAN_START | if login.is_some() { WITH_LOGIN } else { 0 });
    rest.extend(KEEP_ALIVE_S.to_be_bytes());
    let longest = u32::try_from(LONGEST).expect("a small number");
    rest.extend([5, MAXIMUM_PACKET_SIZE]);
    rest.extend(longest.to_be_bytes());
    put_text(&mut rest, b"");
    if let Some((name, password)) = login {
        put_text(&mut rest, name.as_bytes());
        put_text(&mut rest, password.as_bytes());
    }
    packet(0x10, &rest)
}

/// 3.8: at most once, and nothing of what the broker has kept.
pub(super) fn subscribe(topic: &str) -> Vec<u8> {
    const NOTHING_KEPT: u8 = 0x20;
    let mut rest = SUBSCRIPTION.to_be_bytes().to_vec();
    rest.push(0);
    put_text(&mut rest, topic.as_bytes());
    rest.push(NOTHING_KEPT);
    packet(0x82, &rest)
}

/// 3.3: acknowledged, not kept, and of no use after `expires_s`.
pub(super) fn publish(topic: &str, say: &str, expires_s: u32) -> Vec<u8> {
    const ACKNOWLEDGED: u8 = 0x02;
    const MESSAGE_EXPIRY: u8 = 0x02;
    let mut rest = Vec::new();
    put_text(&mut rest, topic.as_bytes());
    rest.extend(MESSAGE.to_be_bytes());
    rest.extend([5, MESSAGE_EXPIRY]);
    rest.extend(expires_s.to_be_bytes());
    rest.extend(say.as_bytes());
    packet(0x30 | ACKNOWLEDGED, &rest)
}

/// 3.14: a normal end.
pub(super) const DISCONNECT: [u8; 2] = [0xE0, 0];

fn put_text(bytes: &mut Vec<u8>, text: &[u8]) {
    let length = u16::try_from(text.len()).expect("topics and logins are short");
    bytes.extend(length.to_be_bytes());
    bytes.extend(text);
}

fn packet(kind: u8, rest: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind];
    let mut length = rest.len();
    // 1.5.5: seven bits a byte, the lowest first.
    loop {
        let low = u8::try_from(length % 128).expect("seven bits");
        length /= 128;
        bytes.push(low | if length > 0 { 0x80 } else { 0 });
        if length == 0 {
            break;
        }
    }
    bytes.extend(rest);
    bytes
}

/// Takes the first packet out of what has come; none while it is not whole.
pub(super) fn hear(came: &mut Vec<u8>) -> Result<Option<Heard>, Malformed> {
    let mut bytes = Reader(came);
    let Some(kind) = bytes.byte() else {
        return Ok(None);
    };
    let Some(length) = bytes.length()? else {
        return Ok(None);
    };
    if length > LONGEST {
        return Err(Malformed);
    }
    let Some(rest) = bytes.take(length) else {
        return Ok(None);
    };
    let heard = read(kind, Reader(rest)).ok_or(Malformed)?;
    let whole = came.len() - bytes.0.len();
    came.drain(..whole);
    Ok(Some(heard))
}

fn read(kind: u8, mut rest: Reader<'_>) -> Option<Heard> {
    Some(match kind >> 4 {
        2 => {
            rest.byte()?;
            Heard::Connected(rest.byte()?)
        }
        3 => {
            let length = rest.word()?;
            let topic = rest.take(usize::from(length))?.to_vec();
            let is_kept = kind & 1 != 0;
            Heard::Message { topic, is_kept }
        }
        4 => {
            let is_ours = rest.word()? == MESSAGE;
            // 3.4.2.1: success needs no code.
            let reason = rest.byte().unwrap_or(0);
            if is_ours {
                Heard::Taken(reason)
            } else {
                Heard::Other
            }
        }
        9 => {
            let is_ours = rest.word()? == SUBSCRIPTION;
            let properties = rest.length().ok()??;
            rest.take(properties)?;
            let reason = rest.byte()?;
            if is_ours {
                Heard::Listening(reason)
            } else {
                Heard::Other
            }
        }
        14 => Heard::Gone(rest.byte().unwrap_or(0)),
        _ => Heard::Other,
    })
}

struct Reader<'bytes>(&'bytes [u8]);

impl<'bytes> Reader<'bytes> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn word(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes([self.byte()?, self.byte()?]))
    }

    fn take(&mut self, count: usize) -> Option<&'bytes [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// None while it is not whole.
    fn length(&mut self) -> Result<Option<usize>, Malformed> {
        let mut length = 0;
        for place in 0..4 {
            let Some(byte) = self.byte() else {
                return Ok(None);
            };
            length |= usize::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                return Ok(Some(length));
            }
        }
        Err(Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_written_as_the_standard_says() {
        assert_eq!(
            connect(Some(("u", "pw"))),
            b"\x10\x19\x00\x04MQTT\x05\xC2\x00\x3C\x05\x27\x00\x00\x40\x00\x00\x00\x00\x01u\x00\x02pw"
        );
        assert_eq!(connect(None)[9], 0x02, "a clean start, no login");
        assert_eq!(subscribe("a/b"), b"\x82\x09\x00\x01\x00\x00\x03a/b\x20");
        assert_eq!(
            publish("a/b", "open", 2),
            b"\x32\x11\x00\x03a/b\x00\x02\x05\x02\x00\x00\x00\x02open"
        );
        let long = publish("a", &"x".repeat(200), 1);
        assert_eq!(long[..3], [0x32, 0xD3, 0x01], "211 bytes follow");
        assert_eq!(long.len(), 3 + 211);
    }

    #[test]
    fn what_comes_is_read_packet_by_packet_however_it_is_cut() {
        let all: &[(&[u8], Heard)] = &[
            (b"\x20\x03\x00\x00\x00", Heard::Connected(0)),
            (b"\x20\x02\x00\x01", Heard::Connected(1)),
            (b"\x90\x06\x00\x01\x02\x1F\x00\x87", Heard::Listening(0x87)),
            (b"\x40\x02\x00\x02", Heard::Taken(0)),
            (b"\x40\x04\x00\x02\x10\x00", Heard::Taken(0x10)),
            (b"\x40\x02\x00\x07", Heard::Other),
            (b"\xD0\x00", Heard::Other),
            (
                b"\x30\x09\x00\x03a/b\x00yes",
                Heard::Message {
                    topic: b"a/b".to_vec(),
                    is_kept: false,
                },
            ),
            (
                b"\x31\x06\x00\x03a/b\x00",
                Heard::Message {
                    topic: b"a/b".to_vec(),
                    is_kept: true,
                },
            ),
            (b"\xE0\x01\x8E", Heard::Gone(0x8E)),
        ];
        let mut came = Vec::new();
        let mut heard = Vec::new();
        for byte in all.iter().flat_map(|(bytes, _)| bytes.iter()) {
            came.push(*byte);
            heard.extend(hear(&mut came).unwrap());
        }
        assert!(came.is_empty());
        assert!(heard.iter().eq(all.iter().map(|(_, heard)| heard)), "{heard:?}");
    }

    #[test]
    fn what_is_no_mqtt_is_told_and_never_waited_for() {
        for bytes in [
            b"\x20\x01\x00".as_slice(),
            b"\x30\x03\x00\x09a",
            b"\x90\x03\x00\x01\x7F",
            b"\x30\xFF\xFF\x7F",
            b"\x30\xFF\xFF\xFF\xFF\x7F",
        ] {
            let mut came = bytes.to_vec();
            let mut heard = hear(&mut came);
            while let Ok(Some(_)) = heard {
                heard = hear(&mut came);
            }
            assert_eq!(heard, Err(Malformed), "{bytes:?}");
        }
    }

    /// Every packet with one byte changed, and cut at every place: read, refused or waited for, and nothing else.
    #[test]
    fn no_bytes_can_hurt() {
        let whole = b"\x20\x03\x00\x00\x00\x90\x06\x00\x01\x02\x1F\x00\x87\x40\x04\x00\x02\x10\x00\x30\x09\x00\x03a/b\x00yes";
        for place in 0..whole.len() {
            for value in 0..=u8::MAX {
                let mut came = whole.to_vec();
                came[place] = value;
                came.truncate(whole.len() - usize::from(value) % whole.len());
                while let Ok(Some(_)) = hear(&mut came) {}
            }
        }
    }
}
