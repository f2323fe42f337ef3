//! What a run is told as: AWS's describe shapes, EventBridge events, sentences, and the snapshot that
//! a picture is drawn from.

#![allow(clippy::indexing_slicing, reason = "a table is indexed by a row that it made itself")]

mod alarm_series;
mod alarms;
mod attachments;
mod bus;
mod bus_events;
mod bus_reports;
mod capacity;
mod containers;
mod cost;
mod course;
mod deployments;
mod describe;
mod divergence;
mod event_view;
mod events;
mod explain;
mod fit;
mod foresight;
mod group_view;
mod groups;
mod inspect;
mod instances;
mod journal;
mod load;
mod metrics;
mod network;
mod portable;
mod rebalancing;
mod replay;
mod roles;
mod rollout;
mod run;
mod scaling;
mod service_deployments;
mod shifts;
mod snapshot;
mod story;
mod summary;
mod tally;
mod target_health;
mod targets;
mod text;
mod traffic_view;
mod volumes;

pub use alarm_series::AlarmSeries;
pub use attachments::{AttachmentReport, KeyValuePair, NetworkBindingReport, NetworkInterfaceReport};
pub use bus::{BusView, CauseView, PipeView, QueueView, RuleView, TopicView};
pub use containers::container_reason;
pub use course::Course;
pub use describe::{ContainerInstanceReport, ContainerReport, ServiceEventReport, ServiceReport, TaskReport};
pub use divergence::{Comparison, DecisionDivergence, DecisionKind, DecisionTold, Divergence};
pub use event_view::{EventView, Subject, Tone};
pub use events::Feed;
pub use explain::{CandidateReport, Explanation, RankReport, Step, VerdictReport};
pub use fit::{Fit, NextReport};
pub use foresight::Foresight;
pub use group_view::GroupView;
pub use groups::MemberView;
pub use inspect::{ContainerView, StopView, TaskInspection};
pub use instances::InstanceCondition;
pub use journal::{EventKind, Journal, JournalEntry, JournalFilter, JournalPage, Landmark, PageFrom};
pub use load::{Latency, LoadPoint, LoadSeries, LoadTally};
pub use metrics::{LatencyReport, MetricReport};
pub use network::{
    AddressReport, AnswerReport, ClientErrorReport, DestinationReport, HopReport, LoadBalancerReport,
    ModeCopiesReport, ModePermissionReport, ModePortReport, ModeReport, NameKind, NameReport, NetworkReport,
    PathReport, PermissionReport, RefusedReport, TargetHealthReport, TargetReport, TaskNameReport,
    compare_modes,
};
pub use replay::Replay;
pub use roles::{CallReport, MissingPermission, RoleReport, RolesReport, StatementReport};
pub use rollout::{DeploymentView, RolloutView};
pub use run::{RunReport, SimulationReport, UnplacedReport};
pub use shifts::{RevisionView, ShiftView};
pub use snapshot::{Amount, InstanceView, PortView, ServiceView, Snapshot, TaskView, WaitingView, ZoneView};
pub use story::{Because, ScalingNow, ScalingStep, Stage, Story, StoryDecision, StoryFilter, StoryPage};
pub use summary::Summary;
pub use tally::{Point, Series, Tally};
pub use target_health::{
    GroupHealth, HealthCounts, HealthPoint, HealthSeries, HealthTally, TargetLine, TargetList,
};
pub use text::{
    capacity as capacity_text, deployment as deployment_text, group_policies as group_policies_text,
    scaling as scaling_text, shift as shift_text,
};
pub use traffic_view::{ForwardView, TrafficArrives, TrafficView};
pub use volumes::{MountReport, SurvivalReport, VolumeReport, VolumesReport};
