//! Which container of a task starts after which: a drawing, computed without a browser.
//!
//! A container stands in a row below those that it waits for, in order of depth, and each row begins
//! further right than the one above. So an arrow leaves a box downwards at its left end and meets no
//! other box. Arrows of a circle, which no order can draw downwards, run up along the right edge.

use std::collections::BTreeSet;

/// Width of the drawing, in its own units.
pub const GRAPH_WIDTH: usize = 320;

/// Height of a box.
pub const BOX_HEIGHT: usize = 26;

const ROW: usize = 36;
/// How much further right a row begins, unless there are many.
const STEP: usize = 18;
/// All steps together leave room for a name.
const STEPS_MOST: usize = 150;
/// Where an arrow leaves a box.
const STEM: usize = 9;
/// The strip at the right edge for arrows that run up.
const STRIP: usize = 18;

/// A container waits for another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The number of the one that waits.
    pub container: usize,
    /// The name of the other one.
    pub on: String,
    /// AWS's word for what it waits for.
    pub condition: String,
}

/// The drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    /// Its height.
    pub height: usize,
    /// The containers, from top to bottom.
    pub stops: Vec<Stop>,
    /// The arrows, each to the one that waits.
    pub arrows: Vec<Arrow>,
    /// The same in words, a sentence a container.
    pub sentences: Vec<String>,
}

/// A container in the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Its name.
    pub name: String,
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: usize,
    /// Width.
    pub width: usize,
    /// Whether it can start.
    pub state: StopState,
}

/// Whether a container of the drawing can start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopState {
    /// Nothing speaks against it.
    Fine,
    /// It waits for itself, by way of others or not.
    InCircle,
    /// Another one waits for it, and it does not exist.
    Missing,
}

/// An arrow: an SVG path, and the one of its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// The line.
    pub line: String,
    /// The head.
    pub head: String,
    /// Whether it is part of a circle.
    pub in_circle: bool,
}

/// The drawing of these containers. None where nothing waits.
pub fn graph(containers: &[String], dependencies: &[Dependency]) -> Option<Graph> {
    if dependencies.is_empty() {
        return None;
    }
    let net = Net::new(containers, dependencies);
    let order = net.order();
    let row_of = |node: usize| order.iter().position(|other| *other == node).unwrap_or_default();
    let in_circle = |from: usize, to: usize| net.reaches(to, from);
    let has_circle = net.arrows.iter().any(|(from, to)| in_circle(*from, *to));
    let right = if has_circle { GRAPH_WIDTH - STRIP } else { GRAPH_WIDTH - 1 };
    let step = STEP.min(STEPS_MOST / order.len().max(1));
    let joined = |node: usize| net.arrows.iter().any(|(from, to)| *from == node || *to == node);
    let stops: Vec<Stop> = order
        .iter()
        .enumerate()
        .map(|(row, node)| {
            let x = if joined(*node) { 1 + row * step } else { 1 };
            let state = match *node {
                node if node >= containers.len() => StopState::Missing,
                node if net.reaches(node, node) => StopState::InCircle,
                _ => StopState::Fine,
            };
            Stop { name: net.names[*node].clone(), x, y: 1 + row * ROW, width: right - x, state }
        })
        .collect();
    let arrows = net
        .arrows
        .iter()
        .map(|(from, to)| {
            let (start, end) = (&stops[row_of(*from)], &stops[row_of(*to)]);
            let shape = if start.y < end.y { down(start, end) } else { up(start, end) };
            Arrow { in_circle: in_circle(*from, *to), ..shape }
        })
        .collect();
    let sentences = sentences(containers, dependencies, &net);
    Some(Graph { height: order.len() * ROW - (ROW - BOX_HEIGHT) + 2, stops, arrows, sentences })
}

/// Out of the box at its left end, and into the other one from the left.
fn down(start: &Stop, end: &Stop) -> Arrow {
    let (x, y) = (start.x + STEM, end.y + BOX_HEIGHT / 2);
    let tip = end.x;
    let line = format!("M{x} {} V{y} H{}", start.y + BOX_HEIGHT, tip.saturating_sub(4));
    let head = format!("M{tip} {y} l-6 -4 v8 z");
    Arrow { line, head, in_circle: false }
}

/// Out of the box on its right, and into the other one, or itself, from the right.
fn up(start: &Stop, end: &Stop) -> Arrow {
    let right = start.x + start.width;
    let (from, to) = (start.y + BOX_HEIGHT - 7, end.y + 8);
    // Arrows to neighbouring rows run side by side.
    let turn = right + 8 + end.y / ROW % 3 * 4;
    let line = format!("M{right} {from} H{turn} V{to} H{}", right + 4);
    let head = format!("M{right} {to} l6 -4 v8 z");
    Arrow { line, head, in_circle: false }
}

fn sentences(containers: &[String], dependencies: &[Dependency], net: &Net<'_>) -> Vec<String> {
    let of = |(number, name): (usize, &String)| {
        let waits = dependencies.iter().filter(|dependency| dependency.container == number);
        let waits: Vec<String> = waits.map(|dependency| clause(dependency, containers)).collect();
        let waits = match waits.split_last() {
            None => "starts at once".to_owned(),
            Some((only, [])) => format!("starts after {only}"),
            Some((last, others)) => format!("starts after {} and {last}", others.join(", ")),
        };
        let circle = if net.reaches(number, number) { ": a circle, so it never starts" } else { "" };
        format!("{name} {waits}{circle}.")
    };
    containers.iter().enumerate().map(of).collect()
}

fn clause(dependency: &Dependency, containers: &[String]) -> String {
    let name = &dependency.on;
    if !containers.contains(name) {
        return format!("{name}, which does not exist");
    }
    match dependency.condition.as_str() {
        "START" => format!("{name} has started"),
        "HEALTHY" => format!("{name} is healthy"),
        "SUCCESS" => format!("{name} has exited with 0"),
        "COMPLETE" => format!("{name} has exited"),
        _ => name.clone(),
    }
}

/// Containers by number, those that do not exist behind the others, and who waits for whom.
struct Net<'a> {
    names: Vec<&'a String>,
    /// From the one that is waited for to the one that waits.
    arrows: BTreeSet<(usize, usize)>,
}

impl<'a> Net<'a> {
    fn new(containers: &'a [String], dependencies: &'a [Dependency]) -> Net<'a> {
        let mut names: Vec<&String> = containers.iter().collect();
        let mut arrows = BTreeSet::new();
        for dependency in dependencies {
            let known = names.iter().position(|name| **name == dependency.on);
            let on = known.unwrap_or_else(|| {
                names.push(&dependency.on);
                names.len() - 1
            });
            arrows.insert((on, dependency.container));
        }
        Net { names, arrows }
    }

    /// Whether arrows lead from the one to the other.
    fn reaches(&self, from: usize, to: usize) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            for (_, next) in self.arrows.range((node, 0)..=(node, usize::MAX)) {
                if *next == to {
                    return true;
                }
                if seen.insert(*next) {
                    open.push(*next);
                }
            }
        }
        false
    }

    /// From top to bottom: by depth, and last those that have to do with no other.
    fn order(&self) -> Vec<usize> {
        // Without the arrows within circles there is no circle, so this comes to an end.
        let onward: Vec<(usize, usize)> =
            self.arrows.iter().copied().filter(|(from, to)| !self.reaches(*to, *from)).collect();
        let mut depths = vec![0; self.names.len()];
        for _ in 0..self.names.len() {
            for (from, to) in &onward {
                depths[*to] = depths[*to].max(depths[*from] + 1);
            }
        }
        let alone = |node: usize| !self.arrows.iter().any(|(from, to)| *from == node || *to == node);
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by_key(|node| (alone(*node), depths[*node], *node));
        order
    }
}

#[cfg(test)]
mod tests {
    use super::{BOX_HEIGHT, Dependency, GRAPH_WIDTH, Graph, StopState, graph};

    /// `app<db:START` says that app waits for db.
    fn drawn(containers: &[&str], waits: &[&str]) -> Graph {
        let names: Vec<String> = containers.iter().map(|name| (*name).to_owned()).collect();
        let dependency = |text: &&str| {
            let (container, rest) = text.split_once('<').unwrap();
            let (on, condition) = rest.split_once(':').unwrap();
            let container = names.iter().position(|name| name == container).unwrap();
            Dependency { container, on: on.to_owned(), condition: condition.to_owned() }
        };
        graph(&names, &waits.iter().map(dependency).collect::<Vec<_>>()).unwrap()
    }

    fn rows(graph: &Graph) -> Vec<&str> {
        graph.stops.iter().map(|stop| stop.name.as_str()).collect()
    }

    #[test]
    fn who_waits_stands_below() {
        let graph = drawn(
            &["app", "log", "db", "migrate"],
            &["app<db:HEALTHY", "app<migrate:SUCCESS", "migrate<db:HEALTHY"],
        );
        assert_eq!(rows(&graph), ["db", "migrate", "app", "log"]);
        assert_eq!(graph.arrows.len(), 3);
        assert!(graph.arrows.iter().all(|arrow| !arrow.in_circle));
        assert_eq!(
            graph.sentences[..2],
            ["app starts after db is healthy and migrate has exited with 0.", "log starts at once."]
        );
        let xs: Vec<usize> = graph.stops.iter().map(|stop| stop.x).collect();
        assert!(xs[0] < xs[1] && xs[1] < xs[2] && xs[3] == xs[0], "{xs:?}");
    }

    #[test]
    fn circles_and_missing_names_are_told() {
        let graph = drawn(
            &["a", "b", "c", "d"],
            &["a<b:START", "b<a:START", "c<b:COMPLETE", "d<d:START", "c<ghost:START"],
        );
        let states: Vec<(&str, StopState)> =
            graph.stops.iter().map(|stop| (stop.name.as_str(), stop.state)).collect();
        assert_eq!(
            states,
            [
                ("a", StopState::InCircle),
                ("b", StopState::InCircle),
                ("d", StopState::InCircle),
                ("ghost", StopState::Missing),
                ("c", StopState::Fine),
            ]
        );
        assert_eq!(graph.arrows.iter().filter(|arrow| arrow.in_circle).count(), 3);
        assert_eq!(graph.sentences[0], "a starts after b has started: a circle, so it never starts.");
        assert_eq!(graph.sentences[2], "c starts after b has exited and ghost, which does not exist.");
    }

    #[test]
    fn whatever_waits_for_whatever_is_within_the_drawing() {
        let names: Vec<String> = (0..12).map(|number| format!("c{number}")).collect();
        let mut seed = 7_u64;
        for count in 1..60 {
            let mut draw = |of: u64| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                usize::try_from((seed >> 33) % of).unwrap()
            };
            let dependencies: Vec<Dependency> = (0..count)
                .map(|_| Dependency {
                    container: draw(12),
                    on: format!("c{}", draw(15)),
                    condition: "START".to_owned(),
                })
                .collect();
            let graph = graph(&names, &dependencies).unwrap();
            assert!(graph.stops.iter().all(|stop| stop.x + stop.width < GRAPH_WIDTH && stop.width > 100));
            assert!(graph.stops.iter().all(|stop| stop.y + BOX_HEIGHT < graph.height));
            assert_eq!(graph.sentences.len(), 12);
            // What can be drawn downwards is.
            let upwards = |line: &str| line.matches('H').count() == 2;
            assert!(graph.arrows.iter().all(|arrow| arrow.in_circle || !upwards(&arrow.line)));
        }
        assert_eq!(graph(&names, &[]), None);
    }
}
