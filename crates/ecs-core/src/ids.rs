//! Ids and ARNs that look like AWS's, each a hash of what it names.
//!
//! An id is drawn from (seed, kind, short form), so adding or reordering entries renames nothing.

use crate::rng::{Purpose, draw};

/// A typed row number of a [`Table`].
macro_rules! row {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name(pub u32);

        impl Row for $name {
            fn from_number(number: usize) -> Self {
                Self(u32::try_from(number).unwrap_or(u32::MAX))
            }

            fn number(self) -> usize {
                self.0 as usize
            }
        }
    };
}

/// A row number: what a [`Table`] is indexed by.
pub trait Row: Copy {
    /// The row with this number, counted from 0.
    fn from_number(number: usize) -> Self;

    /// This row's number, counted from 0.
    fn number(self) -> usize;
}

row! {
    /// A container instance of the world, in order of registration.
    InstanceRow
}
row! {
    /// An Auto Scaling group of the scenario, in its order.
    AutoScalingGroupRow
}
row! {
    /// A task of the world, in order of creation.
    TaskRow
}
row! {
    /// A service of the scenario, in its order.
    ServiceRow
}
row! {
    /// A launch: what a number of equal tasks are started from.
    LaunchRow
}
row! {
    /// A task group that has been placed for, in order of first use.
    GroupRow
}
row! {
    /// An Availability Zone that the run knows.
    ZoneRow
}
row! {
    /// An alarm of CloudWatch, in order of creation.
    AlarmRow
}
row! {
    /// A way to divide the instances: by the values of an attribute.
    DivisionRow
}

/// A growing list whose rows are addressed by a row type of their own, so that a task's row cannot
/// be used to look up an instance.
#[derive(Clone, Debug)]
pub struct Table<R, T> {
    rows: Vec<T>,
    row: std::marker::PhantomData<R>,
}

impl<R: Row, T> Table<R, T> {
    /// An empty table.
    pub fn new() -> Self {
        Table { rows: Vec::new(), row: std::marker::PhantomData }
    }

    /// Adds a row and says which it is.
    pub fn push(&mut self, value: T) -> R {
        self.rows.push(value);
        R::from_number(self.rows.len() - 1)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows in order, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.iter_mut()
    }

    /// The rows in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (R, &T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(number, value)| (R::from_number(number), value))
    }

    /// The row, where it exists.
    pub fn get(&self, row: R) -> Option<&T> {
        self.rows.get(row.number())
    }
}

impl<R: Row, T> Default for Table<R, T> {
    fn default() -> Self {
        Self::new()
    }
}

#[expect(clippy::indexing_slicing, reason = "a row is only ever made by the push of this very table")]
impl<R: Row, T> std::ops::Index<R> for Table<R, T> {
    type Output = T;

    fn index(&self, row: R) -> &T {
        &self.rows[row.number()]
    }
}

#[expect(clippy::indexing_slicing, reason = "a row is only ever made by the push of this very table")]
impl<R: Row, T> std::ops::IndexMut<R> for Table<R, T> {
    fn index_mut(&mut self, row: R) -> &mut T {
        &mut self.rows[row.number()]
    }
}

/// Where a scenario plays: what every ARN in it begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The Region, for example `us-east-1`.
    pub region: String,
    /// Twelve digits.
    pub account_id: String,
    /// The cluster's name.
    pub cluster: String,
    /// `simulation.seed`.
    pub seed: u64,
}

impl Account {
    /// Thirty-two hex digits, the form of a task's id. `short` is the thing's short form
    /// (docs/scenario.md, References), for example `service:web/1`.
    pub fn hex_id(&self, kind: &str, short: &str) -> String {
        format!("{:032x}", draw(self.seed, Purpose::Id, &format!("{kind} {short}"), 0))
    }

    /// `i-` and 17 hex digits, the form of an EC2 instance id.
    pub fn ec2_instance_id(&self, short: &str) -> String {
        let bits = draw(self.seed, Purpose::Id, &format!("instance {short}"), 0);
        format!("i-0{:016x}", bits >> 64)
    }

    /// The ARN of an Auto Scaling group.
    pub fn auto_scaling_group_arn(&self, name: &str) -> String {
        let id = uuid(&self.hex_id("auto-scaling-group", name));
        self.arn("autoscaling", &format!("autoScalingGroup:{id}:autoScalingGroupName/{name}"))
    }

    /// `eni-` and 17 hex digits, the form of a network interface's id: that of an instance's trunk.
    pub fn trunk_id(&self, short: &str) -> String {
        let bits = draw(self.seed, Purpose::Id, &format!("trunk {short}"), 0);
        format!("eni-0{:016x}", bits >> 64)
    }

    /// The ARN of an ECS resource: `resource` is what follows the account, for example
    /// `service/default/web`.
    pub fn ecs_arn(&self, resource: &str) -> String {
        self.arn("ecs", resource)
    }

    /// The ARN of a resource of EC2, for example `instance/i-0…`.
    pub fn ec2_arn(&self, resource: &str) -> String {
        self.arn("ec2", resource)
    }

    /// The cluster's ARN.
    pub fn cluster_arn(&self) -> String {
        self.ecs_arn(&format!("cluster/{}", self.cluster))
    }

    /// The ARN of an ECS resource that belongs to the cluster: `task`, `service`,
    /// `container-instance`.
    pub fn in_cluster_arn(&self, kind: &str, id: &str) -> String {
        self.ecs_arn(&format!("{kind}/{}/{id}", self.cluster))
    }

    /// The ARN of a target group.
    pub fn target_group_arn(&self, name: &str) -> String {
        let id = self.short_id("target-group", name);
        self.arn("elasticloadbalancing", &format!("targetgroup/{name}/{id}"))
    }

    /// The id of a namespace (`ns`) or of a service (`srv`) of Cloud Map.
    pub fn discovery_id(&self, prefix: &str, name: &str) -> String {
        format!("{prefix}-{}", self.short_id(prefix, name))
    }

    /// The ARN of a namespace of Cloud Map.
    pub fn namespace_arn(&self, name: &str) -> String {
        self.arn("servicediscovery", &format!("namespace/{}", self.discovery_id("ns", name)))
    }

    /// The ARN of a service of Cloud Map.
    pub fn discovery_service_arn(&self, name: &str) -> String {
        self.arn("servicediscovery", &format!("service/{}", self.discovery_id("srv", name)))
    }

    /// Sixteen hex digits, the form of the ids of load balancers and of Cloud Map.
    fn short_id(&self, kind: &str, name: &str) -> String {
        let bits = draw(self.seed, Purpose::Id, &format!("{kind} {name}"), 0);
        format!("{:016x}", bits >> 64)
    }

    /// The ARN of what belongs to the account and to no Region: a role of IAM.
    pub fn global_arn(&self, service: &str, resource: &str) -> String {
        format!("arn:{}:{service}::{}:{resource}", self.partition(), self.account_id)
    }

    /// The ARN of a resource of a service: `resource` is what follows the account.
    pub fn arn(&self, service: &str, resource: &str) -> String {
        format!("arn:{}:{service}:{}:{}:{resource}", self.partition(), self.region, self.account_id)
    }

    /// The ARN of a bucket of S3, which names neither Region nor account.
    pub fn bucket_arn(&self, name: &str) -> String {
        format!("arn:{}:s3:::{name}", self.partition())
    }

    /// `aws`, and in some Regions another.
    pub fn partition(&self) -> &'static str {
        match self.region.split('-').next() {
            Some("cn") => "aws-cn",
            _ if self.region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        }
    }
}

/// An id in the form of a UUID, of 32 hex digits.
pub fn uuid(hex: &str) -> String {
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

#[cfg(test)]
mod tests {
    use super::Account;

    #[test]
    fn ids_have_the_form_of_awss() {
        let account = Account {
            region: "us-east-1".into(),
            account_id: "123456789012".into(),
            cluster: "default".into(),
            seed: 0,
        };
        assert_eq!(account.hex_id("task", "service:web/1").len(), 32);
        assert_eq!(account.ec2_instance_id("host/1").len(), 19);
        assert_ne!(account.hex_id("task", "service:web/1"), account.hex_id("task", "service:web/2"));
        assert_eq!(account.cluster_arn(), "arn:aws:ecs:us-east-1:123456789012:cluster/default");
        let china = Account { region: "cn-north-1".into(), ..account };
        assert!(china.cluster_arn().starts_with("arn:aws-cn:ecs:"));
    }
}
