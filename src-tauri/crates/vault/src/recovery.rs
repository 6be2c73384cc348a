//! The owner's key on paper: as a QR code and 24 words, whole or in three parts of which any two are enough.
//!
//! ```text
//! words        BIP-39, English, of the 32 bytes of the seed, or of a part; the last word holds a checksum
//! whole, QR    bech32m("einlassowner", seed)
//! part, QR     bech32m("einlasspart", set (2) ‖ number (1) ‖ needed (1) ‖ bytes (32))
//! part         Shamir's scheme over GF(256) (Shamir 1979), threshold 2, numbers 1 to 3
//! ```
//!
//! Two parts of different keys give a key that opens nothing: the set, the first two bytes of the SHA-256 of the owner's public
//! key, tells them apart, and whoever puts parts together compares the result with the venue's.

use std::fmt;

use bech32::{Bech32m, Hrp};
use bip39::{Language, Mnemonic};
use blahaj::{Share, Sharks};
use rand_core::CryptoRngCore;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{VaultError, hazmat::Secret, owner::OwnerKey};

const WHOLE: &str = "einlassowner";
const PART: &str = "einlasspart";
/// Parts that a key is split into.
pub const PARTS: u8 = 3;
/// Parts that are needed.
pub const NEEDED: u8 = 2;

/// One of three parts of the owner's key.
#[derive(Clone)]
pub struct KeyPart {
    set: Option<[u8; 2]>,
    number: u8,
    bytes: Secret,
}

/// What a paper says: a whole key or a part of one.
#[derive(Debug)]
pub enum PaperKey {
    /// The whole key.
    Whole(Box<OwnerKey>),
    /// One part.
    Part(KeyPart),
}

impl OwnerKey {
    /// The text of the QR code on the paper key.
    ///
    /// # Errors
    /// [`VaultError::NoSeed`] for a key of format 1.
    pub fn paper_code(&self) -> Result<Zeroizing<String>, VaultError> {
        Ok(encode(WHOLE, self.seed()?.as_slice()))
    }

    /// The 24 words on the paper key.
    ///
    /// # Errors
    /// [`VaultError::NoSeed`] for a key of format 1.
    pub fn paper_words(&self) -> Result<Zeroizing<String>, VaultError> {
        Ok(words(self.seed()?))
    }

    /// Splits the key into three parts of which any two give it back.
    ///
    /// # Errors
    /// [`VaultError::NoSeed`] for a key of format 1.
    pub fn split(&self, rng: &mut impl CryptoRngCore) -> Result<Vec<KeyPart>, VaultError> {
        let set = set_of(self);
        let dealer = Sharks(NEEDED).dealer_rng(self.seed()?.as_slice(), rng);
        let part = |share: Share| {
            let bytes = Zeroizing::new(Vec::from(&share));
            KeyPart {
                set: Some(set),
                number: bytes[0],
                bytes: Secret::new(bytes[1..].try_into().expect("a part is as long as the secret")),
            }
        };
        Ok(dealer.take(usize::from(PARTS)).map(part).collect())
    }
}

impl KeyPart {
    /// 1, 2 or 3.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// Four letters and digits that all parts of one key share.
    pub fn set_mark(&self) -> Option<String> {
        self.set.map(|[a, b]| format!("{a:02X}{b:02X}"))
    }

    /// The text of its QR code.
    pub fn paper_code(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(self.set.unwrap_or_default().to_vec());
        bytes.reserve_exact(34);
        bytes.push(self.number);
        bytes.push(NEEDED);
        bytes.extend(self.bytes.as_slice());
        encode(PART, &bytes)
    }

    /// Its 24 words.
    pub fn paper_words(&self) -> Zeroizing<String> {
        words(&self.bytes)
    }
}

impl PaperKey {
    /// Reads the text of a QR code, or 24 words, or the number of a part and its 24 words. Capitals and line breaks do not matter.
    ///
    /// # Errors
    /// [`VaultError::PaperKey`].
    pub fn read(text: &str) -> Result<Self, VaultError> {
        let text = Zeroizing::new(text.trim().to_lowercase());
        if let Ok((hrp, bytes)) = bech32::decode(&text) {
            let bytes = Zeroizing::new(bytes);
            return match (hrp.as_str(), bytes.as_slice()) {
                (WHOLE, seed) if seed.len() == 32 => Ok(whole(seed)),
                (PART, [a, b, number, NEEDED, rest @ ..]) if rest.len() == 32 => {
                    part(Some([*a, *b]), *number, rest)
                }
                _ => Err(VaultError::PaperKey),
            };
        }
        let mut tokens = text.split_whitespace().peekable();
        let number = tokens
            .peek()
            .and_then(|first| first.trim_end_matches([':', '.', ')']).parse::<u8>().ok());
        if number.is_some() {
            tokens.next();
        }
        let words = Zeroizing::new(tokens.collect::<Vec<_>>().join(" "));
        let read = Mnemonic::parse_in_normalized(Language::English, &words);
        let bytes = Zeroizing::new(read.map_err(|_| VaultError::PaperKey)?.to_entropy_array().0);
        if words.split(' ').count() != 24 {
            return Err(VaultError::PaperKey);
        }
        match number {
            None => Ok(whole(&bytes[..32])),
            Some(number) => part(None, number, &bytes[..32]),
        }
    }

    /// Puts a whole key, or two different parts of one key, together. Whether it is the key of a venue shows in its public half.
    ///
    /// # Errors
    /// [`VaultError::PartsMissing`] or [`VaultError::PartsDiffer`].
    pub fn together(papers: Vec<Self>) -> Result<OwnerKey, VaultError> {
        let mut parts: Vec<KeyPart> = Vec::new();
        for paper in papers {
            match paper {
                Self::Whole(key) => return Ok(*key),
                Self::Part(part) if parts.iter().all(|known| known.number != part.number) => parts.push(part),
                Self::Part(_) => {}
            }
        }
        let sets: Vec<_> = parts.iter().filter_map(|part| part.set).collect();
        if sets.windows(2).any(|pair| pair[0] != pair[1]) {
            return Err(VaultError::PartsDiffer);
        }
        if parts.len() < usize::from(NEEDED) {
            return Err(VaultError::PartsMissing);
        }
        let share = |part: &KeyPart| {
            let bytes = Zeroizing::new([[part.number].as_slice(), part.bytes.as_slice()].concat());
            Share::try_from(bytes.as_slice()).expect("a number and 32 bytes are a share")
        };
        let shares: Vec<Share> = parts.iter().map(share).collect();
        let seed = Sharks(NEEDED)
            .recover(&shares)
            .map_err(|_| VaultError::PartsMissing)?;
        let seed = Zeroizing::new(seed);
        let key = OwnerKey::derive(Secret::new(
            seed.as_slice()
                .try_into()
                .expect("parts of 32 bytes give 32 bytes"),
        ));
        match sets.first() {
            Some(set) if *set != set_of(&key) => Err(VaultError::PartsDiffer),
            _ => Ok(key),
        }
    }
}

/// Shows neither the bytes nor what follows from them.
impl fmt::Debug for KeyPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPart({} of {PARTS})", self.number)
    }
}

fn whole(seed: &[u8]) -> PaperKey {
    let seed = Secret::new(seed.try_into().expect("the caller has counted 32 bytes"));
    PaperKey::Whole(Box::new(OwnerKey::derive(seed)))
}

fn part(set: Option<[u8; 2]>, number: u8, bytes: &[u8]) -> Result<PaperKey, VaultError> {
    if !(1..=PARTS).contains(&number) {
        return Err(VaultError::PaperKey);
    }
    let bytes = Secret::new(bytes.try_into().expect("the caller has counted 32 bytes"));
    Ok(PaperKey::Part(KeyPart { set, number, bytes }))
}

fn set_of(owner: &OwnerKey) -> [u8; 2] {
    let hash = Sha256::digest(owner.public().sealing);
    [hash[0], hash[1]]
}

fn encode(prefix: &str, bytes: &[u8]) -> Zeroizing<String> {
    let hrp = Hrp::parse(prefix).expect("a constant that is a prefix");
    let text = bech32::encode_upper::<Bech32m>(hrp, bytes);
    Zeroizing::new(text.expect("36 bytes are short enough"))
}

fn words(bytes: &Secret) -> Zeroizing<String> {
    let mnemonic = Mnemonic::from_entropy_in(Language::English, bytes.as_slice());
    Zeroizing::new(mnemonic.expect("32 bytes are 24 words").to_string())
}

#[cfg(test)]
mod tests {
    use rand_core::OsRng;

    use super::*;

    fn read(text: &str) -> PaperKey {
        PaperKey::read(text).unwrap()
    }

    #[test]
    fn a_whole_key_comes_back_from_its_code_and_from_its_words() {
        let owner = OwnerKey::make(&mut OsRng);
        let code = owner.paper_code().unwrap();
        assert!(
            code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()),
            "fits a QR code's alphanumeric mode"
        );
        let words = owner.paper_words().unwrap().to_uppercase().replace(' ', "\n");
        for text in [code.as_str(), words.as_str()] {
            let key = PaperKey::together(vec![read(text)]).unwrap();
            assert_eq!(key.public(), owner.public());
        }
    }

    #[test]
    fn any_two_parts_are_enough_and_one_is_not() {
        let owner = OwnerKey::make(&mut OsRng);
        let parts = owner.split(&mut OsRng).unwrap();
        assert_eq!(parts.iter().map(KeyPart::number).collect::<Vec<_>>(), [1, 2, 3]);
        let code = |number: usize| read(&parts[number].paper_code());
        let words = |number: usize| read(&format!("{}: {}", number + 1, *parts[number].paper_words()));
        for (a, b) in [(0, 1), (0, 2), (1, 2), (2, 0)] {
            for papers in [
                vec![code(a), code(b)],
                vec![words(a), words(b)],
                vec![code(a), words(b)],
            ] {
                assert_eq!(PaperKey::together(papers).unwrap().public(), owner.public());
            }
        }
        let refused = |papers| PaperKey::together(papers).unwrap_err();
        assert_eq!(refused(vec![code(0)]), VaultError::PartsMissing);
        assert_eq!(
            refused(vec![code(1), words(1)]),
            VaultError::PartsMissing,
            "twice the same"
        );
        let other = OwnerKey::make(&mut OsRng).split(&mut OsRng).unwrap();
        let other = read(&other[1].paper_code());
        assert_eq!(refused(vec![code(0), other]), VaultError::PartsDiffer);
        let wrong_number = read(&format!("3 {}", *parts[1].paper_words()));
        assert_eq!(refused(vec![code(0), wrong_number]), VaultError::PartsDiffer);
    }

    #[test]
    fn one_part_says_nothing() {
        // Every value of a byte of the secret is as likely as any other, whatever the part says: the dealer's coefficients are
        // uniform. With one that is never zero (RUSTSEC-2024-0398) the part's byte could not equal the secret's.
        let owner = OwnerKey::make(&mut OsRng);
        let seed = owner.seed().unwrap();
        let equal = |_| {
            owner.split(&mut OsRng).unwrap()[0]
                .bytes
                .iter()
                .zip(seed.iter())
                .filter(|(a, b)| a == b)
                .count()
        };
        let equal: usize = (0..200).map(equal).sum();
        assert!((1..100).contains(&equal), "{equal} of 6400; 25 are expected");
    }

    #[test]
    fn what_is_misread_is_refused() {
        let owner = OwnerKey::make(&mut OsRng);
        let code = owner.paper_code().unwrap();
        let misread = code.replacen('Q', "P", 1);
        assert!(misread == *code || PaperKey::read(&misread).is_err());
        let words = owner.paper_words().unwrap();
        let refused = |text: &str| PaperKey::read(text).unwrap_err();
        assert_eq!(refused(&words.replacen(' ', " xyzzy ", 1)), VaultError::PaperKey);
        assert_eq!(refused(words.rsplit_once(' ').unwrap().0), VaultError::PaperKey);
        assert_eq!(refused(&format!("4 {}", *words)), VaultError::PaperKey);
        assert_eq!(refused(""), VaultError::PaperKey);
        assert_eq!(refused("EL1:ABC"), VaultError::PaperKey);
        let twelve =
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
        assert_eq!(refused(twelve), VaultError::PaperKey, "words of something else");
    }

    /// `abandon` × 23 + `art` is the vector of 32 zero bytes of BIP-39 (trezor/python-mnemonic, vectors.json).
    #[test]
    fn papers_are_frozen() {
        let owner = OwnerKey::derive(Secret::new([0; 32]));
        let words = owner.paper_words().unwrap();
        assert_eq!(*words, "abandon ".repeat(23) + "art");
        assert_eq!(
            *owner.paper_code().unwrap(),
            "EINLASSOWNER1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQJR76CR"
        );
        let part = KeyPart {
            set: Some([0xAB, 0xCD]),
            number: 2,
            bytes: Secret::new([1; 32]),
        };
        assert_eq!(
            *part.paper_code(),
            "EINLASSPART140XSYQSPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYHCAPAC"
        );
        assert_eq!(part.set_mark().unwrap(), "ABCD");
    }
}
