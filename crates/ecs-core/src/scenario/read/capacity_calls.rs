//! Timeline calls on capacity providers. Spec: CAP-7.

use super::Reader;
use super::references::CAPACITY_PROVIDER;
use super::refusal::Refusals;
use super::service_calls::as_warning;
use crate::aws::{CapacityCall, Provider, PutClusterCapacityProviders, check_shape};
use crate::json::{Member, Node, Value, child};
use crate::scenario::Call;

impl Reader<'_> {
    /// `ecs:PutClusterCapacityProviders`: later calls are read with what it leaves.
    pub(super) fn put_cluster_capacity_providers(&mut self, input: &Node, pointer: &str) -> Call {
        check_shape(self.shapes, "PutClusterCapacityProvidersRequest", input, pointer, self.findings);
        self.cluster(input, pointer);
        let before = self.capacity.clone();
        let (put, said) = self.apart(|reader| {
            let empty = Node { range: input.range, value: Value::Array(Vec::new()) };
            let listed = input.get("capacityProviders").unwrap_or(&empty);
            reader.capacity.associated = reader.associated(listed, &child(pointer, "capacityProviders"));
            let given = input.get("defaultCapacityProviderStrategy").unwrap_or(&empty);
            let (mut refusals, place) =
                (Refusals::default(), child(pointer, "defaultCapacityProviderStrategy"));
            let strategy = reader.capacity_strategy(given, &place, true, &mut refusals);
            reader.findings.extend(refusals.findings());
            reader.capacity.default_strategy = strategy;
            let associated = reader.capacity.associated.clone();
            PutClusterCapacityProviders {
                associated,
                default_strategy: reader.capacity.default_strategy.clone(),
            }
        });
        if let Some(refused) = self.judged(said, input, pointer) {
            self.capacity = before;
            return refused;
        }
        Call::Capacity(CapacityCall::Put(put))
    }

    /// `ecs:UpdateCapacityProvider`: what it leaves out of the provider stays as it is.
    pub(super) fn update_capacity_provider(&mut self, input: &Node, pointer: &str) -> Option<Call> {
        check_shape(self.shapes, "UpdateCapacityProviderRequest", input, pointer, self.findings);
        self.cluster(input, pointer);
        let name = input.get("name")?;
        let (found, said) = self.apart(|reader| {
            let place = child(pointer, "name");
            match name.as_str().and_then(Provider::of_fargate) {
                Some(_) => None,
                None => reader.resolve(&CAPACITY_PROVIDER, name, &place),
            }
        });
        let Some(number) = found else {
            self.findings.extend(said.into_iter().map(as_warning));
            return Some(Call::refused("ClientException", "The specified capacity provider was not found."));
        };
        let known = self.updated_providers.get(&number).cloned();
        let mut merged = known.or_else(|| self.root.list(CAPACITY_PROVIDER.list).get(number).cloned())?;
        let place = child(pointer, "autoScalingGroupProvider");
        if let Some(given) = input.get("autoScalingGroupProvider") {
            merge(&mut merged, "autoScalingGroupProvider", given);
        }
        let group = merged.get("autoScalingGroupProvider")?.clone();
        let (with, said) = self.apart(|reader| reader.group_provider(&merged, &group, &place));
        if let Some(refused) = self.judged(said, input, pointer) {
            return Some(refused);
        }
        self.updated_providers.insert(number, merged);
        Some(Call::Capacity(CapacityCall::Update { number, with: Box::new(with) }))
    }
}

/// Puts the members of an object into the object that a member is, and so on inside of it.
fn merge(object: &mut Node, key: &str, given: &Node) {
    let Value::Object(members) = &mut object.value else { return };
    let place = members.iter().position(|member| member.key == key);
    let Some(member) = place.and_then(|place| members.get_mut(place)) else {
        members.push(Member { key: key.to_owned(), key_range: given.range, value: given.clone() });
        return;
    };
    if given.members().is_empty() || member.value.members().is_empty() {
        member.value = given.clone();
        return;
    }
    member.value.range = given.range;
    for part in given.members() {
        merge(&mut member.value, &part.key, &part.value);
    }
}
