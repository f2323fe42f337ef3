//! CPU and memory of the task: free on EC2, from a list on Fargate.

use super::field::{Field, Sheet};
use crate::session::{Change, grouped};
use yew::prelude::*;

/// Both fields.
pub(super) fn size(sheet: Sheet<'_>) -> Html {
    let (cpu, memory) = if sheet.form.on_fargate() { listed(sheet) } else { free(sheet) };
    html! { <div class="pair">{ cpu }{ memory }</div> }
}

fn cpu(value: String) -> Field {
    Field { pointer: "/cpu".to_owned(), label: "Task CPU", value, ..Field::default() }
}

fn memory(value: String) -> Field {
    Field { pointer: "/memory".to_owned(), label: "Task memory", value, ..Field::default() }
}

fn free(sheet: Sheet<'_>) -> (Html, Html) {
    let (cpu_sum, memory_sum) = sheet.form.sums();
    let placeholder = |sum: u64| if sum == 0 { "—".to_owned() } else { format!("— (sum: {sum})") };
    let change = |pointer: &'static str| move |typed| Change::OptionalText(pointer.to_owned(), typed);
    let cpu = Field { placeholder: placeholder(cpu_sum), ..cpu(sheet.form.cpu.clone()) };
    let memory = Field { placeholder: placeholder(memory_sum), ..memory(sheet.form.memory.clone()) };
    (sheet.input(cpu, change("/cpu")), sheet.input(memory, change("/memory")))
}

fn listed(sheet: Sheet<'_>) -> (Html, Html) {
    let form = sheet.form;
    let cpus = form.fargate_cpus();
    let units = form.cpu_units;
    let memories = units.map(|units| form.fargate_memories(units)).unwrap_or_default();
    let (cpu_value, cpu_options) = options(&form.cpu, units, &cpus, vcpu);
    let (memory_value, memory_options) = options(&form.memory, form.memory_mib, &memories, gib);
    (
        sheet.select(cpu(cpu_value), cpu_options, Change::FargateCpu),
        sheet.select(memory(memory_value), memory_options, |chosen| {
            Change::OptionalText("/memory".to_owned(), chosen)
        }),
    )
}

/// The value to show and what there is to choose: what is sold, and in front of it what is written
/// down if that is not sold.
fn options(
    written: &str,
    number: Option<u32>,
    sold: &[u32],
    words: fn(u32) -> String,
) -> (String, Vec<(String, String)>) {
    let mut options: Vec<(String, String)> =
        sold.iter().map(|size| (size.to_string(), words(*size))).collect();
    if let Some(size) = number.filter(|size| sold.contains(size)) {
        return (size.to_string(), options);
    }
    let said = if written.is_empty() { "Choose…".to_owned() } else { format!("{written}: not sold") };
    options.insert(0, (written.to_owned(), said));
    (written.to_owned(), options)
}

fn vcpu(units: u32) -> String {
    format!("{units} ({} vCPU)", f64::from(units) / 1024.0)
}

fn gib(mib: u32) -> String {
    if mib < 1024 {
        return format!("{mib} MiB");
    }
    format!("{} ({} GiB)", grouped(u64::from(mib)), mib / 1024)
}

#[cfg(test)]
mod tests {
    use super::{gib, options, vcpu};

    #[test]
    fn what_is_written_down_can_always_be_shown() {
        let (value, choices) = options("", None, &[256, 512], vcpu);
        assert_eq!((value.as_str(), choices.len()), ("", 3));
        let (value, choices) = options("300", Some(300), &[256], vcpu);
        assert_eq!((value.as_str(), choices[0].1.as_str()), ("300", "300: not sold"));
        let (value, choices) = options(".25 vCPU", Some(256), &[256], vcpu);
        assert_eq!((value.as_str(), choices[0].1.as_str()), ("256", "256 (0.25 vCPU)"));
        assert_eq!([gib(512), gib(2048)], ["512 MiB", "2,048 (2 GiB)"]);
    }
}
