//! Commands on texts: what is wrong with one, and links.

use super::Format;
use super::value::page;
use clap::Args as Arguments;
use std::path::PathBuf;

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
