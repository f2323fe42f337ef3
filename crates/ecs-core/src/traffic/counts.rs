//! What became of requests, counted.

use crate::balance::Failure;
use crate::load::Rounded;

/// What a client got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// An answer in time.
    Answered,
    /// 500, by the application. Spec: LOAD-5.
    Failed,
    /// 460: the client went away first. Spec: BAL-12.
    ClientClosed,
    /// 502, by the load balancer. Spec: BAL-12.
    BadGateway,
    /// 503, by the load balancer. Spec: BAL-12.
    ServiceUnavailable,
    /// 504, by the load balancer. Spec: BAL-12.
    GatewayTimeout,
    /// Nothing: the load balancer itself is not reached. Spec: NET-46.
    Unreached,
}

impl Outcome {
    /// All, in order.
    pub const ALL: [Outcome; 7] = [
        Outcome::Answered,
        Outcome::Failed,
        Outcome::ClientClosed,
        Outcome::BadGateway,
        Outcome::ServiceUnavailable,
        Outcome::GatewayTimeout,
        Outcome::Unreached,
    ];

    /// What a failure of the load balancer is to the client. Spec: BAL-12.
    pub fn of(failure: Failure) -> Outcome {
        match failure.status() {
            460 => Outcome::ClientClosed,
            502 => Outcome::BadGateway,
            503 => Outcome::ServiceUnavailable,
            _ => Outcome::GatewayTimeout,
        }
    }
}

/// How many requests had each outcome, in the order of [`Outcome::ALL`].
pub type Counts = [u64; Outcome::ALL.len()];

/// Counts that grow by fractions. Spec: LOAD-7.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tallied {
    outcomes: [Rounded; Outcome::ALL.len()],
    /// Those for which a target was chosen: `RequestCount`.
    requests: Rounded,
}

impl Tallied {
    /// Adds requests with an outcome.
    pub fn add(&mut self, outcome: Outcome, requests: f64) {
        if let Some(count) = self.outcomes.get_mut(outcome as usize) {
            count.add(requests);
        }
    }

    /// Adds requests for which a target was chosen.
    pub fn add_requests(&mut self, requests: f64) {
        self.requests.add(requests);
    }

    /// What was added since the last time, as whole numbers: the outcomes, and the requests for which a
    /// target was chosen.
    pub fn take(&mut self) -> (Counts, u64) {
        (self.outcomes.each_mut().map(Rounded::take), self.requests.take())
    }

    /// How many there were in all.
    pub fn totals(&self) -> Counts {
        self.outcomes.map(|count| count.total())
    }
}
