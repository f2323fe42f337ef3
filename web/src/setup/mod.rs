//! The left panel: what is run.

mod alarms;
mod capacity;
mod compare;
mod definition;
mod deployment;
mod findings;
mod foot;
mod form;
mod instances;
mod json;
mod members;
mod more;
mod name_input;
mod network;
mod panel;
mod placement;
mod queries;
mod revisions;
mod rule;
mod run_task;
mod scaling;
mod scenario;
mod service_network;
mod services;
mod sheet;
mod strategy;
mod yaml;

pub(crate) use findings::{finding_item, marked, under_field};
pub(crate) use form::Select;
pub use panel::{SetUp, SetUpProps};
pub use revisions::OnStage;
pub(crate) use rule::rule_link;
pub use rule::{RuleDialog, RuleDialogProps};
pub(crate) use run_task::run_task_button;
pub use run_task::{RunTaskDialog, RunTaskDialogProps};
