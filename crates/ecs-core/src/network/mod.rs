//! Networking modes: what a task asks of an instance, and what it gets.

mod dynamic_ports;
mod modes;

pub use dynamic_ports::{DYNAMIC_PORTS, DynamicPorts};
pub use modes::{
    HostPort, RESERVED_PORTS_MAX, RESERVED_TCP_PORTS, RESERVED_TCP_PORTS_WINDOWS, enis, host_port,
    static_host_ports,
};
