//! A slow, obvious M/M/c queue: every arrival is an event, every time in the system is written down.
//!
//! It shares nothing with the model of the core, which it is held against.

/// A station: so many servers, each busy so long on average, with so large a share of that asked for.
#[derive(Clone, Copy, Debug)]
pub struct Station {
    pub servers: usize,
    pub service_s: f64,
    pub load: f64,
}

/// The response times in seconds of `count` requests, sorted; as many before them warm the queue up.
///
/// # Panics
///
/// For a station without servers.
pub fn response_times(station: Station, count: usize, seed: u64) -> Vec<f64> {
    let mut free_at_s = vec![0.0f64; station.servers];
    let servers: f64 = free_at_s.iter().map(|_| 1.0).sum();
    let mean_gap_s = station.service_s / (station.load * servers);
    let mut draws = SplitMix(seed);
    let mut now_s = 0.0;
    let mut times = Vec::with_capacity(count);
    for request in 0..count * 2 {
        now_s += draws.exponential(mean_gap_s);
        let first_free = free_at_s.iter_mut().min_by(|one, other| one.total_cmp(other)).expect("a server");
        *first_free = first_free.max(now_s) + draws.exponential(station.service_s);
        if request >= count {
            times.push(*first_free - now_s);
        }
    }
    times.sort_by(f64::total_cmp);
    times
}

/// Steele, Lea and Flood's generator: quick, and a stranger to the core's draws.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        let high = u32::try_from(self.next() >> 32).expect("32 bits");
        let above_nothing = (f64::from(high) + 0.5) / (f64::from(u32::MAX) + 1.0);
        -mean * above_nothing.ln()
    }
}
