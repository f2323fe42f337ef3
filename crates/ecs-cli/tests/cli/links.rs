//! `link` and `open`.

use crate::{EC2, Folder, ONE_HOST_PORT};
use ecs_core::ENGINE_VERSION;
use expect_test::expect;

/// A scenario with one of each thing that a link should not carry by accident.
fn with_secrets() -> String {
    ONE_HOST_PORT.replace(
        "\"httpd:2.4\",",
        r#""registry.corp.internal/team/httpd:2.4",
      "environment": [{"name": "PASSWORD", "value": "hunter2"}, {"name": "MODE", "value": "fast"}],
      "taskRoleArn": "arn:aws:iam::210987654321:role/web","#,
    )
}

#[test]
fn a_link_opens_to_the_same_link() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT).with("task.json", EC2);
    for file in ["s.json", "task.json"] {
        let link = folder.call(&["link", file]);
        assert_eq!((link.status, link.stderr.as_str()), (0, ""), "{}", link.told());
        let link = link.stdout.trim_end();
        assert!(link.starts_with("#1.d."), "{link}");
        let opened = folder.call(&["open", link]);
        assert_eq!((opened.status, opened.stderr.as_str()), (0, ""));
        let again = folder.call_with(&["link", "-"], &opened.stdout, &[]);
        assert_eq!(again.stdout.trim_end(), link);
    }
}

#[test]
fn a_link_replays_the_run() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT);
    let link = folder.call(&["link", "s.json"]).stdout;
    let opened = folder.call_with(&["open", "-"], &link, &[]).stdout;
    let hash =
        folder.call_with(&["run", "-", "--format", "json"], &opened, &[]).json()["simulation"]["logHash"]
            .clone();
    assert!(
        link.trim_end().ends_with(&format!(".{ENGINE_VERSION}-1800-{}", hash.as_str().unwrap())),
        "{link} {hash}"
    );
}

#[test]
fn the_page_stands_before_the_link() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT);
    let bare = folder.call(&["link", "s.json"]).stdout;
    let whole = folder.call(&["link", "s.json", "--page", "https://example.org/playground/"]).stdout;
    assert_eq!(whole, format!("https://example.org/playground/{bare}"));
    let opened = folder.call(&["open", whole.trim_end()]);
    assert_eq!(opened.stdout, folder.call(&["open", bare.trim_end()]).stdout);
}

#[test]
fn placeholders_stand_for_values_unless_they_are_kept() {
    let folder = Folder::new().with("s.json", with_secrets());
    let replaced = folder.call(&["link", "s.json"]);
    assert_eq!(replaced.status, 0);
    expect![[r#"
        replaced by placeholders: 2 values of `environment`, 1 account id, 1 host of a registry (--keep-values keeps them)
    "#]].assert_eq(&replaced.stderr);
    let opened = folder.call(&["open", replaced.stdout.trim_end()]).stdout;
    for secret in ["hunter2", "210987654321", "corp.internal"] {
        assert!(!opened.contains(secret), "{opened}");
    }
    let again = folder.call_with(&["link", "-"], &opened, &[]);
    assert_eq!(again.stdout, replaced.stdout);

    let kept = folder.call(&["link", "s.json", "--keep-values"]);
    assert_eq!((kept.status, kept.stderr.as_str()), (0, ""));
    assert!(folder.call(&["open", kept.stdout.trim_end()]).stdout.contains("hunter2"));
}

#[test]
fn a_run_that_differs_is_said() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT);
    let link = folder.call(&["link", "s.json"]).stdout;
    let (payload, _) = link.rsplit_once('.').unwrap();
    let said = |fingerprint: &str| {
        let opened = folder.call(&["open", &format!("{payload}.{fingerprint}")]);
        assert_eq!(opened.status, 0);
        assert!(opened.stdout.starts_with("{\n"));
        opened.stderr
    };
    expect![[r#"
        the run up to second 1800 is not the one that the maker of the link saw: the engine is the same, so the link was changed
    "#]].assert_eq(&said(&format!("{ENGINE_VERSION}-1800-00000000feedbeef")));
    expect![[r#"
        the run up to second 1800 is not the one that the maker of the link saw: the link was made with engine 99, and this is engine …
    "#]].assert_eq(&said("99-1800-00000000feedbeef").replace(&format!("this is engine {ENGINE_VERSION}"), "this is engine …"));
    expect![[r#"
        the maker of the link saw second 99999999999, and the scenario ends at second 1800: the link was changed
    "#]].assert_eq(&said("1-99999999999-00000000feedbeef"));
    assert_eq!(said("something-else"), "");
}

#[test]
fn a_broken_link_has_status_2() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT);
    let link = folder.call(&["link", "s.json"]).stdout;
    let mut told = String::new();
    for broken in ["", "hello", "https://example.org/", &link[..60], "#2.d.AAAA", "#1.z.AAAA", "#1.d.AA*A"] {
        let outcome = folder.call(&["open", broken]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{broken}");
        told.push_str(&outcome.stderr);
    }
    expect![[r#"
        error: this is no scenario link: behind the # a link begins with 1.d.
        error: this is no scenario link: behind the # a link begins with 1.d.
        error: this is no scenario link: behind the # a link begins with 1.d.
        error: the link breaks off: copy it again, to its end
        error: the link has version 2: it was made by a newer version of the playground, which reads it
        error: the link is packed as `z`: it was made by a newer version of the playground
        error: the link has a character that no link has, at position 7 behind the #
    "#]]
    .assert_eq(&told);
}

/// Goal: no link is printed that `open` would refuse.
#[test]
fn what_no_link_holds_is_refused() {
    let long = format!("\"description\": \"{}\", \"version\": 1", "x".repeat(2 * 1024 * 1024));
    let folder = Folder::new().with("s.json", ONE_HOST_PORT.replace("\"version\": 1", &long));
    let outcome = folder.call(&["link", "s.json"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""));
    expect![[r#"
        error: `s.json` is too large for a link, which holds 1048576 bytes at the most
    "#]]
    .assert_eq(&outcome.stderr);
}

/// A link made by hand may hold anything.
#[test]
fn a_scenario_with_errors_is_printed_and_said() {
    let folder = Folder::new();
    let link = ecs_workshop::link::encode(&serde_json::json!({"version": 2}), None);
    let outcome = folder.call(&["open", &link]);
    expect![[r#"
        status 1
        --- stdout
        {
          "version": 2
        }
        --- stderr
        link:2:14 error[version-unsupported] version 2: made by a newer version of the playground; this one reads version 1 [SCN-1]
          hint: write "version": 1, or open it where it was made
          at: /version
    "#]].assert_eq(&outcome.told());
}
