//! Instances whose machines are gone, or will be: others take their place. Spec: ASG-11, ASG-12.

use crate::engine::Engine;
use crate::ids::InstanceRow;
use crate::log::LogEvent;
use crate::world::{ActivityCause, GroupEvent, LifecycleState};

impl Engine {
    /// A machine was stopped or terminated: where its group did not do that, its health check fails.
    pub(in super::super) fn group_machine_lost(&mut self, row: InstanceRow) {
        let Some(member) = &self.world.instances[row].membership else { return };
        let (group, weight) = (member.group, member.weight);
        match member.lifecycle {
            LifecycleState::Pending | LifecycleState::InService => {
                self.world.auto_scaling_groups[group].replacing += weight;
                self.begin_termination(row, ActivityCause::Unhealthy);
            }
            LifecycleState::TerminatingWait => self.complete_termination(row),
            LifecycleState::Terminating | LifecycleState::Terminated => {}
        }
    }

    /// EC2 says that a Spot Instance is at risk: its group may launch another one before it ends.
    pub(in super::super) fn group_instance_at_risk(&mut self, row: InstanceRow) {
        let Some(member) = &mut self.world.instances[row].membership else { return };
        let group = member.group;
        if member.lifecycle != LifecycleState::InService || std::mem::replace(&mut member.at_risk, true) {
            return;
        }
        self.say(LogEvent::Group(GroupEvent::RebalanceRecommended { instance: row }));
        if self.world.auto_scaling_groups[group].given.capacity_rebalance {
            self.ask_group(group);
        } else if let Some(member) = &mut self.world.instances[row].membership {
            member.at_risk = false;
        }
    }
}
