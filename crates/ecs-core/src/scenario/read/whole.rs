//! A scenario as a whole: in which order its parts are read, because some build on others.

use super::super::Scenario;
use super::across::Across;
use super::groups::with_groups;
use super::{JudgeDefinition, Reader};
use crate::aws::shape::Shapes;
use crate::finding::Findings;
use crate::json::Node;

impl Scenario {
    /// Reads a tree that has been held against the shape `Scenario`. What is reported as an error
    /// is left out of the result.
    /// `judge_definition` says what AWS refuses of a task definition, which is a rule of `validate`.
    pub fn read(
        root: &Node,
        shapes: &Shapes,
        findings: &mut Findings,
        judge_definition: JudgeDefinition,
    ) -> Scenario {
        let mut reader = Reader::new(root, shapes, findings);
        reader.judge_definition = judge_definition;
        reader.version();
        reader.account = reader.account();
        reader.duration = reader.duration();
        reader.vpc = reader.vpc();
        reader.load_balancing = reader.load_balancing();
        reader.service_discovery = reader.service_discovery();
        reader.account_settings();
        reader.empty_lists();
        reader.iam = reader.iam();
        reader.capacity = reader.cluster_capacity();
        let capacity = reader.capacity.clone();
        let container_instances = reader.container_instances();
        reader.launch_templates = reader.launch_templates();
        let auto_scaling_groups = reader.auto_scaling_groups();
        let kinds = with_groups(&container_instances, &auto_scaling_groups);
        let mut task_definitions = reader.task_definitions();
        let registered_first = task_definitions.len();
        let services = reader.services(&task_definitions);
        let (definitions, instances) = (&task_definitions[..], &kinds[..]);
        let calendar = reader.calendar();
        let traffic = reader.traffic(&services);
        let across = Across { services: &services, definitions, instances, calendar: &calendar };
        reader.across(&across);
        reader.check_targets_reached(&across);
        reader.check_ways_out(&across);
        reader.check_roles(&across);
        reader.check_volumes(&across);
        let events = reader.events(&task_definitions);
        let (metrics, alarms) = (reader.custom_metrics(), reader.alarms());
        let scaling = reader.scaling(&alarms);
        let images = reader.images(&task_definitions);
        let group_policies = reader.group_policies(&auto_scaling_groups);
        let group_schedules = reader.group_schedules(&auto_scaling_groups);
        reader.check_never_due(&calendar, &scaling.scheduled, &events.rules, &group_schedules);
        let shortages = reader.shortages();
        reader.know_names(&container_instances, &auto_scaling_groups);
        let timeline = reader.timeline(&services, &auto_scaling_groups, &mut task_definitions);
        let (definitions, instances) = (&task_definitions[..], &kinds[..]);
        reader.check_outgoing(&Across { services: &services, definitions, instances, calendar: &calendar });
        Scenario {
            name: root.str("name").unwrap_or_default().to_owned(),
            description: root.str("description").unwrap_or_default().to_owned(),
            calendar,
            duration: reader.duration,
            capacity,
            images,
            file_systems: reader.file_systems(),
            container_instances,
            auto_scaling_groups,
            group_policies,
            group_schedules,
            shortages,
            events,
            scaling,
            metrics,
            alarms,
            traffic,
            timeline,
            registered_first,
            definition_constraints: (0..task_definitions.len())
                .map(|number| reader.definition_constraints(number))
                .collect(),
            task_definitions,
            services: services.into_iter().map(|(_, service)| service).collect(),
            account: reader.account,
            vpc: reader.vpc,
            load_balancing: reader.load_balancing,
            service_discovery: reader.service_discovery,
            iam: reader.iam,
        }
    }
}
