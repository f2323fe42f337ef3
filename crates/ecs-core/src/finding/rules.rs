//! The rules for texts and scenarios, in the order in which they are looked at. Those for task
//! definitions have a file each, under `validate::task_definition`.

use super::{Rule, Severity};

macro_rules! rules {
    ($($name:ident $code:literal $severity:ident $source:literal $summary:literal;)*) => {
        $(
            #[doc = $summary]
            pub const $name: Rule = Rule { code: $code, severity: Severity::$severity, summary: $summary, source: $source };
        )*

        /// Every rule, in order.
        pub const ALL: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    TEXT_TOO_LONG "text-too-long" Error "DOC-1" "A text is read up to 16 MiB.";
    JSON_SYNTAX "json-syntax" Error "DOC-1" "A text is JSON.";
    JSON_TOO_DEEP "json-too-deep" Error "DOC-1" "A text is nested at most 128 levels deep.";
    KEY_TOO_LONG "key-too-long" Error "DOC-1" "A member's name has at most 1,024 bytes.";
    JSON_EXTENSION "json-extension" Warning "DOC-2" "Comments, trailing and missing commas and spaces of another kind are read, though they are not JSON.";
    TEXT_AROUND "text-around" Warning "DOC-11" "What stands before the JSON is left out.";
    BARE_PLACEHOLDER "bare-placeholder" Error "DOC-12" "A placeholder without quotes, or dots for what was left out, is not JSON; the rest is read.";
    DUPLICATE_KEY "duplicate-key" Warning "DOC-2" "An object has each key once.";
    YAML_NOT_JSON "yaml-not-json" Error "YAML-1" "Where JSON alone is read, a text that is YAML is called that.";
    YAML_SYNTAX "yaml-syntax" Error "YAML-1" "A text that is no JSON is YAML.";
    YAML_SCALAR "yaml-scalar" Warning "YAML-2" "A scalar is one that YAML 1.1 and 1.2 read alike.";
    YAML_KEY "yaml-key" Error "YAML-3" "A key of a YAML mapping is a scalar.";
    YAML_ALIAS "yaml-alias" Error "YAML-4" "A YAML alias names an anchor before it, and what aliases repeat is bounded.";
    YAML_MERGE "yaml-merge" Error "YAML-5" "What is merged by `<<` is a mapping or a list of mappings.";
    TEMPLATE_FUNCTION "template-function" Error "YAML-6" "A function of CloudFormation is a placeholder; the rest is read.";
    YAML_TAG "yaml-tag" Warning "YAML-6" "A YAML tag is one that JSON has a type for.";
    YAML_DOCUMENTS "yaml-documents" Warning "YAML-7" "Of several YAML documents in a text the first is read.";
    UNKNOWN_DOCUMENT "unknown-document" Error "DOC-3" "A text is a task definition or a scenario.";
    WRAPPED_TASK_DEFINITION "wrapped-task-definition" Info "DOC-4" "A task definition printed by describe-task-definition is taken out of its wrapper.";
    PASCAL_CASE "pascal-case" Warning "DOC-13" "CloudFormation's member names are read as those of the API.";
    LIST_OF_DEFINITIONS "list-of-definitions" Info "DOC-14" "Of several task definitions in a list each is judged.";
    LIST_OF_CONTAINERS "list-of-containers" Warning "DOC-15" "A list of containers is read as those of a task definition.";
    MISSING_MEMBER "missing-member" Error "DOC-5" "Members that AWS requires are there.";
    WRONG_TYPE "wrong-type" Error "DOC-6" "A member has the type that AWS takes.";
    COERCED_TYPE "coerced-type" Warning "DOC-6" "A number or boolean is not written as a string, nor a string as a number.";
    UNKNOWN_VALUE "unknown-value" Error "DOC-7" "An enumeration has one of its values.";
    UNKNOWN_MEMBER "unknown-member" Warning "DOC-8" "A member is one that AWS knows; others are kept and not used.";
    OUTPUT_ONLY_MEMBER "output-only-member" Warning "DOC-9" "Members that AWS only prints are left out of its input.";
    NOT_SIMULATED "not-simulated-yet" Info "DOC-10" "What is not simulated yet is said.";
    VERSION_UNSUPPORTED "version-unsupported" Error "SCN-1" "The scenario's version is one that this engine reads.";
    UNRESOLVED_REFERENCE "unresolved-reference" Error "SCN-2" "A reference names something in the scenario.";
    OUT_OF_RANGE "out-of-range" Error "SCN-3" "Counts and times are within their bounds.";
    UNKNOWN_INSTANCE_TYPE "unknown-instance-type" Error "SCN-4" "An instance type is in the catalog.";
    UNKNOWN_ZONE "unknown-zone" Error "SCN-5" "An Availability Zone belongs to the scenario's Region.";
    DUPLICATE_NAME "duplicate-name" Error "SCN-6" "Names of one kind are unique.";
    QUOTA_EXCEEDED "quota-exceeded" Error "SCN-7" "The quotas of ECS hold.";
    ACTION_AFTER_END "action-after-end" Warning "SCN-8" "An action of a timeline lies within the duration.";
    MORE_FINDINGS "more-findings" Info "DOC-1" "At most 500 findings are listed for a text, and errors up to 1,000.";
    UNKNOWN_ACTION "unknown-action" Error "SCN-8" "A timeline action is one that the format has.";
    ACTION_IDLE "action-idle" Warning "SCN-11" "What an action of a timeline is about can be changed by it.";
    EMPTY_LIST "empty-list" Warning "SCN-12" "A list that says what there is names something, or is left out.";
    UNSUPPORTED_LAUNCH_TYPE "unsupported-launch-type" Error "SCN-10" "A task definition can run on the launch type that it is started on.";
    PLACEMENT_CONSTRAINT "placement-constraint" Error "PLACE-11" "Placement constraints are ones that ECS takes.";
    PLACEMENT_STRATEGY "placement-strategy" Error "PLACE-13" "Placement strategies are ones that ECS takes.";
    DAEMON_SERVICE "daemon-service" Error "PLACE-16" "A DAEMON service runs on EC2 and names no count and no strategy.";
    DEPLOYMENT_PERCENT "deployment-percent" Error "DEPLOY-1" "The percentages of a deployment are ones that ECS takes.";
    DEPLOYMENT_DEADLOCK "deployment-deadlock" Warning "DEPLOY-2" "The percentages of a deployment let at least one task stop or start.";
    DEPLOYMENT_CONTROLLER "deployment-controller" Error "DEPLOY-3" "What a deployment asks for goes with its controller.";
    CIRCUIT_BREAKER "circuit-breaker" Error "DEPLOY-4" "The threshold of the circuit breaker is within its bounds.";
    DEPLOYMENT_STRATEGY "deployment-strategy" Error "DEPLOY-5" "Steps, waits and hooks of a deployment are ones that ECS takes.";
    BAKE_TIME "bake-time" Warning "DEPLOY-5" "A blue/green deployment says how long it bakes.";
    DEPLOYMENT_UNUSED "deployment-unused" Warning "DEPLOY-6" "What is given for a deployment has an effect.";
    DEPLOYMENT_ALARM "deployment-alarm" Warning "DEPLOY-24" "A deployment looks at alarms that there are.";
    TRAFFIC_SHIFT "traffic-shift" Warning "DEPLOY-18" "A deployment that shifts traffic has two target groups to shift it between.";
    ZONE_REBALANCING "zone-rebalancing" Error "DEPLOY-7" "A service that asks for Availability Zone rebalancing can be rebalanced.";
    ROLE_POLICY "role-policy" Error "ROLE-2" "A policy is one that IAM and S3 take.";
    MANAGED_POLICY "managed-policy" Warning "ROLE-2" "A managed policy is one whose statements are known here.";
    ROLE_MISSING "role-missing" Warning "ROLE-4" "Where a scenario lists roles, it lists those that tasks and instances have.";
    ROLE_TRUST "role-trust" Warning "ROLE-4" "A role trusts the service that is to assume it.";
    INSTANCE_ROLE "instance-role" Warning "ROLE-8" "The role of an instance may register it.";
    ROLE_PERMISSION "role-permission" Warning "ROLE-6" "A task may do what it needs before it runs.";
    VOLUME_UNUSED "volume-unused" Warning "VOL-1" "A volume is mounted by a container.";
    WRITES_UNMOUNTED "writes-unmounted" Warning "VOL-6" "A container writes into volumes that it mounts.";
    FILE_SYSTEM_UNLISTED "file-system-unlisted" Warning "VOL-3" "Where a scenario lists file systems, it lists those that tasks mount.";
    IMAGE_EXPIRES "image-expires" Warning "ECR-5" "A lifecycle rule keeps the images that task definitions name.";
    IMAGE_UNLISTED "image-unlisted" Warning "CONT-13" "Where a scenario lists images, it lists those that task definitions name.";
    QUERY_SYNTAX "query-syntax" Error "QUERY-8" "An expression is one of the cluster query language.";
    QUERY_PRECEDENCE "query-precedence" Warning "QUERY-4" "`and` and `or` are told apart by parentheses.";
    QUERY_GLOB "query-glob" Warning "QUERY-7" "A pattern is a regular expression and no file name.";
    ATTRIBUTE_NAME "attribute-name" Error "RES-11" "Attributes of instances are ones that ECS takes.";
    AWSVPC_CONFIGURATION "awsvpc-configuration" Error "SCN-9" "A network configuration goes with network mode awsvpc, and only with it.";
    SUBNET_BLOCK "subnet-block" Error "NET-10" "A subnet has a block of 16 to 65,536 addresses of its own.";
    CANONICAL_BLOCK "canonical-block" Warning "NET-10" "A block of addresses begins with its own first address.";
    VPC_ENDPOINT "vpc-endpoint" Warning "NET-12" "A VPC endpoint is one that tasks here go through.";
    SUBNET_ZONE "subnet-zone" Error "NET-13" "The subnet of an instance lies in the instance's zone.";
    AWSVPC_QUOTA "awsvpc-quota" Error "NET-14" "A network configuration has at most 16 subnets and 5 security groups.";
    PUBLIC_IP_ON_EC2 "public-ip-on-ec2" Error "NET-15" "A task on an EC2 instance has no public address.";
    SECURITY_GROUP_RULE "security-group-rule" Error "NET-16" "A rule of a security group names a protocol, ports and who may come.";
    NO_WAY_OUT "no-way-out" Warning "NET-24" "What a task needs before it runs is reached from its subnet.";
    RESERVED_PORTS "reserved-ports" Warning "NET-17" "An instance reserves at most 100 ports.";
    LOAD_BALANCER_NAME "load-balancer-name" Error "LB-1" "Load balancers and target groups have names of 1 to 32 letters, digits and hyphens.";
    LOAD_BALANCER_SUBNETS "load-balancer-subnets" Error "LB-2" "A load balancer has one subnet a zone, an Application one in two zones.";
    TARGET_GROUP "target-group" Error "LB-3" "A target group has a protocol, a port and a health check that go together.";
    LISTENER "listener" Error "LB-5" "A listener has a protocol that its load balancer takes, and so have its target groups.";
    LISTENER_RULE "listener-rule" Error "LB-6" "A rule has a priority of its own, and conditions that an Application Load Balancer knows.";
    SERVICE_LOAD_BALANCER "service-load-balancer" Error "LB-8" "A service registers containers and ports of its task definition, with five target groups or one Classic Load Balancer.";
    TARGET_TYPE "target-type" Error "LB-10" "A target group's target type goes with the network mode.";
    CLASSIC_LOAD_BALANCER "classic-load-balancer" Error "LB-11" "A Classic Load Balancer needs a static host port on an EC2 instance.";
    CLASSIC_LISTENER "classic-listener" Warning "LB-11" "A Classic Load Balancer has a listener for the host port of its tasks.";
    TARGET_GROUP_UNUSED "target-group-unused" Error "LB-12" "A listener leads to the target group of a service.";
    TARGET_GROUP_SHARED "target-group-shared" Warning "LB-13" "A target group belongs to one service.";
    HEALTH_CHECK_PORT "health-check-port" Warning "LB-14" "Health checks of tasks with drawn ports ask on the traffic port.";
    TRAFFIC "traffic" Error "LOAD-10" "Traffic goes to one listener, target group or queue.";
    TRAFFIC_UNSERVED "traffic-unserved" Warning "LOAD-10" "Behind what traffic goes to a service registers its tasks.";
    REQUESTS_NOWHERE "requests-nowhere" Warning "LOAD-12" "Containers send requests to a load balancer that listens, or to a name that their service knows.";
    REQUESTS_CIRCLE "requests-circle" Warning "LOAD-14" "Services do not wait for themselves.";
    TRAFFIC_PAST_SHIFT "traffic-past-shift" Warning "LOAD-10" "Traffic for a service that shifts it goes through the listener that is shifted.";
    TRAFFIC_SHAPE "traffic-shape" Error "LOAD-1" "Traffic has one of five shapes.";
    LOAD_BALANCER_ZONES "load-balancer-zones" Warning "LB-15" "A load balancer has a subnet in every zone with tasks.";
    INTERNET_FACING_SUBNET "internet-facing-subnet" Warning "LB-16" "An internet-facing load balancer stands in subnets with a route to an internet gateway.";
    TARGETS_OUT_OF_REACH "targets-out-of-reach" Warning "LB-17" "Security groups let clients reach a load balancer, and the load balancer the tasks that register with it.";
    TARGET_TRANSPORT "target-transport" Warning "LB-18" "Tasks listen with the protocol that a target group and its health checks ask with.";
    DISCOVERY_SERVICE "discovery-service" Error "DISC-1" "A service of Cloud Map stands in a namespace.";
    SERVICE_REGISTRY "service-registry" Error "DISC-2" "A service registry goes with the network mode.";
    DISCOVERED_TASKS "discovered-tasks" Error "DISC-4" "A service with Cloud Map or Service Connect has at most 1,000 tasks.";
    SERVICE_CONNECT_NAME "service-connect-name" Error "DISC-7" "A name of Service Connect belongs to one service in its namespace.";
    EVENT_RULE "event-rule" Error "EVENT-1" "A rule of EventBridge has a pattern or a schedule.";
    EVENT_RULE_IDLE "event-rule-idle" Warning "EVENT-1" "A rule is enabled and has a target.";
    EVENT_PATTERN "event-pattern" Error "EVENT-2" "An event pattern is one that EventBridge takes.";
    SCHEDULE_EXPRESSION "schedule-expression" Error "EVENT-3" "A schedule is a rate or a cron expression that EventBridge takes.";
    EVENT_TARGET "event-target" Error "EVENT-5" "A target names a cluster, a queue or a topic, and what the cluster is to run.";
    EVENT_INPUT "event-input" Error "EVENT-6" "What a target is handed is JSON, a path into the event, or a template.";
    EVENT_LOOP "event-loop" Warning "EVENT-9" "A rule does not match the events of what it starts itself.";
    SILENT_BUCKET "silent-bucket" Warning "EVENT-8" "A bucket whose events a rule waits for sends them to EventBridge.";
    VISIBILITY_TIMEOUT "visibility-timeout" Warning "EVENT-12" "A message is worked off within the visibility time-out of its queue.";
    PIPE "pipe" Error "EVENT-13" "A pipe goes from a queue to the cluster, and says which task to run.";
    ALARM "alarm" Error "METRIC-5" "An alarm is one that CloudWatch takes.";
    ALARM_RESOLUTION "alarm-resolution" Warning "METRIC-5" "An alarm looks at whole minutes, as often as there are datapoints.";
    METRIC_MATH "metric-math" Error "METRIC-4" "An expression of metric math can be read, and what it asks for is there.";
    METRIC_UNPUBLISHED "metric-unpublished" Warning "METRIC-3" "A metric that is watched is one that something publishes.";
    CUSTOM_METRIC "custom-metric" Error "METRIC-3" "A metric of a scenario's own is in a namespace of its own.";
    AUTO_SCALING_GROUP "auto-scaling-group" Error "ASG-1" "An Auto Scaling group has bounds around its capacity, zones, and something to launch.";
    GROUP_CLUSTER "group-cluster" Warning "ASG-2" "The agents of a group join the scenario's cluster.";
    GROUP_POLICY "group-policy" Error "ASG-17" "A scaling policy of a group has the configuration of its type.";
    GROUP_SCHEDULE "group-schedule" Error "ASG-15" "A scheduled action of a group says what it sets, and when.";
    MIXED_INSTANCES "mixed-instances" Error "ASG-6" "A mixed group has instance types, all with a weight or none, and percentages from 0 to 100.";
    SCALABLE_TARGET "scalable-target" Error "SCALE-1" "A scalable target is a REPLICA service, with a minimum that is not above the maximum.";
    SCALING_WITHOUT_TARGET "scaling-without-target" Error "SCALE-17" "Policies and scheduled actions belong to a scalable target.";
    SCALING_POLICY "scaling-policy" Error "SCALE-17" "A scaling policy has the configuration of its type.";
    TRACKED_METRIC "tracked-metric" Error "SCALE-6" "A target tracking policy follows a metric that a service has.";
    TRACKED_METRIC_UNSUPPORTED "tracked-metric-unsupported" Warning "SCALE-6" "A target tracking policy follows a metric that AWS supports for the deployments of its service.";
    STEP_POLICY_IDLE "step-policy-idle" Warning "SCALE-9" "A step scaling policy is an action of an alarm.";
    STEP_ADJUSTMENTS "step-adjustments" Error "SCALE-9" "Step adjustments meet one another and reach as far as the metric may.";
    SCHEDULED_ACTION "scheduled-action" Error "SCALE-15" "A scheduled action has a schedule, a time zone and bounds that Application Auto Scaling takes.";
    SCHEDULED_BOUNDS "scheduled-bounds" Warning "SCALE-15" "A scheduled action and the bounds that it leaves as they are go together.";
    SCHEDULE_NEVER_DUE "schedule-never-due" Info "SCALE-15" "A schedule names a date that is still to come.";
    SCALING_FROM_ZERO "scaling-from-zero" Warning "SCALE-5" "A service that may have no task follows a metric that has a value then.";
    CAPACITY_PROVIDER "capacity-provider" Error "CAP-6" "A capacity provider has a name and an Auto Scaling group that go with its settings.";
    CAPACITY_STRATEGY "capacity-provider-strategy" Error "CAP-1" "A capacity provider strategy is one that ECS takes.";
    SERVICE_CONNECT "service-connect" Error "DISC-5" "A Service Connect configuration is one that ECS takes.";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_are_unique() {
        let codes: std::collections::BTreeSet<&str> = ALL.iter().map(|rule| rule.code).collect();
        assert_eq!(codes.len(), ALL.len());
    }
}
