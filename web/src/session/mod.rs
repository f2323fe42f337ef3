//! The page's state and what changes it: pure, without a browser.

mod act;
mod action;
mod alarms;
mod amend;
mod answer;
mod asked;
mod axis;
mod capacity;
mod chart;
mod clock;
mod comparison;
mod contrast;
#[cfg(test)]
mod contrast_tests;
mod cost;
mod deed;
mod deployment;
mod draft;
mod edit;
mod follow;
mod foresight;
mod form;
mod history;
#[cfg(test)]
mod history_tests;
mod holdings;
mod inspection;
mod journal;
mod look;
mod members;
mod network;
mod outline;
mod parts;
mod paths;
mod placement;
mod queries;
#[cfg(test)]
mod question_tests;
mod reduce;
mod register;
mod remarks;
mod revisions;
mod rows;
mod run_task;
mod scaling;
mod scenario_text;
mod shared;
mod standing;
mod state;
mod story;
#[cfg(test)]
mod story_tests;
mod strategy;
mod targets;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod time_tests;
mod timeline;
mod traffic;
mod transport;
mod why;
mod wish;

pub use act::{Act, CALLS, CallField, CallForm, FieldKind, Step};
pub use action::Action;
pub use alarms::{AlarmRow, MetricChoice};
pub use axis::{Axis, Zoom};
pub use capacity::{
    COOLDOWNS, CapacityEntries, DISTRIBUTION, GROUP_FLAGS, GROUP_LAUNCH, GROUP_SCHEDULE_NAME,
    GROUP_SCHEDULE_SIZES, GROUP_SCHEDULE_TIMES, GROUP_SIZES, GROUP_TEMPLATE, GROUP_TYPE, GroupRow,
    GroupScheduleRow, INSTANCE_TYPES, PROVIDER_ENDS, PROVIDER_GROUP, ProviderRow, Reservations,
    SCALING_STATUS, SCALING_STEPS, TEMPLATE, TemplateRow, needs,
};
pub use chart::Counts;
pub use clock::{moment, moment_in_words, moment_on_axis, part_of_span, span_in_words};
pub use comparison::Comparison;
pub use contrast::{Contrary, Contrasting, Parting, Rival};
pub use cost::Cost;
pub use draft::{Draft, Earlier, Wish};
pub use edit::{
    AlarmEdit, AlarmField, AttributeEdit, CallEdit, CapacityEdit, ClusterTemplate, DeploymentField, Edit,
    InstanceField, NetworkEdit, NetworkField, NetworkPart, PlacementEdit, QueryEdit, ScalingEdit,
    ServiceField, ServiceNetworkEdit, StrategyEdit, StrategyOf, TrafficEdit,
};
pub use foresight::Forecast;
pub use form::*;
pub use history::{History, Way};
pub use holdings::{HeldPort, Whose, drawn_ports, held_ports, interfaces};
pub use inspection::Inspection;
pub use journal::{PAGE, Read, Reading};
pub use look::{ColourBy, Look, Picture};
pub use members::{MemberField, MemberKind, Written};
pub use network::{
    AwsvpcEntry, Balancing, ContainerPort, Exposed, GroupEntry, ListenerEntry, LoadBalancerEntry,
    RegistrationEntry, RuleEntry, ServiceNetwork, Source, SubnetEntry, Target, TargetGroupEntry, VpcEntries,
};
pub use outline::{DefinitionRow, Outline, counted, grouped, sentence};
pub use parts::Parts;
pub use paths::Paths;
pub use placement::{BY_INSTANCE, BY_ZONE, Constraint, Owner, Placement, Preset, Strategy};
pub use queries::{MATH, QueryRow};
pub use reduce::{errors, reduce};
pub use remarks::{Remark, Remarks};
pub use revisions::Name;
pub use rows::{InstanceRow, ServiceRow};
pub use run_task::{NetworkRow, RunTask, RunTaskRow, SubnetRow};
pub use scaling::{
    CAPACITY, ENABLED, POLICY_NAME, PolicyAt, PolicyFields, PolicyOf, PolicyRow, PolicyType, SCHEDULE,
    SCHEDULE_BOUNDS, SCHEDULE_NAME, SCHEDULE_SPAN, SIMPLE_COOLDOWN, STEPS_AT_MOST, SUSPENDED, Scaled,
    ScalingEntries, ScheduleRow, TIME_ZONE, TargetRow, Tracked, Trial, tracked_choices,
};
pub use shared::Shared;
pub use standing::{Standing, said};
pub use state::{Note, Run, Section, Selection, Share, Shown, State, Tab, View};
pub use story::{Tell, Telling, Told};
pub use strategy::{BY_STRATEGY, StrategyItem};
pub use targets::Targets;
pub use timeline::ActionRow;
pub use traffic::{
    Destination, TRAFFIC, TRAFFIC_NAME, TrafficEntry, TrafficRow, TrafficShape, WAY, rate_in_words,
    shape_fields,
};
pub use transport::{Move, Speed, Transport};
pub use why::{Why, services_on_instances};

use std::rc::Rc;

impl yew::Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(reduce(&self, action))
    }
}

/// What components send actions with.
pub type Dispatch = yew::UseReducerDispatcher<State>;
