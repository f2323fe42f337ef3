//! Edits of what arrives.

use super::placement::remove_element;
use super::{decimal_or_text, without};
use crate::session::follow::parse;
use crate::session::outline::Outline;
use crate::session::traffic::{Destination, TRAFFIC, TrafficShape};
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};

/// What is changed of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrafficEdit {
    /// One more entry, to a place that nothing goes to yet.
    Add,
    /// One less.
    Remove(usize),
    /// It goes elsewhere: by the number of a place in [`Outline::destinations`].
    To(usize, usize),
    /// It has another shape, by what it is written as.
    Shape(usize, String),
    /// The second, or the rate, of a step is another: by entry, step and place in it.
    Step(usize, usize, usize, String),
    /// One more step.
    AddStep(usize),
    /// One less.
    RemoveStep(usize, usize),
}

/// `text` with the edit made.
pub(super) fn edit(text: &str, outline: &Outline, edit: &TrafficEdit) -> Result<String, EditError> {
    let steps = |number: &usize| format!("{TRAFFIC}/{number}/shape/steps");
    match edit {
        TrafficEdit::Add => add(text, outline),
        TrafficEdit::Remove(number) => remove_element(text, TRAFFIC, *number, outline.traffic.len()),
        TrafficEdit::To(number, place) => {
            let to = outline.destinations.get(*place).ok_or(EditError::NoSuchPlace)?;
            go(text, *number, to)
        }
        TrafficEdit::Shape(number, written) => {
            let shape = TrafficShape::parse(written).ok_or(EditError::NoSuchPlace)?;
            json::set(text, &format!("{TRAFFIC}/{number}/shape"), &beginning(shape, &rate_of(text, *number)?))
        }
        TrafficEdit::Step(number, step, place, typed) => {
            json::set(text, &format!("{}/{step}/{place}", steps(number)), &decimal_or_text(typed))
        }
        TrafficEdit::AddStep(number) => {
            let rows = outline.traffic.get(*number).map_or(&[][..], |row| &row.entry.steps);
            let [at, rate] =
                rows.last().map_or([0.0, 0.0], |last| last.clone().map(|text| text.parse().unwrap_or(0.0)));
            let next = json!([whole(at + STEP_SECONDS), whole(rate)]);
            json::set(text, &format!("{}/{}", steps(number), rows.len()), &next)
        }
        TrafficEdit::RemoveStep(number, step) => {
            let count = outline.traffic.get(*number).map_or(0, |row| row.entry.steps.len());
            // Steps without any would be no shape.
            if count < 2 {
                Err(EditError::NoSuchPlace)
            } else {
                json::remove(text, &format!("{}/{step}", steps(number)))
            }
        }
    }
}

/// From one new step to the next.
const STEP_SECONDS: f64 = 300.0;

/// A number, as a whole one where it is one.
#[expect(clippy::cast_possible_truncation, reason = "numbers with fractions stay as they are")]
fn whole(number: f64) -> Value {
    if number.fract() == 0.0 { json!(number as i64) } else { json!(number) }
}

fn add(text: &str, outline: &Outline) -> Result<String, EditError> {
    let is_taken = |to: &&Destination| outline.traffic.iter().all(|row| row.entry.to.as_ref() != Some(*to));
    let to = outline.destinations.iter().find(is_taken).or(outline.destinations.first());
    let mut entry = json!({"shape": {"constant": 10}});
    if let Some(to) = to {
        entry[to.member] = json!(to.name);
    }
    json::set(text, &format!("{TRAFFIC}/{}", outline.traffic.len()), &entry)
}

fn go(text: &str, number: usize, to: &Destination) -> Result<String, EditError> {
    let entry = format!("{TRAFFIC}/{number}");
    let mut edited = text.to_owned();
    // Only requests to a listener have a host and a path.
    for member in Destination::members().chain(["host", "path"]).filter(|member| *member != to.member) {
        edited = without(&edited, &format!("{entry}/{member}"))?;
    }
    json::set(&edited, &format!("{entry}/{}", to.member), &json!(to.name))
}

/// A rate that the shape has, to begin another one with.
fn rate_of(text: &str, number: usize) -> Result<Value, EditError> {
    let root = parse(text)?;
    let at = |pointer: &str| {
        let value = root.at(&format!("{TRAFFIC}/{number}/shape{pointer}"))?.to_value();
        value.is_number().then_some(value)
    };
    let found =
        ["/constant", "/wave/mean", "/spike/base", "/ramp/from", "/steps/0/1"].into_iter().find_map(at);
    Ok(found.unwrap_or(json!(10)))
}

/// A shape to begin with, about that rate.
fn beginning(shape: TrafficShape, rate: &Value) -> Value {
    let double = rate.as_f64().map_or(json!(20), |rate| whole(2.0 * rate));
    let half = rate.as_f64().map_or(json!(5), |rate| whole(rate / 2.0));
    match shape {
        TrafficShape::Constant => json!({"constant": rate}),
        TrafficShape::Ramp => {
            json!({"ramp": {"from": rate, "to": double, "startSeconds": 60, "endSeconds": 600}})
        }
        TrafficShape::Wave => json!({"wave": {"mean": rate, "amplitude": half, "periodSeconds": 1800}}),
        TrafficShape::Steps => json!({"steps": [[0, rate], [300, double]]}),
        TrafficShape::Spike => {
            json!({"spike": {"base": rate, "peak": double, "atSeconds": 300, "forSeconds": 300}})
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TrafficEdit;
    use crate::session::edit::{Edit, edit};
    use crate::session::outline::Outline;
    use serde_json::{Value, json};

    const TEXT: &str = r#"{
        "targetGroups": [{"Name": "web"}, {"Name": "old"}],
        "listeners": [{"LoadBalancerArn": "front", "Port": 80, "Protocol": "HTTP", "DefaultActions": [
            {"Type": "forward", "TargetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/web/0123456789abcdef"}]}],
        "loadBalancers": [{"Name": "front"}],
        "queues": [{"QueueName": "jobs"}]
    }"#;

    fn after(text: &str, edits: &[TrafficEdit]) -> String {
        edits.iter().fold(text.to_owned(), |text, change| {
            edit(&text, &Outline::read(&text), &Edit::Traffic(change.clone())).unwrap()
        })
    }

    fn entries(text: &str) -> Value {
        serde_json::from_str::<Value>(text)
            .unwrap()
            .pointer("/simulation/traffic")
            .cloned()
            .unwrap_or_default()
    }

    #[test]
    fn traffic_goes_where_nothing_goes_yet_and_a_group_behind_a_listener_gets_it_from_there() {
        let names: Vec<String> =
            Outline::read(TEXT).destinations.iter().map(|to| format!("{} {}", to.member, to.name)).collect();
        assert_eq!(names, ["listener front:80", "targetGroup old", "queue jobs"]);
        let two = after(TEXT, &[TrafficEdit::Add, TrafficEdit::Add]);
        assert_eq!(
            entries(&two),
            json!([
                {"shape": {"constant": 10}, "listener": "front:80"},
                {"shape": {"constant": 10}, "targetGroup": "old"}
            ])
        );
        let to_queue =
            after(&two.replace("\"front:80\"", "\"front:80\", \"path\": \"/a\""), &[TrafficEdit::To(0, 2)]);
        assert_eq!(entries(&to_queue)[0], json!({"shape": {"constant": 10}, "queue": "jobs"}));
        assert_eq!(entries(&after(&two, &[TrafficEdit::Remove(0), TrafficEdit::Remove(0)])), Value::Null);
    }

    #[test]
    fn another_shape_begins_about_as_high_and_steps_are_rows() {
        let ramp = after(TEXT, &[TrafficEdit::Add, TrafficEdit::Shape(0, "ramp".into())]);
        let expected = json!({"ramp": {"from": 10, "to": 20, "startSeconds": 60, "endSeconds": 600}});
        assert_eq!(entries(&ramp)[0]["shape"], expected);
        let steps = [
            TrafficEdit::Shape(0, "steps".into()),
            TrafficEdit::AddStep(0),
            TrafficEdit::Step(0, 2, 1, "2.5".into()),
            TrafficEdit::RemoveStep(0, 0),
        ];
        let steps = after(&ramp, &steps);
        assert_eq!(entries(&steps)[0]["shape"], json!({"steps": [[300, 20], [600, 2.5]]}));
        let shapes = ["wave", "spike", "constant"].map(|shape| {
            entries(&after(&ramp, &[TrafficEdit::Shape(0, shape.into())]))[0]["shape"][shape].take()
        });
        assert!(shapes.iter().all(|shape| !shape.is_null()), "{shapes:?}");
        let outline = Outline::read(&steps);
        let one = edit(&steps, &outline, &Edit::Traffic(TrafficEdit::RemoveStep(0, 0))).unwrap();
        let last = edit(&one, &Outline::read(&one), &Edit::Traffic(TrafficEdit::RemoveStep(0, 0)));
        assert!(last.is_err(), "the last step stays");
    }
}
