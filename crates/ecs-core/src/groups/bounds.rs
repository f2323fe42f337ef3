//! What bounds do to a capacity, with instance weights and without. Spec: ASG-3.

use serde::Serialize;

/// `MinSize` and `MaxSize`, in units of capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// The least.
    pub min_size: u32,
    /// The most.
    pub max_size: u32,
}

impl Bounds {
    /// The nearest capacity within.
    pub fn clamp(self, capacity: u32) -> u32 {
        capacity.min(self.max_size).max(self.min_size)
    }
}

#[cfg(test)]
mod tests {
    use super::Bounds;

    #[test]
    fn a_capacity_ends_at_the_bounds() {
        let bounds = Bounds { min_size: 2, max_size: 5 };
        assert_eq!([0, 2, 4, 5, 9].map(|capacity| bounds.clamp(capacity)), [2, 2, 4, 5, 5]);
    }
}
