//! Capacity providers in a run: which of them a task goes to, and what calls change about them.

mod calls;
mod divide;
mod provisioning;
mod shortages;
