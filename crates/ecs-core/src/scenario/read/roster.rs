//! The instances alone, for an expression that is being written.

use super::super::Roster;
use super::Reader;
use crate::aws::shape::Shapes;
use crate::finding::{Findings, Range};
use crate::json::{self, Node, Value};

impl Roster {
    /// Reads the text of a scenario, whatever else is wrong with it. Entries with an error are left out,
    /// and a text that is no JSON has none.
    pub fn read(text: &str) -> Roster {
        let (shapes, mut findings) = (Shapes::load(), Findings::new());
        let empty = Node { value: Value::Object(Vec::new()), range: Range::default() };
        let root = json::parse(text, &mut Findings::new()).unwrap_or(empty);
        let mut reader = Reader::new(&root, &shapes, &mut findings);
        reader.vpc = reader.vpc();
        reader.account_settings();
        reader.launch_templates = reader.launch_templates();
        let groups = reader.auto_scaling_groups();
        let launched = groups.iter().flat_map(|group| {
            let entries = group.first_instances().into_iter().filter_map(|pick| group.launch.entry(pick));
            entries.zip(1..)
        });
        Roster {
            account: reader.account(),
            calendar: reader.calendar(),
            entries: reader.container_instances(),
            launched: launched.collect(),
            launchable: groups.iter().flat_map(|group| group.launch.entries.iter().cloned()).collect(),
        }
    }
}
