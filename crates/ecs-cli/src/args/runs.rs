//! Commands that run a scenario to its end, or several.

use super::value::{COUNT_MAX, seconds};
use super::{Format, MomentArgs};
use clap::Args as Arguments;
use ecs_core::SimTime;
use ecs_workshop::sweep::Setting;
use std::num::NonZeroUsize;
use std::path::PathBuf;

const RUN_EXAMPLES: &str = "\
Examples:
  ecs-playground run scenario.json
  ecs-playground run scenario.json --until 90
  ecs-playground run task-definition.json --count 12
  ecs-playground run scenario.json --format json | jq '.services[].events'
  ecs-playground run scenario.json --events | jq -c '.detail.lastStatus'
  ecs-playground run scenario.json --metrics metrics.csv";

/// Run a scenario and print the state of the cluster
///
/// A task definition runs too: as one service, on Fargate where that is its only compatibility, else
/// on one m5.large in each of three zones.
#[derive(Debug, Arguments)]
#[command(after_help = RUN_EXAMPLES)]
pub(crate) struct RunArgs {
    /// A scenario or a task definition; `-` is standard input
    pub(crate) file: PathBuf,
    /// The second at which to look [default: the scenario's duration]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) until: Option<SimTime>,
    /// Tasks to start of a task definition [default: 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=COUNT_MAX))]
    pub(crate) count: Option<u32>,
    /// How to print the state
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Print the EventBridge events up to that second instead, one JSON object a line, as they happen
    #[arg(long)]
    pub(crate) events: bool,
    /// Write the one-minute metrics of a run with traffic into a CSV file, too
    #[arg(long, value_name = "FILE")]
    pub(crate) metrics: Option<PathBuf>,
}

const FORECAST_EXAMPLES: &str = "\
Examples:
  ecs-playground forecast scenario.json --service web
  ecs-playground forecast scenario.json --service web --task-definition web:4 --at 300
  ecs-playground forecast scenario.json --service web --desired-count 8 --format json";

/// Say where a deployment of a service will end before it begins, and what stands in its way
///
/// Without an option beside the service: where what the service is doing at that second will end.
#[derive(Debug, Arguments)]
#[command(after_help = FORECAST_EXAMPLES)]
pub(crate) struct ForecastArgs {
    /// The service
    #[arg(long, value_name = "NAME")]
    pub(crate) service: String,
    /// The task definition that it would go over to: its family, or its family and revision
    #[arg(long, value_name = "REF")]
    pub(crate) task_definition: Option<String>,
    /// The desired count that it would have
    #[arg(long, value_name = "N")]
    pub(crate) desired_count: Option<u32>,
    /// The minimumHealthyPercent that it would have
    #[arg(long, value_name = "N")]
    pub(crate) minimum_healthy_percent: Option<u32>,
    /// The maximumPercent that it would have
    #[arg(long, value_name = "N")]
    pub(crate) maximum_percent: Option<u32>,
    #[command(flatten)]
    pub(crate) of: MomentArgs,
}

const COMPARE_EXAMPLES: &str = "\
Examples:
  ecs-playground compare before.json after.json
  ecs-playground compare before.json 'https://example.org/playground/#1.d.q1YqSy0q…' --until 600
  ecs-playground compare before.json after.json --format json | jq '.runs[1].firstDifference'";

/// Run two scenarios and put tasks, instances, errors, response times and cost side by side
///
/// Both run to the same second. The first entry of their event logs that is not the same is shown with its
/// moment: what it says there, and what here.
#[derive(Debug, Arguments)]
#[command(after_help = COMPARE_EXAMPLES)]
pub(crate) struct CompareArgs {
    /// A scenario, a task definition or a link; `-` is standard input
    #[arg(value_name = "A")]
    pub(crate) one: PathBuf,
    /// What it is held against, likewise
    #[arg(value_name = "B")]
    pub(crate) other: PathBuf,
    /// The second at which to look [default: the end of the shorter one]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) until: Option<SimTime>,
    /// How to print both
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

const SWEEP_EXAMPLES: &str = "\
Examples:
  ecs-playground sweep scenario.json --set services.web.desiredCount=2,4,8 --seeds 10
  ecs-playground sweep scenario.json --set 'taskDefinitions.web.containerDefinitions.app.cpu=256,512' \\
      --set containerInstances.host.instanceType=m5.large,c5.large > rows.jsonl
  ecs-playground sweep scenario.json --set /simulation/traffic/0/shape='{\"constant\": 50},{\"constant\": 90}'
  ecs-playground sweep scenario.json --seeds 1000 --shard AWS_BATCH_JOB_ARRAY_INDEX/20

PATH is divided by dots, or by slashes where it begins with one (a JSON pointer). A part is the name of a
member; in a list the name of an entry (serviceName, name, family and so on) or its number, from 0. A value
is JSON or a text as it stands; a comma within brackets or quotes belongs to it.";

/// Run every combination of some settings with some seeds, and print a JSON line for each
///
/// Lines come in a fixed order, whatever the number of threads: the seed changes first, then the last
/// setting. The lines of all shards, one after the other, are those of the whole.
#[derive(Debug, Arguments)]
#[command(after_help = SWEEP_EXAMPLES)]
pub(crate) struct SweepArgs {
    /// A scenario or a task definition; `-` is standard input
    pub(crate) file: PathBuf,
    /// A place of the scenario and the values that it has in turn; may be given again
    #[arg(long = "set", value_name = "PATH=V1,V2", value_parser = Setting::parse)]
    pub(crate) settings: Vec<Setting>,
    /// Seeds for each combination, from the scenario's own on
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) seeds: u64,
    /// Run the I-th of N parts only, I from 0; for I, AWS_BATCH_JOB_ARRAY_INDEX stands for its value
    #[arg(long, value_name = "I/N")]
    pub(crate) shard: Option<String>,
    /// The second at which to look [default: the scenario's duration]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) until: Option<SimTime>,
    /// Runs at a time [default: as many as the machine has cores]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
}
