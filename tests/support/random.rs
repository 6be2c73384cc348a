//! Chance that can be had again.

use std::env;
use std::hash::{BuildHasher, RandomState};

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same numbers, on every machine.
#[derive(Clone, Debug)]
pub struct Random {
    /// What it began with; a failed test prints it.
    pub seed: u64,
    state: u64,
}

impl Random {
    /// Begins with the seed in `EINLASS_SEED`, or with a fresh one.
    pub fn of_this_run() -> Random {
        match env::var("EINLASS_SEED") {
            Ok(seed) => Random::of(seed.parse().expect("EINLASS_SEED is a number")),
            Err(_unset) => Random::of(RandomState::new().hash_one("a fresh seed")),
        }
    }

    /// Begins with `seed`.
    pub fn of(seed: u64) -> Random {
        Random { seed, state: seed }
    }

    /// Any 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to just before `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.bits() % end
    }

    /// A number from 0 to just before 1.
    pub fn fraction(&mut self) -> f64 {
        self.below(1 << 32) as f64 / (1_u64 << 32) as f64
    }
}
