//! What the core knows of a task's roles and volumes.

use crate::Core;
use ecs_web_port::{Reply, TaskParts, TaskQuestion};

/// The parts of a task of the run on the stage. None where that is another run by now.
pub(crate) fn examine(core: &Core, number: u32, question: &TaskQuestion) -> Option<Reply> {
    let parts = core.with_run(question.run, |on_stage| {
        let roles = on_stage.run.roles_of_task(&question.task)?;
        let volumes = on_stage.run.volumes_of_task(&question.task)?;
        Some(Box::new(TaskParts { roles, volumes }))
    })?;
    Some(Reply::Examined { number, parts })
}
