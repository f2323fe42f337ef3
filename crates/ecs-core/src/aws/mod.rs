//! AWS's nouns, exactly as the CLI writes them, read from the tree.
//!
//! [`shape`] is the table of members, types and enum values; [`check_shape`] holds a tree against it.
//! The types here are read afterwards and are total: what has the wrong type counts as left out,
//! because it has been reported already.

mod behaviour;
mod calls;
mod capabilities;
mod capacity_providers;
mod check;
mod compare;
mod deployment;
mod ecr;
mod events;
mod file_systems;
mod http_address;
mod iam;
mod lifecycle_hooks;
mod lifetime;
mod load_balancing;
mod placement;
mod required_attributes;
mod service;
mod service_calls;
mod service_discovery;
pub mod shape;
mod task_definition;
mod vpc;

pub use behaviour::{
    AwsCall, Behaviour, CallOn, DEFAULT_MEMORY_KIB, FailingCheck, OutgoingRequests, QueueConsumer, SelfExit,
    VolumeWrites, WhenDenied,
};
pub use calls::{RunTask, SetBehaviour, StartTask, StopTask};
pub use capabilities::{Kind, LOGGING_DRIVERS, capabilities, has_capability};
pub use capacity_providers::{
    CapacityCall, CapacityProvider, ClusterCapacity, ManagedScaling, Provider, PutClusterCapacityProviders,
    StrategyItem,
};
pub use check::check_shape;
pub(crate) use check::{is_placeholder, shorten};
pub use compare::{Difference, differences};
pub(crate) use deployment::per_mille;
pub use deployment::{
    CircuitBreaker, DeploymentAlarms, DeploymentConfiguration, DeploymentController, DeploymentSettings,
    DeploymentStrategy, EarlySuccess, Threshold,
};
pub use ecr::{BatchDeleteImage, ImageId, PutImage};
pub use events::{
    CustomEvent, Destination, EntryRefusal, EventCall, EventRule, EventTarget, Events, Pipe, QueueEntry,
    QueueTraffic, Subscription, Topic,
};
pub use file_systems::{FileSystem, MountTarget};
pub use http_address::HttpAddress;
pub use iam::{Bucket, Effect, Named, Policy, Principals, Role, Statement};
pub(crate) use iam::{PolicyOf, read_policy};
pub use lifecycle_hooks::{HookOutcome, HookTarget, LifecycleHook, LifecycleStage};
pub use lifetime::{Condition, Dependency, HealthCheck, Lifetime, RestartPolicy};
pub use load_balancing::{
    AdvancedConfiguration, ClassicListener, ClassicLoadBalancer, ElbProtocol, Forward, ForwardingRule,
    Listener, ListenerRule, LoadBalancer, LoadBalancerType, LoadBalancing, RegisteredWith,
    ServiceLoadBalancer, TargetGroup, TargetHealthCheck, TargetType,
};
pub use placement::{Placement, PlacementConstraint, PlacementStrategy, Resource, SpreadBy, ZONE_ATTRIBUTE};
pub(crate) use required_attributes::{is_ecr_image, secret_store};
pub use service::{LaunchType, Service};
pub use service_calls::{
    ContinueServiceDeployment, DeleteService, RegisterTaskDefinition, StopServiceDeployment, UpdateService,
};
pub use service_discovery::{
    ClientAlias, DiscoveryService, RecordType, ServiceConnect, ServiceConnectService, ServiceDiscovery,
    ServiceRegistry,
};
pub(crate) use task_definition::port_range;
pub use task_definition::{
    Compatibility, ContainerDefinition, NetworkMode, PortMapping, Protocol, TaskDefinition,
};
pub use vpc::{AwsvpcConfiguration, Endpoint, IpPermission, Peer, Route, SecurityGroup, Subnet, Vpc};
