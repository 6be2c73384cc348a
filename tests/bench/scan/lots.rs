//! Numbers drawn by lot, the same in every run and on every machine.

/// SplitMix64 (Steele, Lea, Flood 2014).
pub(crate) struct Lots(u64);

impl Lots {
    /// One row of lots for each name and number.
    pub(crate) fn of(name: &str, number: u64) -> Self {
        // FNV-1a: the same for the same name, whatever the standard library hashes with.
        let named = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut lots = Self(named ^ number.wrapping_mul(0xd6e8_feb8_6659_fd93));
        lots.next();
        lots
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Evenly in `from..to`.
    pub(crate) fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    pub(crate) fn either(&mut self) -> bool {
        self.next() & 1 == 1
    }

    /// About normal with deviation 1: the sum of four even draws of 16 bits.
    pub(crate) fn normal(&mut self) -> f32 {
        let drawn = self.next();
        let sum: u32 = (0..4).map(|i| (drawn >> (16 * i)) as u32 & 0xffff).sum();
        (sum as f32 - 131_070.0) / 37_837.0
    }
}
