//! Capacity providers in a run: which of them a task goes to, and what calls change about them.

mod calls;
mod demand;
mod divide;
mod endings;
mod managed;
mod provisioning;
mod shortages;
