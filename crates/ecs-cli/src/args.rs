//! What may stand on the command line. clap makes the help, the version and the usage errors of it.

use clap::{ArgGroup, Args as Arguments, Parser, Subcommand, ValueEnum};
use ecs_core::{ENGINE_VERSION, SimTime, limits};
use ecs_workshop::sweep::Setting;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::LazyLock;

/// Runs are equal where the engine is: a version without it would say too little.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (engine {ENGINE_VERSION})", env!("CARGO_PKG_VERSION")));

const AFTER_HELP: &str = "\
A FILE of `-` is standard input. A FILE is JSON or YAML.
Status: 0 fine, 1 findings of severity error, 2 an unusable call or an unreadable file.";

/// Amazon ECS as a simulation: check task definitions, run scenarios, share them as links
#[derive(Debug, Parser)]
#[command(name = "ecs-playground", version = VERSION.as_str(), after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Validate(ValidateArgs),
    Run(RunArgs),
    Explain(ExplainArgs),
    Query(QueryArgs),
    Fit(FitArgs),
    Forecast(ForecastArgs),
    Network(NetworkArgs),
    Roles(RolesArgs),
    Volumes(VolumesArgs),
    Compare(CompareArgs),
    Sweep(SweepArgs),
    Link(LinkArgs),
    Open(OpenArgs),
    Rules(RulesArgs),
}

const VALIDATE_EXAMPLES: &str = "\
Examples:
  ecs-playground validate task-definition.json
  ecs-playground validate task-definition.yaml
  ecs-playground validate --format json scenarios/*.json
  aws ecs describe-task-definition --task-definition web | ecs-playground validate -";

/// Say what is wrong with task definitions and scenarios
#[derive(Debug, Arguments)]
#[command(after_help = VALIDATE_EXAMPLES)]
pub(crate) struct ValidateArgs {
    /// Task definitions and scenarios; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

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

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  ecs-playground explain scenario.json --task service:web/3
  ecs-playground explain scenario.json --service web --instance host/2
  ecs-playground explain scenario.json --service web --at 60 --format json";

/// Say why a task stands where it does, or why the next one of a service has no place
///
/// Every instance is listed with what ruled it out and what would let the task in.
#[derive(Debug, Arguments)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub(crate) struct ExplainArgs {
    /// A scenario or a task definition; `-` is standard input
    pub(crate) file: PathBuf,
    /// The task: its ARN, its id or its short form, such as service:web/1
    #[arg(long, value_name = "REF", required_unless_present = "service", conflicts_with = "service")]
    pub(crate) task: Option<String>,
    /// The service whose next task is meant
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,
    /// Only this instance: its ARN, its id or its short form, such as host/1
    #[arg(long, value_name = "REF")]
    pub(crate) instance: Option<String>,
    /// The second at which to look [default: the scenario's duration]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) at: Option<SimTime>,
    /// How to print the decision
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

const QUERY_EXAMPLES: &str = "\
Examples:
  ecs-playground query scenario.json 'attribute:ecs.instance-type =~ t3.*'
  ecs-playground query scenario.json 'runningTasksCount < 4 and not(task:group == service:db)'";

/// List the container instances that an expression of the cluster query language means
#[derive(Debug, Arguments)]
#[command(after_help = QUERY_EXAMPLES)]
pub(crate) struct QueryArgs {
    /// A scenario or a task definition; `-` is standard input
    pub(crate) file: PathBuf,
    /// The expression
    #[arg(value_name = "EXPR")]
    pub(crate) expression: String,
    /// The second at which to look [default: the scenario's duration]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) at: Option<SimTime>,
    /// How to print the instances
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

const FIT_EXAMPLES: &str = "\
Examples:
  ecs-playground fit scenario.json --task-definition web
  ecs-playground fit scenario.json --task-definition web:3 --at 0 --format json";

/// Say how many more copies of a task definition fit, and what stops the next
#[derive(Debug, Arguments)]
#[command(after_help = FIT_EXAMPLES)]
pub(crate) struct FitArgs {
    /// A scenario or a task definition; `-` is standard input
    pub(crate) file: PathBuf,
    /// The task definition: its family, its family and revision, or its ARN
    #[arg(long, value_name = "REF")]
    pub(crate) task_definition: String,
    /// The second at which to look [default: the scenario's duration]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) at: Option<SimTime>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
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
    /// A scenario or a task definition; `-` is standard input
    pub(crate) file: PathBuf,
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
    /// The second at which to look [default: the scenario's duration]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) at: Option<SimTime>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

const NETWORK_EXAMPLES: &str = "\
Examples:
  ecs-playground network scenario.json --task service:web/1
  ecs-playground network scenario.json --service web --at 60 --format json
  ecs-playground network scenario.json --task-definition web";

/// Show the path from the client to a task, hop by hop, and what stops it
///
/// Every load balancer, listener and target group that leads to the task is followed to its container,
/// with the security groups on the way, the health check's verdict and what the client sees; then the
/// names that lead to it, and what it reaches itself. Of a task definition it is what each network mode
/// would make of it.
#[derive(Debug, Arguments)]
#[command(after_help = NETWORK_EXAMPLES, group(ArgGroup::new("subject").required(true)))]
pub(crate) struct NetworkArgs {
    /// A scenario or a task definition; `-` is standard input
    pub(crate) file: PathBuf,
    /// The task: its ARN, its id or its short form, such as service:web/1
    #[arg(long, value_name = "REF", group = "subject")]
    pub(crate) task: Option<String>,
    /// All tasks of this service
    #[arg(long, value_name = "NAME", group = "subject")]
    pub(crate) service: Option<String>,
    /// Each network mode of this task definition side by side: its family, its family and revision, or its ARN
    #[arg(long, value_name = "REF", group = "subject")]
    pub(crate) task_definition: Option<String>,
    /// The second at which to look [default: the scenario's duration]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) at: Option<SimTime>,
    /// How to print the network
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

const ROLES_EXAMPLES: &str = "\
Examples:
  ecs-playground roles scenario.json --task service:web/1
  ecs-playground roles scenario.json --task service:web/1 --format json | jq '.calls[] | select(.allowed | not)'";

/// Show which role signs which call of a task, and what is denied
///
/// The calls of its start and those of its application, each with the statement that decides, what AWS
/// answers where it is denied, and the policy that would allow it.
#[derive(Debug, Arguments)]
#[command(after_help = ROLES_EXAMPLES)]
pub(crate) struct RolesArgs {
    /// A scenario or a task definition; `-` is standard input
    pub(crate) file: PathBuf,
    /// The task: its ARN, its id or its short form, such as service:web/1
    #[arg(long, value_name = "REF")]
    pub(crate) task: String,
    /// The second at which to look [default: the scenario's duration]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) at: Option<SimTime>,
    /// How to print the calls
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

const VOLUMES_EXAMPLES: &str = "\
Examples:
  ecs-playground volumes scenario.json --task service:db/1
  ecs-playground volumes scenario.json --task service:db/1 --at 600 --format json";

/// Show the volumes of a task: where each is, who shares it, how much is in it, and what survives
#[derive(Debug, Arguments)]
#[command(after_help = VOLUMES_EXAMPLES)]
pub(crate) struct VolumesArgs {
    /// A scenario or a task definition; `-` is standard input
    pub(crate) file: PathBuf,
    /// The task: its ARN, its id or its short form, such as service:web/1
    #[arg(long, value_name = "REF")]
    pub(crate) task: String,
    /// The second at which to look [default: the scenario's duration]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) at: Option<SimTime>,
    /// How to print the volumes
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
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

const LINK_EXAMPLES: &str = "\
Examples:
  ecs-playground link scenario.json --page https://example.org/playground/
  ecs-playground link scenario.json --keep-values | ecs-playground open -";

/// Print a link that holds a scenario
///
/// The link carries the whole scenario and a fingerprint of its run to the end. A task definition is
/// linked as the scenario that `run` makes of it.
///
/// Values of `environment`, account ids and hosts of private registries are replaced by placeholders;
/// the file is not changed.
#[derive(Debug, Arguments)]
#[command(after_help = LINK_EXAMPLES)]
pub(crate) struct LinkArgs {
    /// A scenario or a task definition; `-` is standard input
    pub(crate) file: PathBuf,
    /// The address to put before the link [default: none, the link begins with #]
    #[arg(long, value_name = "URL", value_parser = page)]
    pub(crate) page: Option<String>,
    /// Keep the values that placeholders would stand for
    #[arg(long)]
    pub(crate) keep_values: bool,
}

const OPEN_EXAMPLES: &str = "\
Examples:
  ecs-playground open 'https://example.org/playground/#1.d.q1YqSy0q…' > scenario.json
  ecs-playground open - < link.txt";

/// Print the scenario that a link holds
///
/// Where a run of it is not what the maker of the link saw, that is said on standard error.
#[derive(Debug, Arguments)]
#[command(after_help = OPEN_EXAMPLES)]
pub(crate) struct OpenArgs {
    /// The link, whole or from the # on; `-` reads it from standard input
    pub(crate) link: String,
}

const RULES_EXAMPLES: &str = "\
Examples:
  ecs-playground rules
  ecs-playground rules --format json";

/// List every rule that validate holds a text against, with its source
#[derive(Debug, Arguments)]
#[command(after_help = RULES_EXAMPLES)]
pub(crate) struct RulesArgs {
    /// How to print the rules
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// How a result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    Text,
    /// For other programs
    Json,
}

#[expect(clippy::cast_possible_wrap, reason = "a quota of thousands")]
const COUNT_MAX: i64 = limits::TASKS_PER_SERVICE as i64;

/// Seconds with at most three decimals, as in a timeline. They are read as integers, so that 0.1 is
/// 100 ms and not nearly that.
fn seconds(text: &str) -> Result<SimTime, &'static str> {
    const WANTED: &str = "a number of seconds with at most three decimals is wanted";
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) || decimals.len() > 3 {
        return Err(WANTED);
    }
    let milliseconds: Option<u64> = (|| {
        let thousandths: u64 = format!("{decimals:0<3}").parse().ok()?;
        whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(thousandths)
    })();
    milliseconds.map(SimTime::from_ms).ok_or(WANTED)
}

/// The part of a link before its `#`.
fn page(text: &str) -> Result<String, &'static str> {
    if text.contains('#') { Err("the address ends before its #") } else { Ok(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::{Args, seconds};
    use clap::CommandFactory as _;
    use ecs_core::SimTime;

    #[test]
    fn clap_finds_no_contradiction() {
        Args::command().debug_assert();
    }

    #[test]
    fn seconds_are_read_exactly() {
        for (text, ms) in [("0", 0), ("90", 90_000), ("0.1", 100), ("1.25", 1250), ("12.007", 12_007)] {
            assert_eq!(seconds(text), Ok(SimTime::from_ms(ms)), "{text}");
        }
        for text in ["", "-1", "1.", ".5", "1.2345", "1e3", "inf", "99999999999999999999"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
