use super::{Expression, MathFailure, Series};

/// `m1` is 10, then missing, then 30; `m2` is 2, 4, 0.
fn series(id: &str) -> Series {
    match id {
        "m1" => vec![Some(10.0), None, Some(30.0)],
        "m2" => vec![Some(2.0), Some(4.0), Some(0.0)],
        _ => Vec::new(),
    }
}

fn values(text: &str) -> Series {
    Expression::parse(text).unwrap().evaluate(3, &series)
}

#[test]
fn operators_bind_as_in_arithmetic() {
    assert_eq!(values("1 + 2 * 3 - 4 / 2"), [Some(5.0); 3]);
    assert_eq!(values("(1+2)*-3"), [Some(-9.0); 3]);
    assert_eq!(values("10 - 3 - 2"), [Some(5.0); 3]);
    assert_eq!(values("1 + 1 > 1"), [Some(1.0); 3]);
    assert_eq!(values("m2 >= 4"), [Some(0.0), Some(1.0), Some(0.0)]);
}

/// METRIC-4: what is missing stays missing, and so does a quotient by zero.
#[test]
fn what_has_no_value_is_missing() {
    assert_eq!(values("m1 / m2"), [Some(5.0), None, None]);
    assert_eq!(values("m3 + 1"), [None; 3]);
    assert_eq!(values("FILL(m1, 0) + 1"), [Some(11.0), Some(1.0), Some(31.0)]);
    assert_eq!(values("fill(m1, REPEAT)"), [Some(10.0), Some(10.0), Some(30.0)]);
    assert_eq!(values("IF(m2 > 0, m1 / m2, m1)"), [Some(5.0), None, Some(30.0)]);
}

#[test]
fn lists_count_what_is_there() {
    assert_eq!(values("SUM([m1, m2])"), [Some(12.0), Some(4.0), Some(30.0)]);
    assert_eq!(values("AVG([m1, m2])"), [Some(6.0), Some(4.0), Some(15.0)]);
    assert_eq!(values("MAX([m1, m2, 5])"), [Some(10.0), Some(5.0), Some(30.0)]);
    assert_eq!(values("ABS(FLOOR(-1.5)) + CEIL(0.2)"), [Some(3.0); 3]);
}

#[test]
fn ids_are_named_in_order() {
    assert_eq!(Expression::parse("m1 / FILL(m2, 0) + m1").unwrap().ids(), ["m1", "m2", "m1"]);
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    let failure = |text: &str| Expression::parse(text).unwrap_err();
    let syntax = |at, expected| MathFailure::Syntax { at, expected };
    assert_eq!(failure("m1 /"), syntax(4, "a number, an id or a function"));
    assert_eq!(failure("m1 m2"), syntax(3, "an operator"));
    assert_eq!(failure("(m1"), syntax(3, "a closing parenthesis"));
    assert_eq!(failure("AVG(m1)"), syntax(4, "a list such as `[m1, m2]`"));
    assert_eq!(failure("M1 + 1"), syntax(0, "a number, an id or a function"));
    assert_eq!(failure("RATE(m1)"), MathFailure::Function("RATE".to_owned()));
    assert_eq!(
        failure("ANOMALY_DETECTION_BAND(m1, 2)"),
        MathFailure::Function("ANOMALY_DETECTION_BAND".to_owned())
    );
    assert_eq!(failure(&"(".repeat(5000)), MathFailure::TooLong);
    assert_eq!(failure(&"(".repeat(2000)), MathFailure::TooLong);
    assert_eq!(failure("é"), syntax(0, "a number, an id or a function"));
}
