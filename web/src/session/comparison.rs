//! One task definition in all network modes: what the dialog asks, and what it says.

use super::shared::Shared;
use super::state::State;
use crate::player::Compared;
use std::rc::Rc;

/// The comparison that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The instance type that copies are counted on; none for the first of the cluster.
    pub instance_type: Option<Rc<str>>,
    /// The answer, once it is there.
    pub answer: Option<Shared<Compared>>,
}

impl State {
    /// This page with the draft compared, and copies counted on that type. What was said before stays until
    /// the answer comes.
    pub(super) fn comparing(&self, instance_type: Option<Rc<str>>) -> State {
        let answer = self.comparison.as_ref().and_then(|comparison| comparison.answer.clone());
        State {
            comparison: Some(Comparison { instance_type, answer }),
            comparison_number: self.comparison_number + 1,
            ..self.clone()
        }
    }
}
