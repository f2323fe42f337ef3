//! How long a request is in a target: the waiting-time distribution of the M/M/k queue.

use super::Capacity;

/// The highest load for which the random part of waiting is worked out.
///
/// Above it the stationary queue of M/M/k is longer than any real minute could fill; what really piles
/// up there is what the fluid queue holds.
pub const RANDOM_LOAD_MOST: f64 = 0.98;

/// Where the chance that anyone waits is nothing: the sum behind it has grown beyond any use.
const NEVER_DELAYED: f64 = 1e15;

/// A chance of waiting that changes no percentile anybody asks for.
const UNFELT: f64 = 1e-9;

/// The distribution of the time from arrival to answer, at one load. Spec: LOAD-6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sojourn {
    capacity: Capacity,
    load: f64,
    delayed: f64,
}

impl Sojourn {
    /// Of a target that so large a share of its capacity is asked of; no more than
    /// [`RANDOM_LOAD_MOST`] counts.
    pub fn new(capacity: Capacity, load: f64) -> Sojourn {
        let load = load.clamp(0.0, RANDOM_LOAD_MOST);
        Sojourn { capacity, load, delayed: delayed(capacity.servers, load) }
    }

    /// The station that it is about.
    pub fn capacity(&self) -> Capacity {
        self.capacity
    }

    /// The load that it is about.
    pub fn load(&self) -> f64 {
        self.load
    }

    /// Requests that wait at random on average: Lq of M/M/k.
    pub fn waiting(&self) -> f64 {
        self.delayed * self.load / (1.0 - self.load)
    }

    /// Seconds until a request is answered on average, of those that find `wait_s` seconds of work before
    /// them.
    pub fn mean_s(&self, wait_s: f64) -> f64 {
        let tail = self.tail(wait_s);
        tail.wait_s + 1.0 / tail.leave + tail.further / tail.clear
    }

    /// The share of requests that are answered later than `t_s` seconds after they arrived, of those
    /// that find `wait_s` seconds of work before them.
    ///
    /// The wait is that or the random one, whichever is longer; since the random one has no memory, this
    /// is the same distribution, later, with a smaller chance of a further wait.
    pub fn later_than(&self, wait_s: f64, t_s: f64) -> f64 {
        self.tail(wait_s).later_than(t_s)
    }

    /// The distribution of those that find `wait_s` seconds of work before them, for many times.
    pub(super) fn tail(&self, wait_s: f64) -> Tail {
        let (leave, clear) = self.rates();
        let wait_s = wait_s.max(0.0);
        let further = if wait_s > 0.0 { self.delayed * libm::exp(-clear * wait_s) } else { self.delayed };
        Tail { wait_s, leave, clear, further }
    }

    /// Whether nothing to speak of is later than `t_s`, without working out how much.
    pub(super) fn surely_before(&self, wait_s: f64, t_s: f64) -> bool {
        let (leave, clear) = self.rates();
        leave.min(clear) * (t_s - wait_s) > 40.0
    }

    /// How fast a server is done with a request, and a queue with what it holds, a second.
    fn rates(&self) -> (f64, f64) {
        let leave = 1.0 / self.capacity.service_s;
        (leave, self.capacity.servers * leave * (1.0 - self.load))
    }
}

/// What of a [`Sojourn`] is the same for all times.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail {
    wait_s: f64,
    leave: f64,
    clear: f64,
    further: f64,
}

impl Tail {
    /// The share that is answered later than `t_s` seconds after it arrived.
    pub(super) fn later_than(&self, t_s: f64) -> f64 {
        let rest = t_s - self.wait_s;
        if rest <= 0.0 {
            return 1.0;
        }
        let served = libm::exp(-self.leave * rest);
        if self.further < UNFELT {
            return served;
        }
        let apart = self.leave - self.clear;
        let queued = if (apart * rest).abs() < 1e-6 {
            rest * served
        } else {
            (libm::exp(-self.clear * rest) - served) / apart
        };
        (served + self.further * self.leave * queued).clamp(0.0, 1.0)
    }
}

/// The chance that a request waits: Erlang's C, between whole numbers of servers by a straight line.
fn delayed(servers: f64, load: f64) -> f64 {
    let below = servers.floor();
    let fraction = servers - below;
    let whole = erlang_c(below, load);
    if fraction > 0.0 { whole + fraction * (erlang_c(below + 1.0, load) - whole) } else { whole }
}

/// Erlang's C by the inverse of Erlang's B, a sum whose terms are small after a few square roots of the
/// number of servers.
fn erlang_c(servers: f64, load: f64) -> f64 {
    let offered = servers * load;
    if offered <= 0.0 {
        return 0.0;
    }
    let (mut sum, mut term, mut free) = (1.0, 1.0, servers);
    while free > 0.0 && term > 1e-12 * sum {
        term *= free / offered;
        sum += term;
        free -= 1.0;
        if sum > NEVER_DELAYED {
            return 0.0;
        }
    }
    1.0 / ((1.0 - load) * sum + load)
}

#[cfg(test)]
mod tests {
    use super::{Capacity, RANDOM_LOAD_MOST, Sojourn};

    fn sojourn(servers: f64, load: f64) -> Sojourn {
        Sojourn::new(Capacity { servers, service_s: 0.02 }, load)
    }

    /// LOAD-6: one server is M/M/1, whose time in the system is exponential.
    #[test]
    fn one_server_is_exponential() {
        for load in [0.0, 0.5, 0.8, 0.95] {
            for t_s in [0.001, 0.02, 0.1, 1.0] {
                let exact = libm::exp(-(1.0 - load) / 0.02 * t_s);
                let tail = sojourn(1.0, load).later_than(0.0, t_s);
                assert!((tail - exact).abs() < 1e-9, "{load} {t_s}: {tail} {exact}");
            }
        }
    }

    /// Erlang's C as tables have it: 2 servers with 1 Erlang, 10 with 8, 100 with 95.
    #[test]
    fn the_chance_of_waiting_is_erlangs() {
        for (servers, load, expected) in
            [(2.0, 0.5, 1.0 / 3.0), (10.0, 0.8, 0.409_180), (100.0, 0.95, 0.506_0)]
        {
            assert!((sojourn(servers, load).delayed - expected).abs() < 1e-3, "{servers}");
        }
        assert!(sojourn(1e5, 0.5).delayed <= 0.0);
    }

    #[test]
    fn it_grows_with_load_and_wait_and_falls_with_time() {
        for servers in [1.0, 1.4, 2.0, 7.9, 300.5] {
            let tails: Vec<f64> =
                (0..98).map(|load| sojourn(servers, f64::from(load) / 100.0).later_than(0.0, 0.05)).collect();
            assert!(tails.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12), "{servers}");
            let later: Vec<f64> = (0..100)
                .map(|step| sojourn(servers, 0.9).later_than(0.03, f64::from(step) / 100.0))
                .collect();
            assert!(later.windows(2).all(|pair| pair[0] >= pair[1] - 1e-12), "{servers}");
            let waits: Vec<f64> = (0..100)
                .map(|step| sojourn(servers, 0.9).later_than(f64::from(step) / 1000.0, 0.2))
                .collect();
            assert!(waits.windows(2).all(|pair| pair[0] <= pair[1] + 1e-9), "{servers} {waits:?}");
        }
    }

    #[test]
    fn overload_counts_as_the_highest_load() {
        assert_eq!(sojourn(4.0, 7.0), sojourn(4.0, RANDOM_LOAD_MOST));
    }
}
