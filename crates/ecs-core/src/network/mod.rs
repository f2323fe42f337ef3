//! Networking modes: what a task asks of an instance and what it gets; how it is reached, and what it
//! reaches.

mod addresses;
mod discovery;
mod dynamic_ports;
mod fronts;
mod modes;
mod path;
mod routes;
mod security;
mod targets;

pub use addresses::AddressPool;
pub use discovery::{has_service_connect, record};
pub use dynamic_ports::{DYNAMIC_PORTS, DYNAMIC_PORTS_WINDOWS, DynamicPorts};
pub use fronts::{classic_front, client_of, fronts_by_group, listener_front};
pub use modes::{
    HostPort, RESERVED_PORTS_MAX, RESERVED_TCP_PORTS, RESERVED_TCP_PORTS_WINDOWS, enis, host_port,
    static_host_ports,
};
pub use path::{
    Balancer, Client, ClientError, Forwards, Front, Health, Hop, HopKind, Obstacle, Path, Target,
    TargetHealth, checks_from, direct, is_kept_out, requests_from, through,
};
pub use routes::{Need, Standpoint, Unreachable, first_unreachable};
pub use security::{Addresses, Missing, Permit, Ports, RuleNumber, Source, missing, permits, would_permit};
pub use targets::{
    AddressOwner, address_owner, mapping_for, target_port, target_ports, target_type, transports,
};
