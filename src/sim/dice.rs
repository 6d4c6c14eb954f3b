//! Seeded numbers that look random, so that a scenario comes out the same every time.
//! SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the seed is an argument, nothing else is asked.

use std::time::Duration;

/// A stream of numbers that its seed decides.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// The stream of this seed.
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// 0 to 99.
    pub(super) fn percent(&mut self) -> u8 {
        u8::try_from(self.next() % 100).unwrap_or(0)
    }

    /// Uniform between `middle - spread` (not below zero) and `middle + spread`.
    pub(super) fn around(&mut self, middle: Duration, spread: Duration) -> Duration {
        let lowest = middle.saturating_sub(spread);
        let range = u64::try_from((middle + spread - lowest).as_micros()).unwrap_or(u64::MAX);
        lowest + Duration::from_micros(self.next().checked_rem(range.saturating_add(1)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides() {
        let draw = |seed| (0..20).scan(Dice::new(seed), |dice, _| Some(dice.next())).collect::<Vec<_>>();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn a_spread_stays_within_its_ends() {
        let mut dice = Dice::new(3);
        let millis = Duration::from_millis;
        for _ in 0..1_000 {
            let drawn = dice.around(millis(100), millis(30));
            assert!((millis(70)..=millis(130)).contains(&drawn), "{drawn:?}");
        }
        assert_eq!(dice.around(millis(100), Duration::ZERO), millis(100));
        assert!(dice.around(millis(10), millis(50)) <= millis(60));
    }
}
