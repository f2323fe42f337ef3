//! `compare`.

use crate::{EC2, Folder, NO_SIZE, ONE_HOST_PORT};
use expect_test::expect;

fn folder() -> Folder {
    let more = ONE_HOST_PORT.replace("\"count\": 2", "\"count\": 3").replace("One host port", "Three hosts");
    Folder::new().with("two.json", ONE_HOST_PORT).with("three.json", more)
}

#[test]
fn two_scenarios_stand_side_by_side() {
    expect![[r#"
        status 0
        --- stdout
        A  two.json
        B  three.json

        At second 600
                                             A         B
          Seed                               0         0
          Tasks running                      2         3
          Tasks started                      2         3
          Tasks that failed to start         0         0
          Tasks without a place              1         0
          Container instances                2         3
          Cost so far                 $ 0.0069  $ 0.0104
          Paid for and unused         $ 0.0060  $ 0.0090

        First difference: second 0
          A: second 0: service:api/1 is PENDING [service:api/1, host/2, api]
          B: second 0: service:api/1 is PENDING [service:api/1, host/3, api]
    "#]]
    .assert_eq(&folder().call(&["compare", "two.json", "three.json", "--until", "600"]).told());
}

#[test]
fn json_says_of_the_second_where_it_parts() {
    let value = folder().call(&["compare", "two.json", "three.json", "--format", "json"]).json();
    let [one, other] = [&value["runs"][0], &value["runs"][1]];
    assert_eq!([&one["tasks"]["waiting"], &other["tasks"]["waiting"]], [1, 0]);
    assert_eq!([&one["scenario"], &other["scenario"]], ["One host port", "Three hosts"]);
    assert!(other["costUsd"].as_f64() > one["costUsd"].as_f64());
    assert!(one["firstDifference"].is_null());
    assert_eq!(other["firstDifference"]["atSeconds"], 0.0);
    assert_ne!(other["firstDifference"]["here"], other["firstDifference"]["there"]);
}

#[test]
fn a_link_and_standard_input_are_scenarios_too() {
    let folder = folder().with("task.json", EC2);
    let link = folder.call(&["link", "two.json"]).stdout;
    let same = folder.call(&["compare", "two.json", link.trim_end()]);
    assert_eq!(same.status, 0);
    assert!(same.stdout.ends_with("Both event logs are the same.\n"), "{}", same.stdout);
    let piped = folder.call_with(&["compare", "-", "task.json"], ONE_HOST_PORT, &[]);
    assert!(piped.stdout.contains("First difference: second 0"), "{}", piped.told());
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = folder().with("broken.json", NO_SIZE);
    let broken = folder.call(&["compare", "two.json", "broken.json"]);
    assert_eq!((broken.status, broken.stdout.as_str()), (1, ""));
    assert!(broken.stderr.starts_with("broken.json:"), "{}", broken.stderr);
    for (arguments, said) in [
        (["compare", "-", "-"], "can be read once"),
        (["compare", "two.json", "none.json"], "cannot read `none.json`"),
        (["compare", "two.json", "#1.d.AAAA"], "the link"),
    ] {
        let outcome = folder.call(&arguments);
        assert_eq!(outcome.status, 2, "{}", outcome.told());
        assert!(outcome.stderr.contains(said), "{}", outcome.stderr);
    }
    let late = folder.call(&["compare", "two.json", "three.json", "--until", "1801"]);
    assert!(late.stderr.contains("the shorter scenario ends at second 1800"), "{}", late.stderr);
}

#[test]
fn different_seeds_are_remarked_on() {
    let seeded = ONE_HOST_PORT.replace("\"version\": 1,", "\"version\": 1, \"simulation\": {\"seed\": 5},");
    let folder = folder().with("seeded.json", seeded);
    let outcome = folder.call(&["compare", "two.json", "seeded.json"]);
    assert!(outcome.stderr.contains("different seeds"), "{}", outcome.stderr);
}
