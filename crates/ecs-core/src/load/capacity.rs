//! What a container can do with the processors that it may use.

use crate::containers::ContainerPlan;
use crate::units::CPU_UNITS_PER_VCPU;

/// The least vCPU that a container runs with: the kernel takes shares below 2 CPU units for 2.
const VCPU_LEAST: f64 = 2.0 / 1024.0;

/// The shortest time that a request takes, in milliseconds; nothing is faster than any clock.
const REQUEST_MILLIS_LEAST: f64 = 0.001;

const KIB_PER_MIB: f64 = 1024.0;

/// What a container's `simulation` says of its requests and of its memory. Spec: LOAD-2, LOAD-8.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    /// `cpuMillisPerRequest`: vCPU-milliseconds that a request costs.
    pub cpu_millis_per_request: f64,
    /// `requestMillis`: how long a request is in the container when that is not saturated.
    pub request_millis: f64,
    /// `concurrency`: requests that are worked on at once.
    pub concurrency: u32,
    /// `idleCpu`: CPU units in use without any request.
    pub idle_cpu_units: f64,
    /// `errorRate`: the share of requests that the application answers with 500.
    pub error_rate: f64,
    /// `memoryMiB`: what the container holds without requests.
    pub memory_mib: f64,
    /// `memoryMiBPerRequest`: what a request that is worked on holds.
    pub memory_mib_per_request: f64,
    /// `memoryMiBPerHour`: what leaks.
    pub memory_mib_per_hour: f64,
}

impl Default for Work {
    fn default() -> Self {
        Work {
            cpu_millis_per_request: 5.0,
            request_millis: 20.0,
            concurrency: 100,
            idle_cpu_units: 0.0,
            error_rate: 0.0,
            memory_mib: 64.0,
            memory_mib_per_request: 0.0,
            memory_mib_per_hour: 0.0,
        }
    }
}

impl Work {
    /// What a container does. Spec: LOAD-2, LOAD-8.
    pub fn of(container: &ContainerPlan) -> Work {
        let behaviour = &container.behaviour;
        Work {
            cpu_millis_per_request: thousandths(behaviour.cpu_us_per_request),
            request_millis: thousandths(behaviour.request_us),
            concurrency: behaviour.concurrency,
            idle_cpu_units: f64::from(behaviour.idle_cpu_units),
            error_rate: f64::from(behaviour.errors_per_million) / 1e6,
            memory_mib: kib_in_mib(container.resident_kib),
            memory_mib_per_request: kib_in_mib(behaviour.memory_kib_per_request),
            memory_mib_per_hour: kib_in_mib(behaviour.memory_kib_per_hour),
        }
    }

    /// vCPU in use at so many requests a second. Spec: LOAD-8.
    pub fn vcpu_at(&self, requests_per_second: f64) -> f64 {
        self.idle_vcpu() + requests_per_second * self.cpu_millis_per_request / 1000.0
    }

    /// vCPU that the container would use for so many requests a second, were there no other container:
    /// its own concurrency limits it. Spec: LOAD-3.
    pub fn vcpu_wanted(&self, requests_per_second: f64) -> f64 {
        let most_per_second = 1000.0 * f64::from(self.concurrency.max(1)) / self.request_ms();
        self.vcpu_at(requests_per_second.min(most_per_second))
    }

    /// MiB in use after so many hours, with so many requests in flight: those above the concurrency
    /// wait outside and hold nothing. Spec: LOAD-8.
    pub fn memory_mib_at(&self, hours: f64, in_flight: f64) -> f64 {
        self.memory_mib + self.memory_mib_per_hour * hours + self.held_mib(in_flight)
    }

    /// KiB that so many requests in flight hold. Spec: LOAD-8.
    pub fn held_kib(&self, in_flight: f64) -> u64 {
        super::rounded::whole(self.held_mib(in_flight) * KIB_PER_MIB)
    }

    fn held_mib(&self, in_flight: f64) -> f64 {
        self.memory_mib_per_request * in_flight.min(f64::from(self.concurrency.max(1)))
    }

    fn idle_vcpu(&self) -> f64 {
        self.idle_cpu_units / f64::from(CPU_UNITS_PER_VCPU)
    }

    fn request_ms(&self) -> f64 {
        self.request_millis.max(REQUEST_MILLIS_LEAST)
    }
}

/// KiB in MiB.
#[expect(clippy::cast_precision_loss, reason = "a container has at most 16 TiB")]
pub fn kib_in_mib(kib: u64) -> f64 {
    kib as f64 / KIB_PER_MIB
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a request, an hour at the most")]
fn thousandths(value: u64) -> f64 {
    value as f64 / 1000.0
}

/// A target as a queueing station: so many servers, each busy so long with a request. Spec: LOAD-2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capacity {
    /// Servers, 1 or more; a fraction stands for a server that is there part of the time.
    pub servers: f64,
    /// Seconds that one of them is busy with a request on average, above zero.
    pub service_s: f64,
}

impl Capacity {
    /// What a container can do that may use so much vCPU, its idle use included. Spec: LOAD-2.
    pub fn of(work: &Work, vcpu: f64) -> Capacity {
        let vcpu = (vcpu - work.idle_vcpu()).max(VCPU_LEAST);
        let request_ms = work.request_ms();
        let concurrency = f64::from(work.concurrency.max(1));
        let servers = if work.cpu_millis_per_request > 0.0 {
            concurrency.min(vcpu * request_ms / work.cpu_millis_per_request)
        } else {
            concurrency
        };
        if servers < 1.0 {
            Capacity { servers: 1.0, service_s: work.cpu_millis_per_request / vcpu / 1000.0 }
        } else {
            Capacity { servers, service_s: request_ms / 1000.0 }
        }
    }

    /// Requests a second that it can do at the most.
    pub fn per_second(&self) -> f64 {
        self.servers / self.service_s
    }
}

#[cfg(test)]
mod tests {
    use super::{Capacity, Work};

    fn capacity(cpu_millis_per_request: f64, concurrency: u32, vcpu: f64) -> (f64, f64) {
        let work = Work { cpu_millis_per_request, concurrency, ..Work::default() };
        let capacity = Capacity::of(&work, vcpu);
        (capacity.servers, capacity.per_second())
    }

    /// LOAD-2: processors, concurrency, or less than one request's worth of a processor.
    #[test]
    fn the_scarcest_of_processors_and_concurrency_counts() {
        assert_eq!(capacity(5.0, 100, 1.0), (4.0, 200.0));
        assert_eq!(capacity(5.0, 100, 0.5), (2.0, 100.0));
        assert_eq!(capacity(5.0, 2, 1.0), (2.0, 100.0));
        assert_eq!(capacity(40.0, 100, 0.25), (1.0, 6.25));
        assert_eq!(capacity(0.0, 100, 0.25), (100.0, 5000.0));
    }

    #[test]
    fn capacity_never_falls_with_more_processors() {
        for cpu in [0.0, 0.3, 5.0, 70.0] {
            let rates: Vec<f64> = (0..400).map(|step| capacity(cpu, 30, f64::from(step) / 100.0).1).collect();
            assert!(rates.windows(2).all(|pair| pair[0] <= pair[1] * (1.0 + 1e-12)), "{cpu}");
            assert!(rates.iter().all(|rate| *rate > 0.0 && rate.is_finite()), "{cpu}");
        }
    }

    #[test]
    fn requests_beyond_the_concurrency_hold_no_memory() {
        let work = Work { memory_mib_per_request: 2.0, memory_mib_per_hour: 10.0, ..Work::default() };
        assert!((work.memory_mib_at(0.5, 7.0) - 83.0).abs() < 1e-9);
        assert!((work.memory_mib_at(0.0, 4000.0) - 264.0).abs() < 1e-9);
    }
}
