//! Namespaces of Cloud Map and the services in them.

use super::Reader;
use super::references::{DISCOVERY_SERVICE, NAMESPACE};
use crate::aws::{DiscoveryService, RecordType, ServiceDiscovery, shorten};
use crate::finding::rules;
use crate::json::{Node, child};
use crate::limits;
use std::collections::BTreeSet;

impl Reader<'_> {
    /// Spec: DISC-1.
    pub(super) fn service_discovery(&mut self) -> ServiceDiscovery {
        for kind in [&NAMESPACE, &DISCOVERY_SERVICE] {
            self.within_quota(kind.list, limits::DISCOVERY_SERVICES);
        }
        self.unique_names(&NAMESPACE);
        let mut taken = BTreeSet::new();
        let mut services = Vec::new();
        let listed = self.root.list("serviceDiscoveryServices").iter().enumerate();
        for (number, node) in listed.take(limits::DISCOVERY_SERVICES) {
            let pointer = format!("/serviceDiscoveryServices/{number}");
            let service = self.discovery_service(node, &pointer);
            if !taken.insert((service.namespace, service.name.clone())) {
                let message =
                    format!("there is a service `{}` in this namespace already", shorten(&service.name));
                let name = node.get("Name").unwrap_or(node);
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "Name"), name, message);
            }
            services.push(service);
        }
        ServiceDiscovery { namespaces: self.names(&NAMESPACE).map(ToOwned::to_owned).collect(), services }
    }

    fn discovery_service(&mut self, node: &Node, pointer: &str) -> DiscoveryService {
        let dns = node.get("DnsConfig");
        let of_dns = dns.and_then(|dns| Some((dns.get("NamespaceId")?, child(pointer, "DnsConfig"))));
        let own = node.get("NamespaceId").map(|member| (member, pointer.to_owned()));
        let namespace = if let Some((member, pointer)) = own.or(of_dns) {
            self.resolve(&NAMESPACE, member, &child(&pointer, "NamespaceId"))
        } else {
            let message = "`NamespaceId` is missing: a name stands in a namespace";
            self.report(&rules::DISCOVERY_SERVICE, &child(pointer, "NamespaceId"), node, message);
            None
        };
        let mut records = Vec::new();
        for (number, record) in dns.map_or(&[][..], |dns| dns.list("DnsRecords")).iter().enumerate() {
            match record.str("Type") {
                Some("A") => records.push(RecordType::A),
                Some("SRV") => records.push(RecordType::Srv),
                Some(other @ ("AAAA" | "CNAME")) => {
                    let pointer = format!("{pointer}/DnsConfig/DnsRecords/{number}/Type");
                    let message = format!(
                        "a record of type {other} is not simulated yet; tasks have A and SRV records"
                    );
                    let member = record.get("Type").unwrap_or(record);
                    self.report(&rules::NOT_SIMULATED, &pointer, member, message);
                }
                _ => {}
            }
        }
        records.sort_unstable();
        records.dedup();
        DiscoveryService {
            name: node.str("Name").unwrap_or_default().to_owned(),
            namespace: namespace.unwrap_or(usize::MAX),
            records,
        }
    }
}
