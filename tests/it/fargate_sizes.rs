//! Every pair of CPU and memory, held against the table of RES-3 as AWS publishes it: in ranges, and
//! not read from the catalog's file.

use crate::repository;
use ecs_core::Document;
use std::collections::BTreeSet;

const REFUSAL: &str = "No Fargate configuration exists for given values.";

/// A row of the table.
struct Row {
    cpu_units: u32,
    vcpu: String,
    memory_mib: Vec<u32>,
    windows: bool,
}

#[test]
fn fargate_takes_the_pairs_of_the_published_table_and_no_other() {
    let rows = table();
    let memories: BTreeSet<u32> = rows.iter().flat_map(|row| &row.memory_mib).copied().collect();
    let pairs: usize = rows.iter().map(|row| row.memory_mib.len()).sum();
    assert_eq!((rows.len(), pairs), (8, 77), "rows and pairs that AWS publishes");
    for row in &rows {
        for memory in &memories {
            for windows in [false, true] {
                let is_sold = row.memory_mib.contains(memory) && (row.windows || !windows);
                for cpu in [row.cpu_units.to_string(), format!("{} vCPU", row.vcpu)] {
                    for memory in [memory.to_string(), format!("{} GB", gigabytes(*memory))] {
                        check(&cpu, &memory, windows, is_sold);
                    }
                }
            }
        }
    }
}

/// What stands beside a pair is none: a MiB more or less, and CPU sizes that no row has.
#[test]
fn fargate_takes_no_pair_beside_those_of_the_table() {
    for row in table() {
        for memory in &row.memory_mib {
            check(&row.cpu_units.to_string(), &(memory - 1).to_string(), false, false);
            check(&row.cpu_units.to_string(), &(memory + 1).to_string(), false, false);
            for cpu in [row.cpu_units - 1, row.cpu_units + 1, row.cpu_units * 3] {
                check(&cpu.to_string(), &memory.to_string(), false, false);
            }
        }
    }
}

/// Whether `validate` takes a definition of that size, and if not, what AWS says.
fn check(cpu: &str, memory: &str, windows: bool, is_sold: bool) {
    let family = if windows { "WINDOWS_SERVER_2022_CORE" } else { "LINUX" };
    let text = format!(
        r#"{{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "{cpu}", "memory": "{memory}", "runtimePlatform": {{"operatingSystemFamily": "{family}"}}, "containerDefinitions": [{{"name": "app", "image": "app:1"}}]}}"#
    );
    let findings = Document::read(&text).findings;
    let said: Vec<_> =
        findings.iter().map(|finding| (finding.code, finding.aws_message.as_deref())).collect();
    let expected = if is_sold { vec![] } else { vec![("fargate-size", Some(REFUSAL))] };
    assert_eq!(said, expected, "{cpu} with {memory} on {family}");
}

fn table() -> Vec<Row> {
    let text = std::fs::read_to_string(repository().join("docs/spec/resources.md")).expect("a readable file");
    let section = text.split("### RES-3 ").nth(1).and_then(|rest| rest.split("\n### ").next());
    let lines = section.expect("the heading RES-3").lines().filter(|line| line.starts_with("| ")).skip(2);
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [_, cpu_units, vcpu, memory, systems, _] = cells.as_slice() else { panic!("{line}") };
            Row {
                cpu_units: cpu_units.parse().expect("a number of CPU units"),
                vcpu: (*vcpu).to_owned(),
                memory_mib: memory_mib(memory),
                windows: systems.contains("Windows"),
            }
        })
        .collect()
}

/// `0.5 GB, 1 GB` or `2 GB to 8 GB in steps of 1 GB`.
fn memory_mib(cell: &str) -> Vec<u32> {
    if let Some((from, rest)) = cell.split_once(" to ") {
        let (to, step) = rest.split_once(" in steps of ").expect("steps");
        let step = usize::try_from(mib(step)).expect("a small number");
        return (mib(from)..=mib(to)).step_by(step).collect();
    }
    cell.split(", ").map(mib).collect()
}

fn mib(text: &str) -> u32 {
    match text.strip_suffix(" GB").expect("GB") {
        "0.5" => 512,
        whole => whole.parse::<u32>().expect("a whole number") * 1024,
    }
}

fn gigabytes(mib: u32) -> String {
    if mib == 512 { "0.5".to_owned() } else { (mib / 1024).to_string() }
}
