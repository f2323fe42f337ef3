//! How the containers of an instance share its processors.

/// A container's claim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContainerClaim {
    /// `cpu` of the container definition in CPU units: its weight; the kernel takes less than 2 for 2.
    pub cpu_units: u32,
    /// vCPU that it would use if it were alone.
    pub wanted_vcpu: f64,
}

/// A task's claim: a group of containers.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskClaim {
    /// The vCPU of the task definition's `cpu`, which its containers together never exceed.
    pub cap_vcpu: Option<f64>,
    /// Its containers.
    pub containers: Vec<ContainerClaim>,
}

/// What a container gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grant {
    /// vCPU that it uses.
    pub used_vcpu: f64,
    /// vCPU that it could use, were there enough to do, while the others want what they want.
    pub allowed_vcpu: f64,
}

/// Shares an instance's vCPU over its tasks, and each task's over its containers.
///
/// Nothing is left idle that somebody wants; what is scarce goes by weight, and what one does not want
/// is shared by the others (weighted max-min). A task weighs its `cpu`, or its containers' together.
/// Spec: LOAD-3.
pub fn share_processors(vcpu: f64, tasks: &[TaskClaim]) -> Vec<Vec<Grant>> {
    let claims: Vec<Claim> = tasks.iter().map(Claim::of_task).collect();
    let grants = share(vcpu, &claims);
    let within = |(task, grant): (&TaskClaim, Grant)| {
        let claims: Vec<Claim> = task.containers.iter().map(Claim::of_container).collect();
        let used = share(grant.used_vcpu, &claims);
        let allowed = share(grant.allowed_vcpu, &claims);
        used.iter()
            .zip(allowed)
            .map(|(used, allowed)| Grant {
                used_vcpu: used.used_vcpu,
                allowed_vcpu: allowed.allowed_vcpu.max(used.used_vcpu),
            })
            .collect()
    };
    tasks.iter().zip(grants).map(within).collect()
}

/// One that competes: a task on its instance, or a container in its task.
#[derive(Clone, Copy, Debug)]
struct Claim {
    weight: f64,
    wanted: f64,
    cap: f64,
}

impl Claim {
    fn of_container(container: &ContainerClaim) -> Claim {
        let weight = f64::from(container.cpu_units.max(2));
        Claim { weight, wanted: container.wanted_vcpu.max(0.0), cap: f64::INFINITY }
    }

    fn of_task(task: &TaskClaim) -> Claim {
        let containers = task.containers.iter().map(Claim::of_container);
        let (weight, wanted) =
            containers.fold((0.0, 0.0), |sum, claim| (sum.0 + claim.weight, sum.1 + claim.wanted));
        match task.cap_vcpu {
            Some(cap) => Claim { weight: (cap * 1024.0).max(2.0), wanted: wanted.min(cap), cap },
            None => Claim { weight: weight.max(2.0), wanted, cap: f64::INFINITY },
        }
    }
}

/// Weighted max-min shares of `total`.
fn share(total: f64, claims: &[Claim]) -> Vec<Grant> {
    let mut thirst: Vec<(usize, Claim)> = claims.iter().copied().enumerate().collect();
    thirst
        .sort_by(|(_, one), (_, other)| (one.wanted / one.weight).total_cmp(&(other.wanted / other.weight)));
    let level = level(total, &thirst, None);
    let grant = |(index, claim): (usize, &Claim)| {
        let insatiable = claim.weight * self::level(total, &thirst, Some(index));
        let used_vcpu = claim.wanted.min(claim.weight * level);
        Grant { used_vcpu, allowed_vcpu: insatiable.min(claim.cap).max(used_vcpu) }
    };
    claims.iter().enumerate().map(grant).collect()
}

/// What a weight of one gets where somebody wants more than there is, else infinity.
/// The claims are in the order in which they are satisfied; `insatiable` wants any amount.
fn level(total: f64, thirst: &[(usize, Claim)], insatiable: Option<usize>) -> f64 {
    let mut left = total.max(0.0);
    let mut weight: f64 = thirst.iter().map(|(_, claim)| claim.weight).sum();
    for (_, claim) in thirst.iter().filter(|(index, _)| Some(*index) != insatiable) {
        if claim.wanted * weight > left * claim.weight {
            return left / weight;
        }
        left = (left - claim.wanted).max(0.0);
        weight -= claim.weight;
    }
    let last = thirst.iter().find(|(index, _)| Some(*index) == insatiable);
    last.map_or(f64::INFINITY, |(_, claim)| left / claim.weight)
}

#[cfg(test)]
mod tests {
    use super::{ContainerClaim, Grant, TaskClaim, share_processors};

    fn task(cap_vcpu: Option<f64>, containers: &[(u32, f64)]) -> TaskClaim {
        let claim = |(cpu_units, wanted_vcpu)| ContainerClaim { cpu_units, wanted_vcpu };
        TaskClaim { cap_vcpu, containers: containers.iter().copied().map(claim).collect() }
    }

    fn used(grants: &[Vec<Grant>]) -> Vec<f64> {
        let used = grants.iter().flatten().map(|grant| (grant.used_vcpu * 1e6).round() / 1e6);
        used.collect()
    }

    fn allowed(grants: &[Vec<Grant>]) -> Vec<f64> {
        let allowed = grants.iter().flatten().map(|grant| (grant.allowed_vcpu * 1e6).round() / 1e6);
        allowed.collect()
    }

    /// LOAD-3: who is alone may use idle processors; both wanting everything share by weight.
    #[test]
    fn shares_weigh_only_when_the_instance_is_saturated() {
        let idle = share_processors(2.0, &[task(None, &[(512, 0.3)]), task(None, &[(1024, 0.1)])]);
        assert_eq!(used(&idle), [0.3, 0.1]);
        assert_eq!(allowed(&idle), [1.9, 1.7]);
        let full = share_processors(1.5, &[task(None, &[(512, 9.0)]), task(None, &[(1024, 9.0)])]);
        assert_eq!(used(&full), [0.5, 1.0]);
        assert_eq!(allowed(&full), [0.5, 1.0]);
    }

    #[test]
    fn a_modest_container_on_a_saturated_instance_may_use_its_whole_share() {
        let grants = share_processors(2.0, &[task(None, &[(1024, 0.1)]), task(None, &[(1024, 9.0)])]);
        assert_eq!(used(&grants), [0.1, 1.9]);
        assert_eq!(allowed(&grants), [1.0, 1.9]);
    }

    /// LOAD-3: the task-level limit holds even where the instance is idle.
    #[test]
    fn a_task_level_limit_caps_its_containers_together() {
        let grants = share_processors(4.0, &[task(Some(1.0), &[(256, 3.0), (768, 3.0)])]);
        assert_eq!(used(&grants), [0.25, 0.75]);
        let quiet = share_processors(4.0, &[task(Some(1.0), &[(256, 0.1), (256, 0.2)])]);
        assert_eq!(used(&quiet), [0.1, 0.2]);
        assert_eq!(allowed(&quiet), [0.8, 0.9]);
    }

    #[test]
    fn nothing_wanted_is_left_idle_and_nothing_is_given_twice() {
        let mut state = 7u32;
        let mut draw = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        };
        for _ in 0..500 {
            let vcpu = f64::from(draw() % 80) / 10.0;
            let tasks: Vec<TaskClaim> = (0..draw() % 6)
                .map(|_| {
                    let cap = (draw() % 3 == 0).then(|| f64::from(draw() % 30) / 10.0);
                    let containers: Vec<(u32, f64)> =
                        (0..draw() % 4).map(|_| (draw() % 2048, f64::from(draw() % 40) / 10.0)).collect();
                    task(cap, &containers)
                })
                .collect();
            let grants = share_processors(vcpu, &tasks);
            let sum: f64 = grants.iter().flatten().map(|grant| grant.used_vcpu).sum();
            let wanted = tasks.iter().map(|task| {
                let sum: f64 = task.containers.iter().map(|container| container.wanted_vcpu).sum();
                sum.min(task.cap_vcpu.unwrap_or(f64::INFINITY))
            });
            let expected = vcpu.min(wanted.sum());
            assert!((sum - expected).abs() < 1e-9, "{vcpu} {tasks:?}: {sum}, {expected}");
            assert!(
                grants
                    .iter()
                    .flatten()
                    .all(|grant| grant.used_vcpu <= grant.allowed_vcpu && grant.allowed_vcpu <= vcpu + 1e-9)
            );
        }
    }
}
