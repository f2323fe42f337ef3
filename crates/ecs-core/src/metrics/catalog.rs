//! The metrics that something in a scenario publishes, by name.

/// A metric that is there for each of something: a service, a target group, a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricKind {
    /// `Namespace`.
    pub namespace: &'static str,
    /// `MetricName`.
    pub name: &'static str,
    /// The names of its dimensions.
    pub dimensions: &'static [&'static str],
    /// The statistic that tells most.
    pub statistic: &'static str,
}

const fn kind(
    namespace: &'static str,
    dimensions: &'static [&'static str],
    name: &'static str,
    statistic: &'static str,
) -> MetricKind {
    MetricKind { namespace, name, dimensions, statistic }
}

const CLUSTER: &[&str] = &["ClusterName"];
const SERVICE: &[&str] = &["ClusterName", "ServiceName"];
const BALANCER: &[&str] = &["LoadBalancer"];
const GROUP: &[&str] = &["TargetGroup", "LoadBalancer"];
const QUEUE: &[&str] = &["QueueName"];
const PROVIDER: &[&str] = &["CapacityProviderName", "ClusterName"];
const ECS: &str = "AWS/ECS";
const INSIGHTS: &str = "ECS/ContainerInsights";
const APPLICATION: &str = "AWS/ApplicationELB";
const NETWORK: &str = "AWS/NetworkELB";
const SQS: &str = "AWS/SQS";
const MANAGED: &str = "AWS/ECS/ManagedScaling";

impl MetricKind {
    /// What managed scaling of a capacity provider goes by. Spec: CAP-8.
    pub const RESERVATION: MetricKind = kind(MANAGED, PROVIDER, "CapacityProviderReservation", "Average");

    /// All of them. Spec: METRIC-3.
    pub const ALL: [MetricKind; 33] = [
        kind(ECS, SERVICE, "CPUUtilization", "Average"),
        kind(ECS, SERVICE, "MemoryUtilization", "Average"),
        kind(ECS, CLUSTER, "CPUReservation", "Average"),
        kind(ECS, CLUSTER, "MemoryReservation", "Average"),
        kind(ECS, CLUSTER, "CPUUtilization", "Average"),
        kind(ECS, CLUSTER, "MemoryUtilization", "Average"),
        MetricKind::RESERVATION,
        kind(INSIGHTS, SERVICE, "RunningTaskCount", "Average"),
        kind(INSIGHTS, SERVICE, "DesiredTaskCount", "Average"),
        kind(INSIGHTS, SERVICE, "PendingTaskCount", "Average"),
        kind(APPLICATION, GROUP, "RequestCountPerTarget", "Sum"),
        kind(APPLICATION, &["TargetGroup"], "RequestCountPerTarget", "Sum"),
        kind(APPLICATION, GROUP, "RequestCount", "Sum"),
        kind(APPLICATION, GROUP, "TargetResponseTime", "Average"),
        kind(APPLICATION, GROUP, "HTTPCode_Target_5XX_Count", "Sum"),
        kind(APPLICATION, GROUP, "HTTPCode_Target_2XX_Count", "Sum"),
        kind(APPLICATION, GROUP, "HealthyHostCount", "Minimum"),
        kind(APPLICATION, GROUP, "UnHealthyHostCount", "Maximum"),
        kind(APPLICATION, BALANCER, "RequestCount", "Sum"),
        kind(APPLICATION, BALANCER, "TargetResponseTime", "Average"),
        kind(APPLICATION, BALANCER, "HTTPCode_Target_5XX_Count", "Sum"),
        kind(APPLICATION, BALANCER, "HTTPCode_ELB_5XX_Count", "Sum"),
        kind(APPLICATION, BALANCER, "HTTPCode_ELB_502_Count", "Sum"),
        kind(APPLICATION, BALANCER, "HTTPCode_ELB_503_Count", "Sum"),
        kind(APPLICATION, BALANCER, "HTTPCode_ELB_504_Count", "Sum"),
        kind(APPLICATION, BALANCER, "HTTPCode_ELB_4XX_Count", "Sum"),
        kind(NETWORK, GROUP, "HealthyHostCount", "Minimum"),
        kind(NETWORK, GROUP, "UnHealthyHostCount", "Maximum"),
        kind(NETWORK, BALANCER, "NewFlowCount", "Sum"),
        kind(SQS, QUEUE, "ApproximateNumberOfMessagesVisible", "Average"),
        kind(SQS, QUEUE, "ApproximateAgeOfOldestMessage", "Maximum"),
        kind(SQS, QUEUE, "NumberOfMessagesSent", "Sum"),
        kind(SQS, QUEUE, "NumberOfMessagesReceived", "Sum"),
    ];

    /// Those of a namespace.
    pub fn of_namespace(namespace: &str) -> impl Iterator<Item = &'static MetricKind> {
        MetricKind::ALL.iter().filter(move |kind| kind.namespace == namespace)
    }

    /// The namespaces, each once.
    pub fn namespaces() -> [&'static str; 6] {
        [ECS, MANAGED, INSIGHTS, APPLICATION, NETWORK, SQS]
    }
}
