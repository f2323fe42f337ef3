//! Every bound of the core, each with its reason. A limit that is reached is said, never hidden.

/// Nesting of a JSON text. The stack in the browser is 1 MiB.
pub const JSON_DEPTH: usize = 128;

/// Bytes of a text that is read: a scenario with 5,000 entries written out is below 4 MiB.
pub const TEXT_BYTES: usize = 16 * 1024 * 1024;

/// Findings reported for one text; a page of mistakes is as much as anyone reads.
pub const FINDINGS: usize = 500;

/// Container instances in a cluster: the ECS quota. Spec: SCN-7.
pub const CONTAINER_INSTANCES_PER_CLUSTER: u64 = 5000;

/// Tasks of a service: the ECS quota. Spec: SCN-7.
pub const TASKS_PER_SERVICE: u64 = 5000;

/// Services in a cluster: the ECS quota. Spec: SCN-7.
pub const SERVICES_PER_CLUSTER: usize = 5000;

/// Tasks that one RunTask call starts at the most. Spec: PLACE-10.
pub const TASKS_PER_RUN_TASK: u64 = 10;

/// Tasks that a run starts in all, so that it fits into a browser's memory. Spec: SCN-7.
pub const TASKS_PER_SCENARIO: u64 = 50_000;

/// Entries of RunTask's `failures` in a run: a call that finds no place makes one for every instance.
pub const FAILURES: usize = 100_000;

/// Ports that `ECS_RESERVED_PORTS` may list: more than the 100 that ECS counts, fewer than all.
pub const AGENT_PORTS: usize = 1000;

/// Actions of a timeline.
pub const TIMELINE_ACTIONS: usize = 50_000;

/// Bytes of a member's name: pointers repeat it.
pub const KEY_BYTES: usize = 1024;

/// Bytes of AWS's text in a finding: a longer one quotes a value that nobody reads.
pub const AWS_TEXT_BYTES: usize = 4096;

/// Findings that look for the nearest name: each compares with every candidate.
pub const HINTED_FINDINGS: usize = 50;

/// Names that are compared for a hint.
pub const HINT_CANDIDATES: usize = 2000;

/// `simulation.durationSeconds`: a week.
pub const DURATION_SECONDS: u64 = 604_800;

/// `simulation.seed`: the integers that every JSON reader holds exactly.
pub const SEED: u64 = (1 << 53) - 1;

/// Entries of the event log; the oldest are dropped and `truncated` names the list.
pub const LOG_ENTRIES: usize = 1_000_000;

/// States of a run that are kept for going back in it.
pub const CHECKPOINTS: usize = 64;

/// Bytes that they may take together, about: a browser's tab has a few times as much.
pub const CHECKPOINT_BYTES: usize = 256 * 1024 * 1024;

/// What went wrong in a run, of which a time axis shows the first: more marks are a bar.
pub const MARKS: usize = 200;

/// Target groups whose health is drawn over time: a page of more is no easier to read.
pub const HEALTH_GROUPS: usize = 24;

/// Targets of a group that are listed; those that are not healthy come first.
pub const TARGETS_LISTED: usize = 100;

/// Events that DescribeServices keeps for a service. Spec: SVC-4.
pub const SERVICE_EVENTS: usize = 100;

/// Capacity providers of a cluster and of a strategy: the ECS quota. Spec: CAP-1.
pub const CAPACITY_PROVIDERS: usize = 20;

/// `base` of a strategy's item. Spec: CAP-1.
pub const STRATEGY_BASE: u64 = 100_000;

/// `weight` of a strategy's item. Spec: CAP-1.
pub const STRATEGY_WEIGHT: u64 = 1000;

/// Tasks of a cluster that wait in PROVISIONING for an instance: the ECS quota. Spec: CAP-11.
pub const PROVISIONING_TASKS: usize = 500;

/// Entries of `simulation.shortages`: each is asked for every start on Fargate.
pub const SHORTAGES: usize = 1000;

/// Placement constraints of a task, those of its definition among them. Spec: PLACE-11.
pub const PLACEMENT_CONSTRAINTS: usize = 10;

/// Placement strategies of one list: AWS's `Maximum number of strategies is 5`. Spec: PLACE-13.
pub const PLACEMENT_STRATEGIES: usize = 5;

/// Custom attributes of a container instance. Spec: RES-11.
pub const CUSTOM_ATTRIBUTES: usize = 10;

/// Instances that one StartTask call names at the most. Spec: PLACE-17.
pub const INSTANCES_PER_START_TASK: usize = 10;

/// Characters of an expression of the cluster query language. Spec: QUERY-8.
pub const QUERY_CHARACTERS: usize = 2000;

/// Nesting of `not` and parentheses in an expression. The stack in the browser is 1 MiB.
pub const QUERY_DEPTH: usize = 64;

/// Subnets of a VPC: the EC2 quota. Spec: NET-10.
pub const SUBNETS: usize = 200;

/// Security groups: the EC2 quota for a Region. Spec: NET-16.
pub const SECURITY_GROUPS: usize = 2500;

/// Subnets of a network configuration. Spec: NET-14.
pub const AWSVPC_SUBNETS: usize = 16;

/// Security groups of a network configuration. Spec: NET-14.
pub const AWSVPC_SECURITY_GROUPS: usize = 5;

/// Load balancers of one kind: more than the quota of 50, so that a raised one fits. Spec: LB-1.
pub const LOAD_BALANCERS: usize = 500;

/// Characters of the name of a load balancer or a target group. Spec: LB-1.
pub const ELB_NAME_CHARACTERS: usize = 32;

/// Target groups: the Elastic Load Balancing quota for a Region. Spec: LB-1.
pub const TARGET_GROUPS: usize = 3000;

/// Listeners, and rules of listeners: 50 of each a load balancer would be 2,500, rules more. Spec: LB-1.
pub const LISTENERS: usize = 10_000;

/// Target groups of a service. Spec: LB-8.
pub const TARGET_GROUPS_PER_SERVICE: usize = 5;

/// Namespaces, and services of Cloud Map, as many as a cluster has services. Spec: DISC-1.
pub const DISCOVERY_SERVICES: usize = 5000;

/// Tasks of a service with Cloud Map or Service Connect. Spec: DISC-4.
pub const TASKS_PER_DISCOVERED_SERVICE: u64 = 1000;

/// Entries of `simulation.traffic`. Spec: LOAD-10.
pub const TRAFFIC: usize = 1000;

/// Steps of a shape of traffic: one for every minute of a week. Spec: LOAD-1.
pub const TRAFFIC_STEPS: usize = 10_080;

/// Units a second of a traffic, the highest: far more than any load balancer takes. Spec: LOAD-1.
pub const RATE: f64 = 1e9;

/// Values that the metrics of a run keep: the oldest minutes are dropped and `truncated` names the list. A week
/// of fifty services and as many target groups has half of them. Spec: METRIC-1.
pub const METRIC_VALUES: usize = 32_000_000;

/// Alarms of a scenario: each is evaluated once a minute. CloudWatch takes 5,000 in a Region. Spec: METRIC-5.
pub const ALARMS: usize = 500;

/// Actions of an alarm for one state: CloudWatch's bound. Spec: METRIC-8.
pub const ALARM_ACTIONS: usize = 5;

/// Alarms that are drawn over time, two of a policy in one chart: more charts than that nobody looks through. Spec: METRIC-7.
pub const ALARM_CHARTS: usize = 24;

/// Metrics of a scenario's own. Spec: METRIC-3.
pub const CUSTOM_METRICS: usize = 100;

/// Characters of an expression of metric math: CloudWatch's bound. Spec: METRIC-4.
pub const METRIC_EXPRESSION_CHARACTERS: usize = 2048;

/// Signs, parentheses and calls inside of one another in such an expression: far more than anybody reads.
pub const METRIC_EXPRESSION_DEPTH: usize = 64;

/// Entries of a container's `requests`: far more than an application depends on. Spec: LOAD-12.
pub const REQUESTS_PER_CONTAINER: usize = 20;

/// Services one behind the other that a request is followed through. Longer chains are cut there, as circles
/// are. Spec: LOAD-14.
pub const REQUEST_CHAIN: usize = 32;

/// Requests that wait before a target: `net.core.somaxconn` of a Linux kernel since 5.4. Spec: LOAD-5.
pub const WAITING_REQUESTS: u32 = 4096;

/// Rules of an event bus: the EventBridge quota. Spec: EVENT-1.
pub const EVENT_RULES: usize = 300;

/// Targets of a rule: the EventBridge quota. Spec: EVENT-5.
pub const TARGETS_PER_RULE: usize = 5;

/// Times that rules and pipes call their targets in a run: a rule that matches the events of its own tasks would
/// go on for ever. A schedule of a minute fits in a week. Spec: EVENT-9.
pub const INVOCATIONS: u64 = 20_000;

/// Texts of waiting messages that are kept for a queue; the others are counted. Spec: EVENT-11.
pub const KNOWN_MESSAGES: usize = 1000;

/// Pipes, far below the quota of 1,000. Spec: EVENT-13.
pub const PIPES: usize = 100;

/// Messages that a pipe takes at once where nothing is said. Spec: EVENT-13.
pub const PIPE_BATCH_DEFAULT: u32 = 10;

/// Queues: each is looked at once a minute. Spec: EVENT-11.
pub const QUEUES: usize = 100;

/// Buckets: the S3 quota of old. Spec: EVENT-8.
pub const BUCKETS: usize = 100;

/// Topics, as many as queues. Spec: EVENT-14.
pub const TOPICS: usize = 100;

/// Subscriptions of a topic, of which each gets every message. Spec: EVENT-14.
pub const SUBSCRIPTIONS: usize = 100;

/// Bytes of an object: S3's 5 TiB. Spec: EVENT-8.
pub const OBJECT_BYTES: u64 = 5 << 40;

/// Bytes of a message: SQS's 1 MiB. Spec: EVENT-11.
pub const MESSAGE_BYTES: usize = 1 << 20;

/// Entries of one PutEvents call. Spec: EVENT-10.
pub const ENTRIES_PER_PUT_EVENTS: usize = 10;
/// Instances that one UpdateContainerInstancesState call names at the most. Spec: FAULT-3.
pub const INSTANCES_PER_STATE_UPDATE: usize = 10;

/// Instances that register in a run, those that have left among them: each keeps its row. Spec: FAULT-2.
pub const INSTANCES_PER_SCENARIO: usize = 50_000;

/// Tasks that one UpdateTaskProtection call names at the most. Spec: FAULT-15.
pub const TASKS_PER_PROTECTION: usize = 10;

/// Minutes that a task is protected at the most: two days. Spec: FAULT-15.
pub const PROTECTION_MINUTES: u64 = 2880;

/// Minutes that a task is protected where nothing is said. Spec: FAULT-15.
pub const PROTECTION_MINUTES_DEFAULT: u64 = 120;

/// Scaling policies of a scalable target: the quota. Spec: SCALE-17.
pub const POLICIES_PER_TARGET: usize = 50;

/// Scheduled actions of a scalable target: the quota. Spec: SCALE-15.
pub const SCHEDULED_ACTIONS_PER_TARGET: usize = 200;

/// Step adjustments of a scaling policy: the quota. Spec: SCALE-9.
pub const STEPS_PER_POLICY: usize = 20;

/// Scalable targets, as many as a cluster has services; and policies and scheduled actions of a scenario, so that
/// each of them has a few. Spec: SCALE-1.
pub const SCALING_ENTRIES: usize = 20_000;

/// A cooldown of a scaling policy in seconds, the longest: a run's. Spec: SCALE-7.
pub const COOLDOWN_SECONDS: u64 = DURATION_SECONDS;

/// Roles: the IAM quota for an account. Spec: ROLE-1.
pub const ROLES: usize = 1000;

/// File systems of Amazon EFS: the quota for a Region. Spec: VOL-3.
pub const FILE_SYSTEMS: usize = 1000;

/// Launch templates: each group may have one of its own. Spec: ASG-2.
pub const LAUNCH_TEMPLATES: usize = 500;

/// Auto Scaling groups: the EC2 Auto Scaling quota for a Region. Spec: ASG-1.
pub const AUTO_SCALING_GROUPS: usize = 500;

/// Characters of the name of an Auto Scaling group. Spec: ASG-1.
pub const AUTO_SCALING_GROUP_NAME_CHARACTERS: usize = 255;

/// Instance types of a mixed group: AWS takes 40 overrides. Spec: ASG-6.
pub const LAUNCH_TEMPLATE_OVERRIDES: usize = 40;

/// Units of capacity that one instance may count. Spec: ASG-6.
pub const WEIGHTED_CAPACITY: u64 = 999;

/// Scheduled actions of groups: 125 of each of eighty. Spec: ASG-15.
pub const GROUP_SCHEDULES: usize = 10_000;

/// Scaling policies of groups: 50 of each of two hundred. Spec: ASG-17.
pub const GROUP_POLICIES: usize = 10_000;

/// Changes of a document that can be undone: more than anybody goes back one by one.
pub const UNDO_STEPS: usize = 200;

/// The texts that are kept for it. At least one change can be undone, however long its text is.
pub const UNDO_BYTES: usize = 64 * 1024 * 1024;
