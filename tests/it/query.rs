//! What holds for every text and every expression of the cluster query language.

use crate::seeds;
use ecs_core::query::{
    Bound, Comparison, Date, Expression, Mend, Order, Pattern, Subject, Test, Version, parse, suggest,
};
use ecs_tests::draws::Draws;
use ecs_tests::oracle::boundary::{Facts, read};
use ecs_tests::oracle::generate;
use ecs_tests::oracle::print::print;

/// Characters of an expression, AWS's limit.
const CHARACTERS_MAX: usize = 2000;

/// What values are made of: all that has a meaning somewhere, and some that has none.
const PIECES: &[&str] = &[
    "a", "prod", "7", "-", "_", ".", ":", "/", "*", "+", " ", "\t", "(", ")", "[", "]", ",", "=", "!", "<",
    ">", "~", "&&", "||", "and", "or", "not", "in", "exists", "é", "\\",
];
const DATES: &[&str] = &[
    "2018-06-18",
    "2018-06-18T22:28:28",
    "2018-06-18T22:28:28Z",
    "2018-06-18T22:28:28+05:30",
    "2018-06-18 22:28",
];
const VERSIONS: &[&str] = &["1", "1.9", "1.14.5", "0.0.0", "18446744073709551615"];
const PATTERNS: &[&str] =
    &["t2.*", "(a|b)", "[a-z]+[.]x", "\\d{1,3}", "g4*", "a b", "it's", "say \"x\"", ".", "é+"];

/// Printed and read again it is the same. Spec: QUERY-9.
#[test]
fn what_is_printed_reads_back_the_same() {
    for seed in seeds(2000, 200_000) {
        let expression = any_expression(&mut Draws::new(seed), 3);
        check_round_trip(seed, &expression);
    }
}

/// No text makes the reader panic, whatever was done to an expression, and what can be read after all
/// can be printed.
#[test]
fn no_text_is_too_damaged_to_be_judged() {
    let (mut readable, mut texts) = (0, 0);
    for seed in seeds(500, 50_000) {
        let mut draws = Draws::new(seed);
        let whole = match draws.small(3) {
            0 => any_expression(&mut draws, 2).to_string(),
            1 => print(&generate::expression(&mut draws, 2), &mut draws),
            _ => String::from_utf8_lossy(&draws.many(40, |draws| draws.small(256).to_le_bytes()[0]))
                .into_owned(),
        };
        for _ in 0..4 {
            let text = damaged(&whole, &mut draws);
            texts += 1;
            match parse(&text) {
                Ok(parsed) => {
                    readable += 1;
                    for (range, _) in &parsed.notices {
                        assert!(text.get(range.start..range.end).is_some(), "seed {seed}: {text:?}");
                    }
                    check_round_trip(seed, &parsed.expression);
                }
                Err(failure) => {
                    let range = failure.range;
                    assert!(text.get(range.start..range.end).is_some(), "seed {seed}: {range:?} of {text:?}");
                    assert!(!failure.to_string().is_empty(), "seed {seed}: {text:?}");
                }
            }
        }
    }
    assert!(readable > texts / 20 && readable < texts / 2, "{readable} of {texts} texts can be read");
}

/// At every byte there is an answer, about a part of the text.
#[test]
fn suggestions_are_made_at_every_byte() {
    let attributes = [("stack".to_owned(), vec!["prod".to_owned(), "ü".to_owned()])];
    let mut offered = 0;
    for seed in seeds(50, 2000) {
        let mut draws = Draws::new(seed);
        let text = damaged(&any_expression(&mut draws, 1).to_string(), &mut draws);
        for at in 0..=text.len() + 1 {
            let suggestions = suggest(&text, at, &attributes);
            let range = suggestions.range;
            assert!(text.get(range.start..range.end).is_some(), "seed {seed}: {range:?} at {at} of {text:?}");
            offered += suggestions.list.len();
        }
    }
    assert!(offered > 1000, "only {offered} suggestions");
}

/// An instance that is changed as `mend` says is one that the expression means.
#[test]
fn what_mend_names_is_enough() {
    let mut changed = 0;
    for seed in seeds(300, 20_000) {
        let mut draws = Draws::new(seed);
        let mut cluster = generate::cluster(&mut draws);
        cluster.hosts.truncate(1);
        let original = cluster.hosts[0].clone();
        for _ in 0..20 {
            let text = print(&generate::expression_about_custom_attributes(&mut draws, 3), &mut draws);
            let expression = read(&text);
            cluster.hosts[0] = original.clone();
            let mends = expression.mend(&Facts { cluster: &cluster, host: 0 });
            let holds = expression.holds(&Facts { cluster: &cluster, host: 0 });
            assert_eq!(mends.is_empty(), holds, "seed {seed}: {text}");
            if holds || !mends.iter().all(names_an_attribute) {
                continue;
            }
            for mend in &mends {
                match mend {
                    Mend::SetAttribute { name, value } => {
                        cluster.hosts[0].attributes.insert(name.clone(), value.clone());
                    }
                    Mend::RemoveAttribute { name } => {
                        let own = cluster.hosts[0].attributes.remove(name);
                        assert!(own.is_some(), "seed {seed}: {text} removes {name}");
                    }
                    _ => {}
                }
            }
            let facts = Facts { cluster: &cluster, host: 0 };
            assert!(expression.holds(&facts), "seed {seed}: {text} of {original:?} with {mends:?}");
            changed += 1;
        }
    }
    assert!(changed > 500, "only {changed} instances were changed");
}

fn names_an_attribute(mend: &Mend) -> bool {
    matches!(mend, Mend::SetAttribute { .. } | Mend::RemoveAttribute { .. })
}

/// Printing is stable too: what was read is printed as it was.
fn check_round_trip(seed: u64, expression: &Expression) {
    let text = expression.to_string();
    if text.chars().count() > CHARACTERS_MAX {
        return;
    }
    let again = parse(&text).unwrap_or_else(|failure| panic!("seed {seed}: {text}: {failure}")).expression;
    assert_eq!(again, *expression, "seed {seed}: {text}");
    assert_eq!(again.to_string(), text, "seed {seed}");
}

/// A text with a few characters left out, put in, or put twice.
fn damaged(text: &str, draws: &mut Draws) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..draws.small(3) {
        let at = draws.index(characters.len() + 1);
        let piece = draws.one_of(PIECES);
        match draws.small(3) {
            0 => drop(characters.splice(at..(at + 1).min(characters.len()), [])),
            1 => drop(characters.splice(at..at, piece.chars())),
            _ => drop(characters.splice(at.., characters.clone())),
        }
    }
    characters.into_iter().collect()
}

fn any_expression(draws: &mut Draws, depth: u32) -> Expression {
    let parts = draws.between(2, 3);
    match if depth == 0 { 9 } else { draws.small(6) } {
        0 => Expression::Any(draws.many(parts, |draws| any_expression(draws, depth - 1))),
        1 => Expression::All(draws.many(parts, |draws| any_expression(draws, depth - 1))),
        2 => Expression::Not(Box::new(any_expression(draws, depth - 1))),
        _ => Expression::Simple(any_comparison(draws)),
    }
}

fn any_comparison(draws: &mut Draws) -> Comparison {
    let named = Subject::NAMED;
    let subject = if draws.once_in(2) {
        Subject::Attribute(any_name(draws))
    } else {
        named[draws.index(named.len())].clone()
    };
    let test = any_test(draws, &subject);
    Comparison { subject, test }
}

/// A test that the subject takes. Spec: QUERY-3.
fn any_test(draws: &mut Draws, subject: &Subject) -> Test {
    let bound = match subject {
        Subject::AgentVersion => Bound::Version(Version::read(draws.one_of(VERSIONS)).expect("a version")),
        Subject::RegisteredAt => Bound::Date(Date::read(draws.one_of(DATES)).expect("a date")),
        Subject::RunningTasksCount => Bound::Number(draws.below(1 << 31)),
        _ => Bound::Text(any_text(draws)),
    };
    let order = [Order::Greater, Order::GreaterOrEqual, Order::Less, Order::LessOrEqual][draws.index(4)];
    let equality = |draws: &mut Draws, bound| {
        if draws.once_in(2) { Test::Equals(bound) } else { Test::NotEquals(bound) }
    };
    match subject {
        Subject::TaskGroup => equality(draws, bound),
        Subject::AgentVersion | Subject::RegisteredAt | Subject::RunningTasksCount => {
            if draws.once_in(2) {
                Test::Compares(order, bound)
            } else {
                equality(draws, bound)
            }
        }
        Subject::Attribute(_) if draws.once_in(2) => match draws.small(3) {
            0 => Test::Exists,
            1 => Test::NotExists,
            _ => Test::Compares(order, bound),
        },
        Subject::Attribute(_) | Subject::AgentConnected | Subject::Ec2InstanceId => {
            let many = draws.between(1, 3);
            match draws.small(5) {
                0 => Test::In(draws.many(many, any_text)),
                1 => Test::NotIn(draws.many(many, any_text)),
                2 => Test::Matches(any_pattern(draws)),
                3 => Test::NotMatches(any_pattern(draws)),
                _ => equality(draws, bound),
            }
        }
    }
}

fn any_name(draws: &mut Draws) -> String {
    let length = draws.between(1, 4);
    draws.many(length, |draws| draws.one_of(&["x", "stack", "9", ".", "-", "_", "/", "\\"])).concat()
}

/// A text that can be quoted: with one kind of quotes in it at the most.
fn any_text(draws: &mut Draws) -> String {
    let length = draws.small(5);
    let quote = draws.one_of(&["'", "\""]);
    let piece = |draws: &mut Draws| if draws.once_in(8) { quote } else { draws.one_of(PIECES) };
    draws.many(length, piece).concat()
}

fn any_pattern(draws: &mut Draws) -> Pattern {
    Pattern::read(draws.one_of(PATTERNS)).expect("a pattern")
}
