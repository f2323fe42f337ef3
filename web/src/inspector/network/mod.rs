//! The tab "Network": how requests reach a task, hop after hop, and what the task reaches.

mod fan;
mod fronts;
mod hop;
mod panel;
mod verdict;
mod way_out;
mod words;

pub(super) use panel::NetworkPanel;
