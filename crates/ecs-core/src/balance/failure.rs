//! What a client gets where no target answers.

/// Why the load balancer answers itself, and not a target. Spec: BAL-12.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The target group has no registered target, or none that is used.
    NoTarget,
    /// Nobody listens on the target's port: the connection is reset.
    ConnectionRefused,
    /// The target's backlog is full.
    BacklogFull,
    /// The deregistration delay ended with the request in flight, or the target went away.
    TargetGone,
    /// No connection within ten seconds: a security group drops it.
    ConnectionTimedOut,
    /// No answer within the idle time-out.
    IdleTimedOut,
    /// The client went away before the idle time-out.
    ClientClosed,
}

impl Failure {
    /// The HTTP status that an Application Load Balancer writes. Spec: BAL-12.
    pub fn status(self) -> u16 {
        match self {
            Failure::ClientClosed => 460,
            Failure::ConnectionRefused | Failure::BacklogFull | Failure::TargetGone => 502,
            Failure::NoTarget => 503,
            Failure::ConnectionTimedOut | Failure::IdleTimedOut => 504,
        }
    }

    /// The CloudWatch metric that counts it beside that of its own status. Spec: BAL-12.
    pub fn metric(self) -> &'static str {
        if self.status() < 500 { "HTTPCode_ELB_4XX_Count" } else { "HTTPCode_ELB_5XX_Count" }
    }

    /// Whether `RequestCount` has it: only requests for which a target was chosen count. Spec: BAL-12.
    pub fn counts_as_request(self) -> bool {
        self != Failure::NoTarget
    }
}

/// Who gives up first on a request without an answer, and after how many seconds: the client, where it
/// waits for less than the idle time-out, else the load balancer. Spec: BAL-12.
pub fn gives_up(client_s: Option<f64>, idle_s: f64) -> (Failure, f64) {
    match client_s {
        Some(client_s) if client_s < idle_s => (Failure::ClientClosed, client_s),
        _ => (Failure::IdleTimedOut, idle_s),
    }
}
