//! A port mapping, as the rules look at it.

use super::definition::{Definition, Place};
use crate::aws::{NetworkMode, Protocol, port_range};

/// An entry of `portMappings` that is an object.
pub(super) struct Mapping<'a> {
    pub(super) place: Place<'a>,
}

/// The mappings of a container.
pub(super) fn port_mappings<'a>(container: &Place<'a>) -> impl Iterator<Item = Mapping<'a>> + use<'a> {
    container.list("portMappings").filter(Place::is_object).map(|place| Mapping { place })
}

impl<'a> Definition<'a> {
    /// The mappings of all containers.
    pub(super) fn port_mappings(&self) -> impl Iterator<Item = Mapping<'a>> {
        self.containers.iter().flat_map(port_mappings)
    }
}

impl<'a> Mapping<'a> {
    /// The port, unless it is out of range, which has been reported.
    pub(super) fn container_port(&self) -> Option<u16> {
        self.port("containerPort")
    }

    /// The port of the host, or of the task, that the mapping takes for itself; none where it takes a
    /// dynamic one.
    pub(super) fn static_port(&self, mode: NetworkMode) -> Option<u16> {
        match mode {
            NetworkMode::Bridge | NetworkMode::Default => {
                self.container_port()?;
                self.port("hostPort")
            }
            NetworkMode::Awsvpc | NetworkMode::Host => self.container_port(),
            NetworkMode::None => None,
        }
    }

    /// TCP unless the mapping says UDP. Spec: NET-1.
    pub(super) fn protocol(&self) -> Protocol {
        if self.place.str("protocol") == Some("udp") { Protocol::Udp } else { Protocol::Tcp }
    }

    /// `containerPortRange`, unless it is empty.
    pub(super) fn range_text(&self) -> Option<&'a str> {
        self.place.str("containerPortRange").filter(|text| !text.is_empty())
    }

    /// Both ends of the range, where it is written as two ports.
    pub(super) fn range(&self) -> Option<(u16, u16)> {
        port_range(self.range_text()?)
    }

    fn port(&self, key: &str) -> Option<u16> {
        u16::try_from(self.place.integer(key)?).ok().filter(|port| *port > 0)
    }
}
