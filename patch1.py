import re
def sub(p, pairs):
    s=open(p).read()
    for a,b in pairs:
        if a not in s: raise SystemExit(f"{p}: missing {a[:60]!r}")
        s=s.replace(a,b,1)
    open(p,'w').write(s)
sub('catalog.rs',[
 ("    pub max_enis: u32,\n","    pub max_enis: u32,\n    /// Tasks with an interface of their own on an instance with a trunk interface; none where the type\n    /// takes no trunk.\n    pub trunking_task_limit: Option<u32>,\n    /// GPUs.\n    pub gpus: u32,\n"),
 ("    let registered_memory_mib = fields.nth(4)?.parse().ok()?;\n","    let trunking_task_limit = fields.nth(1)?.parse().ok();\n    let gpus = fields.next()?.parse().ok()?;\n    let registered_memory_mib = fields.nth(1)?.parse().ok()?;\n"),
 ("    Some(InstanceType { name, vcpu, memory_mib, architecture, max_enis, registered_memory_mib })","    Some(InstanceType {\n        name,\n        vcpu,\n        memory_mib,\n        architecture,\n        max_enis,\n        trunking_task_limit,\n        gpus,\n        registered_memory_mib,\n    })"),
])
sub('network.rs',[
 ("/// Reserved host ports on an instance","/// Ports that the agent reserves on a Windows instance. Spec: RES-7.\npub const RESERVED_TCP_PORTS_WINDOWS: [u16; 11] =\n    [53, 135, 139, 445, 2375, 2376, 3389, 5985, 5986, 51678, 51679];\n\n/// Reserved host ports on an instance"),
])
sub('aws/task_definition.rs',[
 ("    /// Its port mappings.\n    pub port_mappings: Vec<PortMapping>,\n","    /// Its port mappings.\n    pub port_mappings: Vec<PortMapping>,\n    /// GPUs.\n    pub gpus: u32,\n"),
 ("        port_mappings: node.list(\"portMappings\").iter().filter_map(read_port_mapping).collect(),\n","        port_mappings: node.list(\"portMappings\").iter().filter_map(read_port_mapping).collect(),\n        gpus: node.list(\"resourceRequirements\").iter().filter_map(read_gpus).fold(0, u32::saturating_add),\n"),
 ("fn read_port_mapping(","fn read_gpus(node: &Node) -> Option<u32> {\n    let count = node.get(\"value\").filter(|_| node.str(\"type\") == Some(\"GPU\"))?;\n    u32::try_from(count.as_integer()?).ok()\n}\n\nfn read_port_mapping("),
])
sub('query/evaluate.rs',[("fn ec2_instance_id(&self) -> Option<&str>;","fn ec2_instance_id(&self) -> Option<String>;"),
 ("self.test.holds_for(instance.ec2_instance_id())","self.test.holds_for(instance.ec2_instance_id().as_deref())")])
sub('query/tests.rs',[("    fn ec2_instance_id(&self) -> Option<&str> {\n        self.id\n","    fn ec2_instance_id(&self) -> Option<String> {\n        self.id.map(str::to_owned)\n")])
sub('scenario/mod.rs',[
 ('''    /// Memory in MiB that the agent registers.
    pub registered_memory_mib: u32,
    /// TCP ports that the agent reserves.
    pub reserved_tcp_ports: Vec<u16>,
}
''','''    /// Memory in MiB that the agent registers.
    pub registered_memory_mib: u32,
    /// Elastic network interfaces for tasks.
    pub task_enis: u32,
    /// Ports that the agent reserves.
    pub reserved_ports: Vec<(Protocol, u16)>,
    /// What it is and can do.
    pub attributes: Attributes,
}
'''),
 ("use crate::aws::{RunTask, Service, StopTask, TaskDefinition};","use crate::aws::{Protocol, RunTask, Service, StartTask, StopTask, TaskDefinition};"),
 ("mod canonical;\n","mod attributes;\nmod canonical;\n"),
 ("pub use canonical::canonical;\n","pub use attributes::{AGENT_VERSION, Attributes};\npub use canonical::canonical;\n"),
 ("    /// A call that AWS refuses, with an InvalidParameterException.\n    Refused {\n        /// Its message.\n        message: &'static str,","    /// A call that AWS refuses, with an InvalidParameterException.\n    Refused {\n        /// Its message.\n        message: String,"),
 ("    /// `ecs:RunTask`.\n    RunTask(RunTask),\n","    /// `ecs:RunTask`.\n    RunTask(RunTask),\n    /// `ecs:StartTask`.\n    StartTask(StartTask),\n"),
])
sub('aws/mod.rs',[
 ("mod calls;\n","mod calls;\nmod capabilities;\n"),
 ("mod required_attributes;\n","mod placement;\nmod required_attributes;\n"),
 ("pub use calls::{RunTask, StopTask};\n","pub use calls::{RunTask, StartTask, StopTask};\npub use capabilities::{Kind, LOGGING_DRIVERS, capabilities, has_capability};\n"),
 ("pub use service::{LaunchType, Service};","pub use placement::{Placement, PlacementConstraint, PlacementStrategy, Resource, SpreadBy};\npub use service::{LaunchType, Service};"),
])
sub('aws/service.rs',[
 ("    pub zones: Vec<String>,\n","    pub zones: Vec<String>,\n    /// Where its tasks may and should land.\n    pub placement: Placement,\n"),
 ("use crate::json::Node;\n","use super::Placement;\nuse crate::json::Node;\n"),
])
sub('aws/calls.rs',[
 ("    pub zones: Vec<String>,\n","    pub zones: Vec<String>,\n    /// Where they may and should land.\n    pub placement: Placement,\n"),
 ("use super::LaunchType;\n","use super::{LaunchType, Placement};\n"),
 ("/// `ecs:StopTask`.\n","""/// `ecs:StartTask`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartTask {
    /// The number of the task definition in the scenario's list.
    pub task_definition: usize,
    /// The instances, 1 to 10: the ARN, the id or the short form (`host/1`) of each.
    pub container_instances: Vec<String>,
    /// The task group; `family:<family>` where none is given.
    pub group: String,
    /// `startedBy`.
    pub started_by: Option<String>,
}

/// `ecs:StopTask`.
"""),
])

