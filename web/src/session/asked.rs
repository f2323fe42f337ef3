//! A question to the core that goes with the moment, and its answer.

use super::shared::Shared;

/// What was asked, and what was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked<Q, A> {
    /// Rises with every question.
    pub number: u32,
    /// What was asked last; none where there is nothing to ask.
    pub question: Option<Q>,
    /// The answer, once it is there: what was asked about, or that the run has no such thing.
    pub answer: Option<Shared<Option<A>>>,
}

impl<Q, A> Default for Asked<Q, A> {
    fn default() -> Asked<Q, A> {
        Asked { number: 0, question: None, answer: None }
    }
}

impl<Q: Clone + PartialEq, A> Asked<Q, A> {
    /// With what has to be asked now; what was asked last is not asked again. Where the new question is about
    /// the same thing at another moment, the answer stays until there is another, so that nothing jumps.
    pub(super) fn asking(
        &self,
        question: Option<Q>,
        is_about_the_same: impl FnOnce(&Q, &Q) -> bool,
    ) -> Asked<Q, A> {
        let (number, answer) = (self.number, self.answer.clone());
        if self.question == question {
            return Asked { number, question, answer };
        }
        let both = self.question.as_ref().zip(question.as_ref());
        let stays = both.is_some_and(|(last, new)| is_about_the_same(last, new));
        Asked { number: number + 1, answer: answer.filter(|_| stays), question }
    }
}
