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

/// The response times in seconds of `count` requests, sorted.
///
/// Half of them are of a run in which the draws of arrivals and of services change places (Page, 1965):
/// where one run is by chance busier than it should be, the other is quieter.
///
/// # Panics
///
/// For a station without servers.
pub fn response_times(station: Station, count: usize, seed: u64) -> Vec<f64> {
    let mut times = run(station, count / 2, seed, false);
    times.extend(run(station, count / 2, seed, true));
    times.sort_by(f64::total_cmp);
    times
}

/// The response times of all requests that come while the load is so much for so many seconds, one behind
/// the other, for a station that begins empty; sorted, of `runs` such days together.
///
/// # Panics
///
/// For a station without servers.
pub fn response_times_of_changing_load(
    station: Station,
    loads: &[(f64, f64)],
    runs: u64,
    seed: u64,
) -> Vec<f64> {
    let mut times = Vec::new();
    for run in 0..runs {
        let mut servers = Servers::new(station);
        let mut draws = SplitMix(seed + run);
        let mut now_s = 0.0;
        let mut end_s = 0.0;
        for (seconds, load) in loads {
            end_s += seconds;
            loop {
                let gap_s = draws.exponential() * servers.mean_gap_s(*load);
                if now_s + gap_s > end_s {
                    now_s = end_s;
                    break;
                }
                now_s += gap_s;
                times.push(servers.serve(now_s, draws.exponential()));
            }
        }
    }
    times.sort_by(f64::total_cmp);
    times
}

/// The times of `count` requests, after a quarter as many have warmed the queue up.
fn run(station: Station, count: usize, seed: u64, swapped: bool) -> Vec<f64> {
    let mut servers = Servers::new(station);
    let mut draws = SplitMix(seed);
    let mut now_s = 0.0;
    let mut times = Vec::with_capacity(count);
    for request in 0..count + count / 4 {
        let (one, other) = (draws.exponential(), draws.exponential());
        let (gap, service) = if swapped { (other, one) } else { (one, other) };
        now_s += gap * servers.mean_gap_s(station.load);
        let in_system_s = servers.serve(now_s, service);
        if request >= count / 4 {
            times.push(in_system_s);
        }
    }
    times
}

/// The servers of a station, by when each is free.
struct Servers {
    free_at_s: Vec<f64>,
    service_s: f64,
}

impl Servers {
    fn new(station: Station) -> Servers {
        Servers { free_at_s: vec![0.0; station.servers], service_s: station.service_s }
    }

    fn mean_gap_s(&self, load: f64) -> f64 {
        let servers: f64 = self.free_at_s.iter().map(|_| 1.0).sum();
        self.service_s / (load * servers)
    }

    /// Serves a request of so many mean service times, and says how long it was in the system.
    fn serve(&mut self, now_s: f64, service: f64) -> f64 {
        let first_free =
            self.free_at_s.iter_mut().min_by(|one, other| one.total_cmp(other)).expect("a server");
        *first_free = first_free.max(now_s) + service * self.service_s;
        *first_free - now_s
    }
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

    /// A draw with the mean 1.
    fn exponential(&mut self) -> f64 {
        let high = u32::try_from(self.next() >> 32).expect("32 bits");
        let above_nothing = (f64::from(high) + 0.5) / (f64::from(u32::MAX) + 1.0);
        -above_nothing.ln()
    }
}
