//! What arrives, and another rate of it: at the beginning the scenario's own, later by a call of the timeline.

mod entry;

pub use entry::{Destination, TRAFFIC_NAME, TrafficEntry, TrafficShape, WAY, shape_fields};

use super::amend::{acting, amend};
use super::clock::moment;
use super::edit::decimal_or_text;
use super::follow::parse;
use super::outline::grouped;
use super::state::{Note, State};
use super::timeline::{TIMELINE, actions, milliseconds_of};
use ecs_core::SimTime;
use ecs_core::json::{self, EditError, Node};
use serde_json::json;

/// Where the scenario has its entries. Spec: LOAD-1.
pub const TRAFFIC: &str = "/simulation/traffic";

/// The call that changes one.
const SET_TRAFFIC: &str = "simulation:SetTraffic";

/// An entry of `simulation.traffic`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficRow {
    /// `name`, with its default.
    pub name: String,
    /// What a control for its rate reaches up to, in units a second: twice the most that the scenario has of it, as a
    /// round number.
    pub range: u64,
    /// What a form shows of it.
    pub entry: TrafficEntry,
}

/// The entries in the scenario's order.
pub(super) fn traffic_rows(root: &Node) -> Vec<TrafficRow> {
    let row = |(number, node): (usize, &Node)| {
        let name = name_of(number, node);
        let set = actions(root).iter().filter(|action| sets(action, &name));
        let shapes = node.get("shape").into_iter().chain(set.filter_map(|action| action.at("/input/shape")));
        let most = shapes.map(most).fold(0.0, f64::max);
        TrafficRow { range: round_up(2.0 * most), name, entry: TrafficEntry::read(node) }
    };
    entries(root).iter().enumerate().map(row).collect()
}

/// The names of the entries.
pub(super) fn traffic_names(root: &Node) -> Vec<String> {
    entries(root).iter().enumerate().map(|(number, node)| name_of(number, node)).collect()
}

fn entries(root: &Node) -> &[Node] {
    root.at(TRAFFIC).map_or(&[], Node::elements)
}

fn name_of(number: usize, node: &Node) -> String {
    node.str("name").map_or_else(|| format!("traffic-{}", number + 1), str::to_owned)
}

fn sets(action: &Node, name: &str) -> bool {
    action.str("action") == Some(SET_TRAFFIC) && action.at("/input/name").and_then(Node::as_str) == Some(name)
}

/// The most that a shape has at once. Spec: LOAD-1.
fn most(shape: &Node) -> f64 {
    let at = |pointer: &str| shape.at(pointer).map_or(0.0, number);
    let single = ["/constant", "/ramp/from", "/ramp/to", "/spike/base", "/spike/peak"].map(at);
    let steps = shape.list("steps").iter().filter_map(|step| step.elements().get(1).map(number));
    let wave = at("/wave/mean") + at("/wave/amplitude").abs();
    single.into_iter().chain(steps).fold(wave, f64::max)
}

fn number(node: &Node) -> f64 {
    node.as_number().unwrap_or_default()
}

/// The least of 10, 20, 50, 100 and so on that is as much.
fn round_up(rate: f64) -> u64 {
    let decades = (1..=15).map(|power| 10_u64.pow(power));
    let mut ranges = decades.flat_map(|decade| [decade, 2 * decade, 5 * decade]);
    #[expect(clippy::cast_precision_loss, reason = "round numbers are compared")]
    let found = ranges.find(|range| *range as f64 >= rate);
    found.unwrap_or(u64::MAX / 10)
}

/// Units a second out of tenths, as people read them.
pub fn rate_in_words(tenths_per_second: u64) -> String {
    let (whole, tenths) = (tenths_per_second / 10, tenths_per_second % 10);
    // Nobody counts tenths of hundreds.
    if tenths == 0 || whole >= 100 {
        grouped(whole + u64::from(tenths >= 5))
    } else {
        format!("{whole}.{tenths}")
    }
}

impl State {
    /// This page with so many tenths a second of that traffic from where somebody acts, and the run of it. A call
    /// that stands where the playhead stands is changed: who moves the control step by step makes one call.
    pub(super) fn with_traffic(&self, name: &str, tenths_per_second: u64) -> State {
        let acts_at = self.acts_at_seconds();
        let here = parse(&self.text).ok().filter(|_| acts_at > 0).is_some_and(|root| {
            let at_ms = self.transport.at.as_ms();
            let is_there = |action: &Node| sets(action, name) && milliseconds_of(action) == at_ms;
            at_ms.is_multiple_of(1000) && actions(&root).iter().any(is_there)
        });
        let at = if here { self.transport.at.as_ms() / 1000 } else { acts_at };
        let edited = set(&self.text, name, tenths_per_second, at);
        let when = if at == 0 {
            "From the beginning".to_owned()
        } else {
            format!("From {} on", moment(SimTime::from_seconds(at)))
        };
        let said = format!("{when}: {} a second of {name}.", rate_in_words(tenths_per_second));
        acting(amend(self, edited, Some(Note::undoable(said))), at)
    }
}

/// `text` with that rate from that second on.
fn set(text: &str, name: &str, tenths_per_second: u64, at_seconds: u64) -> Result<String, EditError> {
    let root = parse(text)?;
    let rate = decimal_or_text(&match tenths_per_second % 10 {
        0 => (tenths_per_second / 10).to_string(),
        tenths => format!("{}.{tenths}", tenths_per_second / 10),
    });
    let shape = json!({"constant": rate});
    if at_seconds == 0 {
        let number = traffic_names(&root).iter().position(|known| known == name);
        let number = number.ok_or(EditError::NoSuchPlace)?;
        return json::set(text, &format!("{TRAFFIC}/{number}/shape"), &shape);
    }
    let here = |node: &Node| milliseconds_of(node) == at_seconds * 1000 && sets(node, name);
    if let Some(place) = actions(&root).iter().rposition(here) {
        return json::set(text, &format!("{TIMELINE}/{place}/input/shape"), &shape);
    }
    let input = json!({"name": name, "shape": shape});
    let action = json!({"atSeconds": at_seconds, "action": SET_TRAFFIC, "input": input});
    json::set(text, &format!("{TIMELINE}/{}", actions(&root).len()), &action)
}

#[cfg(test)]
mod tests {
    use super::{rate_in_words, set, traffic_rows};
    use crate::session::follow::parse;
    use serde_json::{Value, json};

    fn scenario() -> String {
        json!({"simulation": {
            "traffic": [
                {"targetGroup": "web", "shape": {"wave": {"mean": 200, "amplitude": 100, "periodSeconds": 60}}},
                {"name": "jobs", "queue": "jobs", "shape": {"constant": 1}}],
            "timeline": [{"atSeconds": 60, "action": "simulation:SetTraffic", "input": {"name": "jobs", "shape": {"constant": 12}}}]
        }})
        .to_string()
    }

    fn at(text: &str, pointer: &str) -> Value {
        serde_json::from_str::<Value>(text).unwrap().pointer(pointer).cloned().unwrap_or_default()
    }

    #[test]
    fn a_control_reaches_beyond_all_that_the_scenario_has() {
        let rows = traffic_rows(&parse(&scenario()).unwrap());
        let told: Vec<(&str, u64)> = rows.iter().map(|row| (row.name.as_str(), row.range)).collect();
        assert_eq!(told, [("traffic-1", 1000), ("jobs", 50)]);
    }

    #[test]
    fn the_beginning_has_another_shape_and_later_a_call_is_made_once_a_second() {
        let text = scenario();
        let begun = set(&text, "traffic-1", 4125, 0).unwrap();
        assert_eq!(at(&begun, "/simulation/traffic/0/shape"), json!({"constant": 412.5}));
        let later = set(&text, "traffic-1", 500, 90).unwrap();
        let action = json!({"atSeconds": 90, "action": "simulation:SetTraffic",
            "input": {"name": "traffic-1", "shape": {"constant": 50}}});
        assert_eq!(at(&later, "/simulation/timeline/1"), action);
        let again = set(&later, "traffic-1", 600, 90).unwrap();
        assert_eq!(at(&again, "/simulation/timeline/1/input/shape"), json!({"constant": 60}));
        assert_eq!(at(&again, "/simulation/timeline/2"), Value::Null);
        assert!(set(&text, "nobody", 1, 0).is_err());
    }

    #[test]
    fn rates_are_read() {
        assert_eq!([0, 15, 999, 1004, 123_456].map(rate_in_words), ["0", "1.5", "99.9", "100", "12,346"]);
    }
}
