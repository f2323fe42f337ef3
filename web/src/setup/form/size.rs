//! CPU and memory of the task: free on EC2, from a list on Fargate.

use super::field::{Field, Options, Sheet};
use crate::session::{Change, grouped};
use yew::prelude::*;

/// Both fields.
pub(super) fn size(sheet: Sheet<'_>) -> Html {
    let (cpu, memory) = if sheet.form.on_fargate() { listed(sheet) } else { free(sheet) };
    html! { <div class="pair">{ cpu }{ memory }</div> }
}

fn free(sheet: Sheet<'_>) -> (Html, Html) {
    let (cpu, memory) = sheet.form.sums();
    let field = |pointer: &str, sum: u64| {
        let placeholder = if sum == 0 { "—".to_owned() } else { format!("— (sum: {sum})") };
        sheet.draw(Field { placeholder, ..sheet.at(pointer) })
    };
    (field("/cpu", cpu), field("/memory", memory))
}

fn listed(sheet: Sheet<'_>) -> (Html, Html) {
    let form = sheet.form;
    let cpus = form.fargate_cpus();
    let units = form.cpu_units;
    let memories = units.map(|units| form.fargate_memories(units)).unwrap_or_default();
    let (cpu, memory) = (sheet.at("/cpu"), sheet.at("/memory"));
    let (cpu_value, cpu_options) = options(&cpu.value, units, &cpus, vcpu);
    let (memory_value, memory_options) = options(&memory.value, form.memory_mib, &memories, gib);
    (
        sheet.select(Field { value: cpu_value, ..cpu }, cpu_options, Change::FargateCpu),
        sheet.select(Field { value: memory_value, ..memory }, memory_options, |chosen| {
            Change::Text("/memory".to_owned(), chosen)
        }),
    )
}

/// The value to show and what there is to choose: what is sold, and in front of it what is written
/// down if that is not sold.
fn options(written: &str, number: Option<u32>, sold: &[u32], words: fn(u32) -> String) -> (String, Options) {
    let mut options: Options = sold.iter().map(|size| (size.to_string(), words(*size))).collect();
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
