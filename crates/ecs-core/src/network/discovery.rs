//! What a name says of a task behind it: Cloud Map's records, Service Connect's aliases.

use crate::aws::{NetworkMode, RecordType};
use std::net::Ipv4Addr;

/// What a record of Cloud Map says of a task that is reached at an address and, for a mapping, at a port:
/// none where the mode has no such record. Spec: NET-50.
pub fn record(
    record_type: RecordType,
    mode: NetworkMode,
    address: Ipv4Addr,
    port: Option<u16>,
) -> Option<(Ipv4Addr, Option<u16>)> {
    match (record_type, mode) {
        (RecordType::A, NetworkMode::Awsvpc) => Some((address, None)),
        // An instance's address alone would not say which of its ports is the task's.
        (RecordType::A, _) | (_, NetworkMode::None) => None,
        (RecordType::Srv, _) => Some((address, Some(port?))),
    }
}

/// Whether tasks of a mode can be behind an alias of Service Connect. Spec: NET-51.
pub fn has_service_connect(mode: NetworkMode) -> bool {
    matches!(mode, NetworkMode::Awsvpc | NetworkMode::Bridge)
}

#[cfg(test)]
mod tests {
    use super::record;
    use crate::aws::{NetworkMode, RecordType};
    use std::net::Ipv4Addr;

    #[test]
    fn an_a_record_is_for_addresses_of_tasks() {
        let address = Ipv4Addr::new(10, 0, 0, 4);
        let said = |record_type, mode, port| record(record_type, mode, address, port);
        assert_eq!(said(RecordType::A, NetworkMode::Awsvpc, Some(80)), Some((address, None)));
        assert_eq!(said(RecordType::A, NetworkMode::Bridge, Some(32768)), None);
        assert_eq!(said(RecordType::Srv, NetworkMode::Bridge, Some(32768)), Some((address, Some(32768))));
        assert_eq!(said(RecordType::Srv, NetworkMode::Host, None), None);
        assert_eq!(said(RecordType::Srv, NetworkMode::None, Some(80)), None);
    }
}
