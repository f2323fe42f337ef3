//! Schedules, held to the examples of AWS's guides and to a calendar that is counted out.

use super::{Cron, Schedule};
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn next(expression: &str, after: &str) -> String {
    let schedule = Schedule::parse(expression).expect(expression);
    let (after, until) = (at(after), at("2199-12-31T23:59:00Z"));
    let next = schedule.next_after(at("2026-01-01T00:00:00Z"), after, until, &TimeZone::UTC);
    next.map_or_else(|| "never".to_owned(), |next| next.to_string())
}

#[test]
fn rates_count_from_the_beginning() {
    assert_eq!(next("rate(5 minutes)", "2026-01-01T00:00:00Z"), "2026-01-01T00:05:00Z");
    assert_eq!(next("rate(5 minutes)", "2026-01-01T00:04:59.999Z"), "2026-01-01T00:05:00Z");
    assert_eq!(next("rate(1 day)", "2026-01-01T00:05:00Z"), "2026-01-02T00:00:00Z");
}

/// The examples of the EventBridge guide's page on cron expressions. 2026-01-01 is a Thursday.
#[test]
fn examples_of_the_guide() {
    for (expression, first) in [
        ("cron(0 10 * * ? *)", "2026-01-01T10:00:00Z"),
        ("cron(15 12 * * ? *)", "2026-01-01T12:15:00Z"),
        ("cron(0 18 ? * MON-FRI *)", "2026-01-01T18:00:00Z"),
        ("cron(0 8 1 * ? *)", "2026-01-01T08:00:00Z"),
        ("cron(0/15 * * * ? *)", "2026-01-01T00:15:00Z"),
        ("cron(0/10 * ? * MON-FRI *)", "2026-01-01T00:10:00Z"),
        ("cron(0/5 8-17 ? * MON-FRI *)", "2026-01-01T08:00:00Z"),
        ("cron(0/30 20-2 ? * MON-FRI *)", "2026-01-01T00:30:00Z"),
        ("cron(0 9 ? * 2#1 *)", "2026-01-05T09:00:00Z"),
        ("cron(0 9 ? * 6L *)", "2026-01-30T09:00:00Z"),
        ("cron(0 0 L * ? *)", "2026-01-31T00:00:00Z"),
        ("cron(0 0 LW * ? *)", "2026-01-30T00:00:00Z"),
        ("cron(0 0 3W * ? *)", "2026-01-02T00:00:00Z"),
        ("cron(0 0 1W FEB ? *)", "2026-02-02T00:00:00Z"),
        ("cron(0 0 29 2 ? *)", "2028-02-29T00:00:00Z"),
        ("cron(0 0 ? * FRI-SUN *)", "2026-01-02T00:00:00Z"),
        ("cron(0 0 ? * L *)", "2026-01-03T00:00:00Z"),
        ("cron(0 0 1 1 ? 2025)", "never"),
    ] {
        assert_eq!(next(expression, "2026-01-01T00:00:00Z"), first, "{expression}");
    }
}

#[test]
fn what_aws_refuses_is_refused_with_a_reason() {
    let told = |text: &str| Schedule::parse(text).expect_err(text).message;
    let faults = [
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 minutes)",
        "rate(5 seconds)",
        "rate(5)",
        "every day",
        "at(2026-01-01T00:00:00)",
        "cron(0 2 * * *)",
        "cron(0 2 * * * *)",
        "cron(0 2 ? * ? *)",
        "cron(60 2 * * ? *)",
        "cron(0 2 32 * ? *)",
        "cron(0 2 ? * MON#6 *)",
        "cron(0/0 2 * * ? *)",
        "cron(+5 2 * * ? *)",
    ]
    .map(|text| format!("{text}: {}", told(text)));
    expect_test::expect![[r"
        rate(1 minutes): EventBridge takes `minute` with 1, and refuses `minutes`
        rate(5 minute): EventBridge takes `minutes` with 5, and refuses `minute`
        rate(0 minutes): `0` is no number of a rate
        rate(5 seconds): `seconds` is no unit of a rate
        rate(5): `5` is no rate
        every day: `every day` is no schedule
        at(2026-01-01T00:00:00): a rule has no `at(…)`: EventBridge Scheduler has
        cron(0 2 * * *): a cron expression of AWS has six fields, and this one has 5
        cron(0 2 * * * *): the day of the month and the day of the week cannot both be given
        cron(0 2 ? * ? *): `?` stands for both the day of the month and the day of the week
        cron(60 2 * * ? *): `60` is no minute of a cron expression
        cron(0 2 32 * ? *): `32` is no day of the month of a cron expression
        cron(0 2 ? * MON#6 *): `MON#6` is no day of the week of a cron expression
        cron(0/0 2 * * ? *): `0/0` is no minute of a cron expression
        cron(+5 2 * * ? *): `+5` is no minute of a cron expression"]]
    .assert_eq(&faults.join("\n"));
}

/// Asked again and again, an expression names every minute that its fields name, in order and once.
#[test]
fn every_minute_is_named_once() {
    let cron = Cron::parse("7,37 */6 ? * TUE-THU *").expect("an expression");
    let (mut after, until) = (at("2025-12-31T23:59:59Z"), at("2026-02-01T00:00:00Z"));
    let mut count = 0;
    while let Some(next) = cron.next_after(after, until, &TimeZone::UTC) {
        assert!(next > after);
        (after, count) = (next, count + 1);
    }
    // January 2026 has four Tuesdays and Wednesdays and five Thursdays, each with 4 hours and 2 minutes.
    assert_eq!(count, 13 * 8);
}

#[test]
fn other_time_zones_move_the_moment() {
    let zone = TimeZone::fixed(jiff::tz::offset(-5));
    let cron = Cron::parse("0 2 * * ? *").expect("an expression");
    let next = cron.next_after(at("2026-01-01T00:00:00Z"), at("2026-01-03T00:00:00Z"), &zone);
    assert_eq!(next, Some(at("2026-01-01T07:00:00Z")));
}
