//! Draws that depend on what they are for, and on nothing else.
//!
//! A draw is a keyed hash of (seed, purpose, entity, counter). One more draw in one place therefore
//! shifts no draw in another, and the same scenario draws the same on every machine.

use siphasher::sip128::{Hasher128, SipHasher13};
use std::hash::Hasher;

/// What a value is drawn for. The number is part of every draw: it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// The id of something ([`crate::ids`]).
    Id = 1,
    /// The last choice among candidates that every strategy ranks equal.
    TieBreak = 2,
    /// The address that something gets out of its subnet.
    Address = 3,
    /// Which of several equal tasks its service stops.
    Victim = 4,
    /// Whom a fault is done to.
    FaultTarget = 5,
    /// Which of several equal instances an Auto Scaling group terminates.
    Termination = 6,
    /// Whether a launch fails for want of capacity.
    LaunchFailure = 7,
}

/// 128 bits for (seed, purpose, entity, counter).
pub fn draw(seed: u64, purpose: Purpose, entity: &str, counter: u64) -> u128 {
    let mut hasher = SipHasher13::new_with_keys(seed, purpose as u64);
    // The length stands in front, so that no entity runs into the counter behind it.
    hasher.write(&(entity.len() as u64).to_le_bytes());
    hasher.write(entity.as_bytes());
    hasher.write(&counter.to_le_bytes());
    hasher.finish128().as_u128()
}

/// A number below `bound`; 0 for a bound of 0.
///
/// Multiplies instead of dividing: the bias for the bounds met here (thousands) is below 2⁻⁵⁰.
pub fn below(draw: u128, bound: u32) -> u32 {
    let high = (draw >> 64) as u64;
    let product = u128::from(high) * u128::from(bound);
    u32::try_from(product >> 64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Purpose, below, draw};

    #[test]
    fn draws_are_the_same_for_ever() {
        assert_eq!(draw(0, Purpose::Id, "service:web/1", 0), draw(0, Purpose::Id, "service:web/1", 0));
        expect_test::expect!["031b6da068c4ad6e284ac5ef28f704fc"]
            .assert_eq(&format!("{:032x}", draw(7, Purpose::Id, "service:web/1", 0)));
    }

    #[test]
    fn a_draw_stays_below_its_bound() {
        for counter in 0..1000 {
            assert!(below(draw(1, Purpose::TieBreak, "x", counter), 3) < 3);
        }
        assert_eq!(below(u128::MAX, 0), 0);
        assert_eq!(below(u128::MAX, 5), 4);
    }
}
