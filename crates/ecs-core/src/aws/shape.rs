//! The table of shapes: which members a structure has, of which type, and which are simulated.
//!
//! The tables are the data files under `data/shapes`; their notation is explained at the top of
//! `ecs.txt`.

use indexmap::IndexMap;

const FILES: [&str; 9] = [
    include_str!("../../data/shapes/application_autoscaling.txt"),
    include_str!("../../data/shapes/ecs.txt"),
    include_str!("../../data/shapes/ec2.txt"),
    include_str!("../../data/shapes/autoscaling.txt"),
    include_str!("../../data/shapes/elb.txt"),
    include_str!("../../data/shapes/events.txt"),
    include_str!("../../data/shapes/servicediscovery.txt"),
    include_str!("../../data/shapes/cloudwatch.txt"),
    include_str!("../../data/shapes/scenario.txt"),
];

/// The type of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A string.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Anything: not looked into.
    Any,
    /// A list of one type.
    List(Box<Type>),
    /// An object with free keys and values of one type.
    Map(Box<Type>),
    /// A structure or an enumeration of the table.
    Named(&'static str),
}

/// Whether a member takes part in the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It does, or nothing that is simulated depends on it.
    Read,
    /// Its effect is not simulated yet.
    NotSimulated,
    /// AWS prints it and does not take it.
    OutputOnly,
    /// AWS prints it and does not take it; in a scenario it counts.
    OutputOfAwsOnly,
}

/// A member of a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberShape {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub member_type: Type,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it is simulated.
    pub status: Status,
}

/// An entry of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An object with the members that it may have, in the API's order.
    Structure(Vec<MemberShape>),
    /// The values that a string may have.
    Enumeration(Vec<&'static str>),
}

/// All shapes by name.
#[derive(Clone, Debug)]
pub struct Shapes {
    shapes: IndexMap<&'static str, Shape>,
}

impl Shapes {
    /// The tables of `data/shapes`.
    pub fn load() -> Shapes {
        let mut shapes = IndexMap::new();
        let mut current = None;
        for line in FILES.iter().flat_map(|file| file.lines()).filter(|line| !line.starts_with('#')) {
            if let Some((name, values)) = line.split_once(" = ") {
                shapes.insert(name, Shape::Enumeration(values.split(' ').collect()));
            } else if let Some(member) = line.strip_prefix("  ") {
                let shape = current.and_then(|name| shapes.get_mut(name));
                if let Some(Shape::Structure(members)) = shape {
                    members.extend(member_shape(member));
                }
            } else if !line.is_empty() {
                shapes.insert(line, Shape::Structure(Vec::new()));
                current = Some(line);
            }
        }
        Shapes { shapes }
    }

    /// The shape of that name.
    pub fn get(&self, name: &str) -> Option<&Shape> {
        self.shapes.get(name)
    }

    /// The members of the structure of that name, in the API's order.
    pub fn members(&self, name: &str) -> &[MemberShape] {
        match self.get(name) {
            Some(Shape::Structure(members)) => members,
            _ => &[],
        }
    }

    /// Every shape with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Shape)> {
        self.shapes.iter().map(|(name, shape)| (*name, shape))
    }
}

fn member_shape(line: &'static str) -> Option<MemberShape> {
    let (status, line) = match line.split_once(' ')? {
        ("~", rest) => (Status::NotSimulated, rest),
        ("<", rest) => (Status::OutputOnly, rest),
        ("<+", rest) => (Status::OutputOfAwsOnly, rest),
        _ => (Status::Read, line),
    };
    let (name, member_type) = line.split_once(' ')?;
    let required = name.ends_with('!');
    Some(MemberShape {
        name: name.trim_end_matches('!'),
        member_type: parse_type(member_type),
        required,
        status,
    })
}

fn parse_type(text: &'static str) -> Type {
    if let Some(element) = text.strip_prefix("list ") {
        return Type::List(Box::new(parse_type(element)));
    }
    if let Some(value) = text.strip_prefix("map ") {
        return Type::Map(Box::new(parse_type(value)));
    }
    match text {
        "string" => Type::String,
        "integer" => Type::Integer,
        "number" => Type::Number,
        "boolean" => Type::Boolean,
        "any" => Type::Any,
        name => Type::Named(name),
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, Shapes, Status, Type};

    fn named(member_type: &Type) -> Option<&'static str> {
        match member_type {
            Type::Named(name) => Some(name),
            Type::List(inner) | Type::Map(inner) => named(inner),
            _ => None,
        }
    }

    #[test]
    fn every_type_that_is_named_is_in_the_table() {
        let shapes = Shapes::load();
        for (name, shape) in shapes.iter() {
            let Shape::Structure(members) = shape else { continue };
            for member in members {
                if let Some(type_name) = named(&member.member_type) {
                    assert!(shapes.get(type_name).is_some(), "{name}.{}: {type_name}", member.name);
                }
            }
        }
    }

    #[test]
    fn marks_are_read() {
        let shapes = Shapes::load();
        let members = shapes.members("RegisterTaskDefinitionRequest");
        let member = |name: &str| members.iter().find(|member| member.name == name).unwrap();
        assert!(member("family").required);
        assert_eq!(member("revision").status, Status::OutputOfAwsOnly);
        assert_eq!(member("status").status, Status::OutputOnly);
        assert_eq!(member("pidMode").status, Status::NotSimulated);
        assert_eq!(member("cpu").member_type, Type::String);
    }
}
