//! What the shapes offer at a place.

use super::Completion;
use super::place::{Given, Place, Slot, Step};
use crate::aws::shape::{MemberShape, Shape, Shapes, Status, Type};
use crate::catalog;

/// The structure whose free texts are sizes in CPU units and MiB.
const TASK_DEFINITION: &str = "RegisterTaskDefinitionRequest";

/// Everything that can be written at the place.
pub(super) fn at(shapes: &Shapes, place: &Place) -> Vec<Completion> {
    let root = root(&place.root, &place.path);
    let Some(inside) =
        place.path.iter().skip(root.skip).try_fold(root.of, |of, step| down(shapes, &of, step))
    else {
        return Vec::new();
    };
    let items = match (&place.slot, &inside) {
        (Slot::Name { has_colon }, Type::Named(name)) => {
            members(shapes, name, place, root.is_scenario, *has_colon)
        }
        (Slot::Value(name), Type::Named(structure)) => value_of(shapes, structure, name, &place.siblings),
        (Slot::Value(_), Type::Map(value)) => values(shapes, value),
        (Slot::Element, Type::List(element)) => values(shapes, element),
        _ => Vec::new(),
    };
    items.into_iter().map(|item| with_commas(item, place)).collect()
}

struct Root {
    of: Type,
    /// Steps of the path that lead through a wrapper.
    skip: usize,
    is_scenario: bool,
}

/// What the text is, by the members of its root. Spec: DOC-3, DOC-4, DOC-13.
fn root(members: &[Given], path: &[Step]) -> Root {
    let has = |name: &str| members.iter().any(|member| member.name == name);
    let definition = Type::Named(TASK_DEFINITION);
    match path.first() {
        Some(Step::Member(name)) if name == "taskDefinition" => {
            Root { of: definition, skip: 1, is_scenario: false }
        }
        Some(Step::Element) => Root { of: definition, skip: 1, is_scenario: false },
        _ if ["version", "taskDefinitions", "containerInstances", "simulation"].into_iter().any(has) => {
            Root { of: Type::Named("Scenario"), skip: 0, is_scenario: true }
        }
        // What stands beside a wrapped definition is AWS's answer, which nobody writes.
        _ if has("taskDefinition") => Root { of: Type::Any, skip: 0, is_scenario: false },
        _ => Root { of: definition, skip: 0, is_scenario: false },
    }
}

fn down(shapes: &Shapes, of: &Type, step: &Step) -> Option<Type> {
    match (of, step) {
        (Type::Named(structure), Step::Member(name)) => {
            let member = shapes.members(structure).iter().find(|member| member.name == name)?;
            Some(member.member_type.clone())
        }
        (Type::Map(value), Step::Member(_)) => Some((**value).clone()),
        (Type::List(element), Step::Element) => Some((**element).clone()),
        _ => None,
    }
}

/// The members that are not there yet: first those that must be given, last those that change nothing
/// here.
fn members(
    shapes: &Shapes,
    structure: &str,
    place: &Place,
    in_scenario: bool,
    has_colon: bool,
) -> Vec<Completion> {
    let is_taken = |shape: &MemberShape| match shape.status {
        Status::Read | Status::NotSimulated => true,
        Status::OutputOfAwsOnly => in_scenario,
        Status::OutputOnly => false,
    };
    let is_there = |name: &str| place.siblings.iter().any(|member| member.name == name);
    let open = shapes.members(structure).iter().filter(|shape| is_taken(shape) && !is_there(shape.name));
    let mut open: Vec<&MemberShape> = open.collect();
    open.sort_by_key(|shape| (!shape.required, shape.status == Status::NotSimulated));
    open.into_iter().map(|shape| member(shapes, shape, has_colon)).collect()
}

fn member(shapes: &Shapes, shape: &MemberShape, has_colon: bool) -> Completion {
    let (stub, caret_from_end) = if has_colon { ("", 0) } else { stub(shapes, &shape.member_type) };
    let insert =
        if has_colon { format!("\"{}\"", shape.name) } else { format!("\"{}\": {stub}", shape.name) };
    let mark = match (shape.required, shape.status) {
        (true, _) => "required · ",
        (false, Status::NotSimulated) => "not simulated yet · ",
        (false, _) => "",
    };
    Completion {
        label: shape.name.to_owned(),
        caret: insert.len() - caret_from_end,
        insert,
        detail: format!("{mark}{}", described(shapes, &shape.member_type)),
    }
}

/// An empty value of a type, and how far from its end one goes on writing.
fn stub(shapes: &Shapes, of: &Type) -> (&'static str, usize) {
    match of {
        Type::String => ("\"\"", 1),
        Type::List(element) => match &**element {
            Type::Named(name) if matches!(shapes.get(name), Some(Shape::Structure(_))) => ("[{}]", 2),
            Type::String | Type::Named(_) => ("[\"\"]", 2),
            _ => ("[]", 1),
        },
        Type::Named(name) if matches!(shapes.get(name), Some(Shape::Enumeration(_))) => ("\"\"", 1),
        Type::Map(_) | Type::Named(_) => ("{}", 1),
        Type::Integer | Type::Number | Type::Boolean | Type::Any => ("", 0),
    }
}

/// A type as a person says it.
fn described(shapes: &Shapes, of: &Type) -> String {
    match of {
        Type::String => "string".to_owned(),
        Type::Integer => "whole number".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "true or false".to_owned(),
        Type::Any => "any".to_owned(),
        Type::List(element) => match &**element {
            Type::Named(name) => format!("list of {name}"),
            element => format!("list of {}", described(shapes, element)),
        },
        Type::Map(value) => format!("map to {}", described(shapes, value)),
        Type::Named(name) => match shapes.get(name) {
            Some(Shape::Enumeration(values)) if values.len() <= 4 => values.join(" | "),
            _ => (*name).to_owned(),
        },
    }
}

/// What a member of a structure can be.
fn value_of(shapes: &Shapes, structure: &str, name: &str, siblings: &[Given]) -> Vec<Completion> {
    let known = known_texts(structure, name, siblings);
    if !known.is_empty() {
        return known;
    }
    let shape = shapes.members(structure).iter().find(|member| member.name == name);
    shape.map_or_else(Vec::new, |shape| values(shapes, &shape.member_type))
}

/// Texts that are free for the API and not for what reads them.
fn known_texts(structure: &str, name: &str, siblings: &[Given]) -> Vec<Completion> {
    let texts: Vec<String> = match (structure, name) {
        (TASK_DEFINITION, "cpu") => fargate_cpus().map(|cpu| cpu.to_string()).collect(),
        (TASK_DEFINITION, "memory") => fargate_memory(siblings).map(|memory| memory.to_string()).collect(),
        // Spec: NET-1.
        ("PortMapping", "protocol") => vec!["tcp".to_owned(), "udp".to_owned()],
        ("ContainerInstanceEntry", "instanceType") => {
            catalog::instance_type_names().map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    let detail = match (structure, name) {
        (TASK_DEFINITION, "cpu") => "CPU units on Fargate",
        (TASK_DEFINITION, _) => "MiB on Fargate",
        _ => "",
    };
    texts.into_iter().map(|text| quoted(&text, detail)).collect()
}

fn fargate_cpus() -> impl Iterator<Item = u32> {
    let mut last = 0;
    catalog::fargate_sizes().map(|size| size.cpu_units).filter(move |cpu| {
        let is_new = *cpu != last;
        last = *cpu;
        is_new
    })
}

/// What Fargate sells with the CPU that is given. Nothing where that is not sold. Spec: RES-3.
fn fargate_memory(siblings: &[Given]) -> impl Iterator<Item = u32> {
    let cpu = siblings.iter().rev().find(|member| member.name == "cpu");
    let cpu = cpu.and_then(|member| member.value.as_ref()?.parse::<u32>().ok());
    catalog::fargate_sizes().filter(move |size| Some(size.cpu_units) == cpu).map(|size| size.memory_mib)
}

/// What a value of a type can be, where that can be counted.
fn values(shapes: &Shapes, of: &Type) -> Vec<Completion> {
    match of {
        Type::Boolean => ["true", "false"].into_iter().map(|word| written(word, word, 0, "")).collect(),
        Type::Named(name) => match shapes.get(name) {
            Some(Shape::Enumeration(values)) => values.iter().map(|value| quoted(value, "")).collect(),
            _ => vec![written("{}", "{}", 1, name)],
        },
        Type::List(_) => {
            let (stub, caret_from_end) = stub(shapes, of);
            vec![written(stub, stub, caret_from_end, &described(shapes, of))]
        }
        Type::Map(_) => vec![written("{}", "{}", 1, &described(shapes, of))],
        Type::String | Type::Integer | Type::Number | Type::Any => Vec::new(),
    }
}

fn quoted(text: &str, detail: &str) -> Completion {
    written(text, &format!("\"{text}\""), 0, detail)
}

fn written(label: &str, insert: &str, caret_from_end: usize, detail: &str) -> Completion {
    Completion {
        label: label.to_owned(),
        insert: insert.to_owned(),
        caret: insert.len() - caret_from_end,
        detail: detail.to_owned(),
    }
}

/// The item with the commas that its place lacks.
fn with_commas(item: Completion, place: &Place) -> Completion {
    let before = if place.comma_before { ", " } else { "" };
    let behind = if place.comma_behind { "," } else { "" };
    Completion {
        insert: format!("{before}{}{behind}", item.insert),
        caret: item.caret + before.len(),
        ..item
    }
}
