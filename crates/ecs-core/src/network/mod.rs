//! Networking modes: what a task asks of an instance, and what it gets.

mod addresses;
mod dynamic_ports;
mod modes;
mod routes;

pub use addresses::AddressPool;
pub use dynamic_ports::{DYNAMIC_PORTS, DYNAMIC_PORTS_WINDOWS, DynamicPorts};
pub use modes::{
    HostPort, RESERVED_PORTS_MAX, RESERVED_TCP_PORTS, RESERVED_TCP_PORTS_WINDOWS, enis, host_port,
    static_host_ports,
};
pub use routes::{Need, Standpoint, Unreachable, first_unreachable};
