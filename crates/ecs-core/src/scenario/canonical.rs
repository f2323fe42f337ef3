//! The canonical form: the same scenario is the same text, whoever wrote it.

use crate::aws::shape::{Shape, Shapes, Type};
use crate::json::Node;
use serde_json::{Map, Value, json};

/// `root`, a scenario, in canonical form: known members in the format's order, others behind them by
/// name; without nulls, comments, and members that have the value they would have anyway.
pub fn canonical(root: &Node) -> Value {
    let shapes = Shapes::load();
    let mut value = ordered(&shapes, &Type::Named("Scenario"), root.to_value());
    if let Value::Object(members) = &mut value {
        drop_defaults(members);
    }
    value
}

fn ordered(shapes: &Shapes, value_type: &Type, value: Value) -> Value {
    match (value_type, value) {
        (Type::Named(name), Value::Object(members)) => match shapes.get(name) {
            Some(Shape::Structure(_)) => structure(shapes, name, members),
            _ => Value::Object(members),
        },
        (Type::List(element), Value::Array(elements)) => {
            elements.into_iter().map(|value| ordered(shapes, element, value)).collect()
        }
        (Type::Any | Type::Map(_), value) => sorted(value),
        (_, value) => value,
    }
}

fn structure(shapes: &Shapes, name: &str, mut members: Map<String, Value>) -> Value {
    let mut result = Map::new();
    for shape in shapes.members(name) {
        let given = members.shift_remove(shape.name);
        // An empty list says what no list says, unless the list has to be there.
        let says_nothing =
            |value: &Value| value.is_null() || (!shape.required && value == &Value::Array(Vec::new()));
        let Some(value) = given.filter(|value| !says_nothing(value)) else { continue };
        result.insert(shape.name.to_owned(), ordered(shapes, &shape.member_type, value));
    }
    let mut unknown: Vec<(String, Value)> =
        members.into_iter().filter(|(_, value)| !value.is_null()).collect();
    unknown.sort_by(|left, right| left.0.cmp(&right.0));
    result.extend(unknown.into_iter().map(|(key, value)| (key, sorted(value))));
    Value::Object(result)
}

/// Members by name, all the way down.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let given = members.into_iter().filter(|(_, value)| !value.is_null());
            let mut members: Vec<(String, Value)> = given.map(|(key, value)| (key, sorted(value))).collect();
            members.sort_by(|left, right| left.0.cmp(&right.0));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(elements) => elements.into_iter().map(sorted).collect(),
        value => value,
    }
}

/// Defaults of format version 1. They never change, so a link may leave them out. Spec: LINK-2.
fn drop_defaults(scenario: &mut Map<String, Value>) {
    drop_members(
        scenario,
        &[
            ("name", json!("")),
            ("description", json!("")),
            ("region", json!("us-east-1")),
            ("accountId", json!("123456789012")),
            ("cluster", json!({"clusterName": "default"})),
        ],
    );
    let mut of_services = vec![("schedulingStrategy", json!("REPLICA"))];
    let strategy = scenario.get("cluster").and_then(|cluster| cluster.get("defaultCapacityProviderStrategy"));
    // Where the cluster has a default strategy, a launch type that is left out is another than EC2.
    if strategy.and_then(Value::as_array).is_none_or(Vec::is_empty) {
        of_services.push(("launchType", json!("EC2")));
    }
    for (list, defaults) in [
        ("containerInstances", vec![("count", json!(1)), ("status", json!("ACTIVE"))]),
        ("services", of_services),
    ] {
        for entry in scenario.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Value::Object(members) = entry {
                drop_members(members, &defaults);
            }
        }
    }
    if let Some(Value::Object(simulation)) = scenario.get_mut("simulation") {
        drop_members(
            simulation,
            &[
                ("seed", json!(0)),
                ("startsAt", json!(crate::time::DEFAULT_STARTS_AT)),
                ("durationSeconds", json!(1800)),
                ("timeline", json!([])),
            ],
        );
    }
    scenario.retain(|_, value| !matches!(value, Value::Object(members) if members.is_empty()));
}

fn drop_members(members: &mut Map<String, Value>, defaults: &[(&str, Value)]) {
    for (key, default) in defaults {
        if members.get(*key) == Some(default) {
            members.shift_remove(*key);
        }
    }
}
