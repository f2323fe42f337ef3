//! What a task reaches, and what it does not. Spec: NET-53.

use super::DestinationReport;
use super::subject::Subject;
use super::text;
use crate::aws::{AwsvpcConfiguration, Endpoint, LaunchType, Vpc};
use crate::network::{AddressOwner, Standpoint, address_owner};

/// Services that a task can be shown to reach, in the order in which a start needs them.
const ENDPOINTS: [Endpoint; 7] = [
    Endpoint::EcrApi,
    Endpoint::EcrDkr,
    Endpoint::S3,
    Endpoint::SecretsManager,
    Endpoint::Ssm,
    Endpoint::Logs,
    Endpoint::Sqs,
];

/// From where the requests of a task leave.
#[derive(Clone, Copy)]
pub(super) struct Exit {
    /// The subnet, by its number in the VPC; none outside of it.
    pub(super) subnet: Option<usize>,
    pub(super) standpoint: Standpoint,
    /// Whether the task could have been given a public address: on Fargate.
    pub(super) may_be_public: bool,
}

impl Exit {
    /// Through a task's own interface.
    pub(super) fn of_interface(
        vpc: &Vpc,
        subnet: usize,
        configuration: Option<&AwsvpcConfiguration>,
        launch_type: LaunchType,
    ) -> Exit {
        let may_be_public = launch_type == LaunchType::Fargate;
        let public =
            may_be_public && configuration.is_some_and(|configuration| configuration.assign_public_ip);
        let standpoint = Standpoint::of_interface(vpc, subnet, public);
        Exit { subnet: Some(subnet), standpoint, may_be_public }
    }

    /// Through a container instance.
    pub(super) fn of_instance(vpc: &Vpc, subnet: Option<usize>) -> Exit {
        Exit { subnet, standpoint: Standpoint::of_instance(vpc, subnet), may_be_public: false }
    }

    /// Of a task; none where it has no way out, or not yet.
    pub(super) fn of_task(vpc: &Vpc, subject: &Subject<'_>) -> Option<Exit> {
        match address_owner(subject.mode()) {
            AddressOwner::Nobody => None,
            AddressOwner::TaskInterface => {
                let configuration = subject.launch.awsvpc_configuration.as_ref();
                Some(Exit::of_interface(vpc, subject.subnet?, configuration, subject.launch.launch_type))
            }
            AddressOwner::Instance
            | AddressOwner::InstanceThroughDocker0
            | AddressOwner::InstanceThroughNat => {
                subject.task.instance.map(|_| Exit::of_instance(vpc, subject.subnet))
            }
        }
    }
}

/// What is reached from an exit: the internet, then every service.
pub(super) fn destinations(vpc: &Vpc, exit: Exit) -> Vec<DestinationReport> {
    let services = ENDPOINTS.iter().map(|endpoint| {
        let has_endpoint = vpc.endpoints.contains(endpoint);
        DestinationReport {
            destination: text::endpoint(*endpoint).into(),
            passed: exit.standpoint.reaches(vpc, *endpoint),
            sentence: text::reaches_service(has_endpoint, exit.standpoint).to_owned(),
        }
    });
    std::iter::once(internet(vpc, exit)).chain(services).collect()
}

/// Whether the internet is reached, and how.
pub(super) fn internet(vpc: &Vpc, exit: Exit) -> DestinationReport {
    DestinationReport {
        destination: "internet".into(),
        passed: exit.standpoint.reaches_internet(),
        sentence: text::reaches_internet(vpc, exit),
    }
}
