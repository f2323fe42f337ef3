//! How a client reaches a task, and the task the world: as `network --format json` prints it
//! (docs/scenario.md, What the tools print). Spec: NET-40.

mod hops;
mod modes;
mod names;
mod subject;
mod text;
mod way_out;
mod ways;

pub use modes::compare_modes;

use super::portable;
use crate::aws::{LaunchType, NetworkMode, Protocol};
use crate::finding::RuleCode;
use crate::network::{AddressOwner, HopKind, TargetHealth};
use crate::world::TaskStatus;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// The network around a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkReport {
    /// The moment, in seconds.
    pub at_seconds: f64,
    /// The task's ARN.
    pub task: String,
    /// Its short form, for example `service:web/1`.
    pub name: String,
    /// `lastStatus`.
    pub last_status: TaskStatus,
    /// The network mode of its definition.
    pub network_mode: NetworkMode,
    /// Where it runs.
    pub launch_type: LaunchType,
    /// Why it does not run: what ECS says of it once it stops, before that what it will not reach. None
    /// where it runs, and where nothing keeps it from that.
    pub why_not_running: Option<String>,
    /// The address that it is reached at.
    pub address: AddressReport,
    /// The hops of every path, from the client to the container, path after path.
    pub hops: Vec<HopReport>,
    /// The paths that lead to it; empty where none does.
    pub paths: Vec<PathReport>,
    /// What it reaches, and what it does not; empty where it has no network, and once it is STOPPED.
    pub way_out: Vec<DestinationReport>,
    /// Names that lead to it.
    pub names: Vec<TaskNameReport>,
}

impl NetworkReport {
    /// The hops of a path, by its number.
    pub fn hops_of(&self, path: usize) -> impl Iterator<Item = &HopReport> {
        self.hops.iter().filter(move |hop| hop.path == path)
    }
}

/// Where a task is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddressReport {
    /// Whose address it is.
    pub owner: AddressOwner,
    /// The address in the VPC; none while it has none, and in mode none.
    pub address: Option<String>,
    /// Whether it has a public address besides.
    pub public: bool,
    /// The subnet, by its id; none outside of the VPC.
    pub subnet: Option<String>,
    /// The security groups that guard it, by their ids.
    pub security_groups: Vec<String>,
    /// One sentence on whose it is.
    pub sentence: String,
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HopReport {
    /// The path that it is of, by its number in [`NetworkReport::paths`].
    pub path: usize,
    /// What it is.
    pub kind: HopKind,
    /// What it is called: `web-alb`, `web-alb:80`, `host/1`, a container's name.
    pub name: String,
    /// Its address: of a load balancer its DNS name. None while it has none.
    pub address: Option<String>,
    /// The port that is asked for there.
    pub port: Option<u16>,
    /// TCP, UDP, HTTP and so on, as AWS writes it at this kind of thing; none where it does not.
    pub protocol: Option<Cow<'static, str>>,
    /// The security groups that guard it, by their ids; empty where none does.
    pub security_groups: Vec<String>,
    /// Whether a request gets past it. The first hop of a path that is not passed is the one that fails;
    /// those behind it are not reached.
    pub passed: bool,
    /// Why not; of a hop that is passed, the rule of a security group that lets the request in. None
    /// where nothing had to be decided, and behind the hop that fails.
    pub reason: Option<String>,
    /// The rule that would let the request in, as `IpPermissions` of the group have it; none where none
    /// is missing.
    pub missing_permission: Option<PermissionReport>,
}

/// A rule of a security group, as one would add it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PermissionReport {
    /// `GroupId` of the group to add it to; none for the VPC's default group, which a scenario does not list.
    pub group_id: Option<String>,
    /// The entry of `IpPermissions`.
    #[serde(with = "portable")]
    pub ip_permission: Value,
    /// The same in words, for example `tcp 32768-60999 from sg-alb`.
    pub sentence: String,
}

/// A way to a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PathReport {
    /// What it leads through: none where the client asks the task itself.
    pub load_balancer: Option<LoadBalancerReport>,
    /// The target group's name; none without one, and with a Classic Load Balancer.
    pub target_group: Option<String>,
    /// What is registered there; none while nothing is.
    pub target: Option<TargetReport>,
    /// What the health check says of it; none without a load balancer.
    pub target_health: Option<TargetHealthReport>,
    /// Whether a request reaches the container.
    pub passed: bool,
    /// What the client sees where it does not, as long as there is no other target.
    pub client_error: Option<ClientErrorReport>,
}

/// A load balancer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadBalancerReport {
    /// Its name.
    pub name: String,
    /// `application`, `network`, `gateway` or `classic`.
    #[serde(rename = "type")]
    pub load_balancer_type: Cow<'static, str>,
    /// `internet-facing` or `internal`; none for a Gateway Load Balancer.
    pub scheme: Option<Cow<'static, str>>,
    /// Whether the scenario does not list it: a target group that no listener names has one of this kind.
    pub implied: bool,
}

/// A target, as DescribeTargetHealth names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetReport {
    /// An address, or the id of an EC2 instance.
    pub id: String,
    /// Its port; none with a Classic Load Balancer, where an instance is registered and no port.
    pub port: Option<u16>,
    /// Its zone.
    pub availability_zone: String,
}

/// The verdict of a health check, as DescribeTargetHealth has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetHealthReport {
    /// `State`, once the checks have had their time.
    pub state: TargetHealth,
    /// `Reason`, for example `Target.Timeout`; none when it is healthy.
    pub reason: Option<Cow<'static, str>>,
    /// `Description`, in AWS's words; none when it is healthy.
    pub description: Option<Cow<'static, str>>,
    /// What follows from it, in ours.
    pub sentence: String,
    /// The rule that would let the health check in; none where none is missing.
    pub missing_permission: Option<PermissionReport>,
}

/// What a client sees of a path that fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientErrorReport {
    /// The HTTP status that the load balancer answers; none where it answers nothing.
    pub status: Option<u16>,
    /// Its name (`Gateway Timeout`), or what happens to the connection.
    pub name: Cow<'static, str>,
    /// Why, in our words.
    pub sentence: String,
}

/// Whether something outside is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DestinationReport {
    /// `internet`, or the short name of a service's endpoint such as `ecr.api`.
    pub destination: Cow<'static, str>,
    /// Whether it is reached.
    pub passed: bool,
    /// Over what, or why not.
    pub sentence: String,
}

/// A name that leads to a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskNameReport {
    /// The name that a client asks for.
    pub name: String,
    /// Which kind of name.
    pub kind: NameKind,
    /// The port that a client of Service Connect asks for; none with Cloud Map.
    pub client_port: Option<u16>,
    /// The address behind it.
    pub address: String,
    /// The port that comes along; none for an A record, whose clients have to know it.
    pub port: Option<u16>,
}

/// A name, and everything behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NameReport {
    /// The name that a client asks for.
    pub name: String,
    /// Which kind of name.
    pub kind: NameKind,
    /// The port that a client of Service Connect asks for; none with Cloud Map.
    pub client_port: Option<u16>,
    /// Its running tasks, in order of creation.
    pub answers: Vec<AnswerReport>,
}

/// Which kind of name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameKind {
    /// An A record of Cloud Map: an address.
    A,
    /// An SRV record of Cloud Map: an address and a port.
    #[serde(rename = "SRV")]
    Srv,
    /// An alias of Service Connect: an address and a port, behind the port of the alias.
    #[serde(rename = "serviceConnect")]
    ServiceConnect,
}

impl NameKind {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            NameKind::A => "A",
            NameKind::Srv => "SRV",
            NameKind::ServiceConnect => "Service Connect",
        }
    }
}

/// A task behind a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerReport {
    /// The task's short form.
    pub task: String,
    /// Its address.
    pub address: String,
    /// Its port; none for an A record.
    pub port: Option<u16>,
}

/// A task definition in one of the network modes: a column of the comparison. Spec: NET-52.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModeReport {
    /// The mode.
    pub network_mode: NetworkMode,
    /// Whether the definition has it.
    pub current: bool,
    /// Whose address a task is reached at.
    pub address_owner: AddressOwner,
    /// One sentence on it.
    pub address: String,
    /// Where each mapping listens.
    pub ports: Vec<ModePortReport>,
    /// `TargetType` that a target group for it needs; none where none takes it.
    pub target_type: Option<Cow<'static, str>>,
    /// How many copies fit on one empty instance of each kind that the scenario has.
    pub copies: Vec<ModeCopiesReport>,
    /// What AWS refuses of the definition in this mode.
    pub refused: Vec<RefusedReport>,
    /// The rules of security groups that its load balancers need; empty without a load balancer or a port,
    /// and where the scenario lists no security groups.
    pub permissions: Vec<ModePermissionReport>,
    /// Whether a task reaches the internet.
    pub internet: bool,
    /// Over what, or why not.
    pub way_out: String,
}

/// Where a mapping listens in a mode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModePortReport {
    /// The container's name.
    pub container: String,
    /// Its port, the first of a range.
    pub container_port: u16,
    /// How many ports from there on.
    pub count: u16,
    /// TCP or UDP.
    pub protocol: Protocol,
    /// First and last port that it may be on the instance: the same twice for a single static one, the
    /// range that the agent draws from for a dynamic one. None where nothing of the instance is taken.
    pub host_ports: Option<(u16, u16)>,
    /// One sentence, for example `port 8080 of the task's own address`.
    pub sentence: String,
}

/// How many copies fit on one empty instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModeCopiesReport {
    /// The name of the entry of `containerInstances`.
    pub container_instance: String,
    /// Its type.
    pub instance_type: Cow<'static, str>,
    /// How many.
    pub copies: usize,
    /// What stops the next one, in words; empty where nothing does.
    pub stopped_by: Vec<String>,
}

/// What AWS refuses of a definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusedReport {
    /// The rule's code.
    #[serde(deserialize_with = "portable::code")]
    pub code: RuleCode,
    /// Our sentence.
    pub message: String,
    /// AWS's own text, to the letter, where one is known.
    pub aws_message: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// JSON pointer of the place within the definition.
    pub pointer: String,
}

/// A rule of a security group that a load balancer's requests need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModePermissionReport {
    /// What the rule is for: the service and its load balancer.
    pub service: String,
    /// The load balancer's name.
    pub load_balancer: String,
    /// The rule; its group is the instance's, or in mode awsvpc the task's.
    pub permission: PermissionReport,
    /// Whether it is for the load balancer's health checks; else for clients' requests, and for the checks
    /// too where no rule of their own is listed.
    pub health_checks: bool,
    /// Whether the scenario has it already: then it is the rule as the scenario has it.
    pub present: bool,
}
