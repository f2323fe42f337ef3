//! `capacityProviderStrategy` of services and calls. Spec: CAP-1.

use super::Reader;
use super::references::CAPACITY_PROVIDER;
use super::refusal::Refusals;
use crate::aws::{Compatibility, LaunchType, Provider, StrategyItem, TaskDefinition, shorten};
use crate::capacity::Share;
use crate::finding::rules;
use crate::json::{Node, child};
use crate::limits;

const BOTH: &str = "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.";
const MIXED: &str = "A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers. Specify one or the other and try again.";
const NO_WEIGHT_BY_DEFAULT: &str = "There are no capacity providers with a weight value greater than zero defined in the default capacity provider strategy. At least one capacity provider must have a weight value greater than zero specified. Update the cluster's default capacity provider strategy or specify a valid capacity provider strategy and try again.";
const NO_WEIGHT: &str =
    "There are no capacity providers in the capacity provider strategy with a weight value greater than zero";
const TWO_BASES: &str = "There are multiple capacity providers in the specified capacity provider strategy with a base value defined";
const NOT_ASSOCIATED: &str = "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster.";
const DAEMON: &str = "Specifying a capacity provider strategy is not supported when you create a service using the DAEMON scheduling strategy.";

/// Where the tasks of a service or a call run.
pub(super) struct Where {
    /// The launch type that is named, or that of the providers.
    pub(super) launch_type: LaunchType,
    /// The strategy; empty where a launch type counts.
    pub(super) strategy: Vec<StrategyItem>,
    /// What AWS refuses of it.
    pub(super) refusals: Refusals,
}

impl Reader<'_> {
    /// Where the tasks of a service or a call run: as its strategy says, as its launch type says, or as the
    /// cluster's default strategy says. Spec: CAP-1.
    pub(super) fn where_to_run(
        &mut self,
        parent: &Node,
        pointer: &str,
        definition: Option<&TaskDefinition>,
    ) -> Where {
        let mut refusals = Refusals::default();
        let named = LaunchType::read(parent);
        let daemon = parent.str("schedulingStrategy") == Some("DAEMON");
        let given = parent.get("capacityProviderStrategy").filter(|list| !list.elements().is_empty());
        let is_left_out = parent.get("launchType").is_none();
        let strategy = match given {
            Some(list) => {
                let place = child(pointer, "capacityProviderStrategy");
                if !is_left_out {
                    let message =
                        "a launch type and a capacity provider strategy exclude each other".to_owned();
                    let (rule, aws) = (&rules::CAPACITY_STRATEGY, Some(BOTH.to_owned()));
                    refusals.add(rule, place.clone(), list.range, message, aws, "remove one of them");
                }
                if daemon {
                    let message = "a DAEMON service takes no `capacityProviderStrategy`".to_owned();
                    let (rule, aws) = (&rules::CAPACITY_STRATEGY, Some(DAEMON.to_owned()));
                    refusals.add(rule, place.clone(), list.range, message, aws, "leave it out");
                }
                self.capacity_strategy(list, &place, false, &mut refusals)
            }
            None if is_left_out && !daemon => self.capacity.default_strategy.clone(),
            None => Vec::new(),
        };
        // What does not run on Fargate at all is said by its launch type.
        let on_fargate =
            |definition: &&TaskDefinition| definition.compatibilities().contains(&Compatibility::Fargate);
        if let Some(definition) = definition.filter(|definition| definition.windows).filter(on_fargate) {
            without_spot(parent, pointer, definition, &strategy, &mut refusals);
        }
        let launch_type = match strategy.first() {
            Some(item) if item.provider.is_fargate() => LaunchType::Fargate,
            Some(_) => LaunchType::Ec2,
            None => named,
        };
        Where { launch_type, strategy, refusals }
    }

    /// The items of a strategy, and what AWS refuses of them.
    pub(super) fn capacity_strategy(
        &mut self,
        list: &Node,
        pointer: &str,
        is_default: bool,
        refusals: &mut Refusals,
    ) -> Vec<StrategyItem> {
        let rule = &rules::CAPACITY_STRATEGY;
        let mut items: Vec<StrategyItem> = Vec::new();
        let list_name = pointer.rsplit('/').next().unwrap_or_default();
        for (number, node) in list.elements().iter().enumerate() {
            let pointer = child(pointer, number);
            let Some(provider) = self.provider_of(node, &pointer, refusals) else { continue };
            if items.iter().any(|item| item.provider == provider) {
                let message = "this capacity provider is in the strategy already".to_owned();
                refusals.add(rule, child(&pointer, "capacityProvider"), node.range, message, None, "");
                continue;
            }
            let parameter = format!("{list_name}[{number}]");
            let mut read = |key: &str, most: u64| {
                let value = self.bounded_by_clients(node, key, (&pointer, &parameter), 0..=most);
                u32::try_from(value.unwrap_or(0)).unwrap_or(u32::MAX)
            };
            let base = read("base", limits::STRATEGY_BASE);
            let share = Share { base, weight: read("weight", limits::STRATEGY_WEIGHT) };
            items.push(StrategyItem { provider, share });
        }
        if list.elements().len() > limits::CAPACITY_PROVIDERS {
            let message =
                format!("{} capacity providers in a strategy; 20 are the most", list.elements().len());
            refusals.add(rule, pointer.to_owned(), list.range, message, None, "");
        }
        if items.iter().filter(|item| item.share.base > 0).count() > 1 {
            let message = "one capacity provider of a strategy may have a `base`, not more".to_owned();
            refusals.add(
                rule,
                pointer.to_owned(),
                list.range,
                message,
                Some(TWO_BASES.to_owned()),
                "keep the base of one, and let weights divide the rest",
            );
        }
        if items.len() > 1 && items.iter().all(|item| item.share.weight == 0) {
            let message = "at least one capacity provider needs a `weight` above 0".to_owned();
            let aws = Some(if is_default { NO_WEIGHT_BY_DEFAULT } else { NO_WEIGHT }.to_owned());
            refusals.add(
                rule,
                pointer.to_owned(),
                list.range,
                message,
                aws,
                "`weight` is 0 where it is left out",
            );
        }
        if items.iter().any(|item| item.provider.is_fargate())
            && !items.iter().all(|item| item.provider.is_fargate())
        {
            let message =
                "a strategy names providers of Fargate or of Auto Scaling groups, not both".to_owned();
            refusals.add(
                rule,
                pointer.to_owned(),
                list.range,
                message,
                Some(MIXED.to_owned()),
                "two services can",
            );
        }
        items
    }

    /// The provider that an item names: one that the cluster has.
    fn provider_of(&mut self, item: &Node, pointer: &str, refusals: &mut Refusals) -> Option<Provider> {
        let node = item.get("capacityProvider")?;
        let reference = node.as_str()?;
        let short = CAPACITY_PROVIDER.short(reference);
        let found = Provider::of_fargate(short)
            .or_else(|| self.lookup(&CAPACITY_PROVIDER, short).map(Provider::Group));
        if found.is_some_and(|provider| self.capacity.associated.contains(&provider)) {
            return found;
        }
        let message = match found {
            Some(_) => format!("`{}` is not among the cluster's `capacityProviders`", shorten(short)),
            None => format!("there is no capacity provider `{}` in this scenario", shorten(reference)),
        };
        let known = ["FARGATE", "FARGATE_SPOT"].into_iter().chain(self.names(&CAPACITY_PROVIDER));
        let near = self.nearest(short, known).filter(|_| found.is_none());
        let hint = near.map_or_else(String::new, |name| format!("did you mean `{name}`?"));
        let (pointer, aws) = (child(pointer, "capacityProvider"), Some(NOT_ASSOCIATED.to_owned()));
        refusals.add(&rules::UNRESOLVED_REFERENCE, pointer, node.range, message, aws, &hint);
        // What else there is to say depends on where tasks would run: a name like Fargate's means Fargate.
        found.or_else(|| short.starts_with("FARGATE").then_some(Provider::Fargate))
    }
}

/// Fargate Spot does not run Windows. Spec: SCN-10.
fn without_spot(
    parent: &Node,
    pointer: &str,
    definition: &TaskDefinition,
    strategy: &[StrategyItem],
    refusals: &mut Refusals,
) {
    if strategy.iter().all(|item| item.provider != Provider::FargateSpot) {
        return;
    }
    let pointer = child(pointer, "capacityProviderStrategy");
    let is_spot = |(_, item): &(usize, &Node)| {
        item.str("capacityProvider").is_some_and(|name| CAPACITY_PROVIDER.short(name) == "FARGATE_SPOT")
    };
    let named = parent.list("capacityProviderStrategy").iter().enumerate().find(is_spot);
    let (pointer, range, hint) = if let Some((number, item)) = named {
        (child(&pointer, number), item.range, "FARGATE runs it")
    } else {
        (pointer, parent.opening(), "the cluster's default strategy has FARGATE_SPOT: name another one here")
    };
    let message =
        format!("task definition `{}` is for Windows, which FARGATE_SPOT does not run", definition.short());
    refusals.add(&rules::UNSUPPORTED_LAUNCH_TYPE, pointer, range, message, None, hint);
}
