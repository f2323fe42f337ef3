//! How services and instances were scaled, for somebody who reads it.

use super::state::seconds;
use super::{BOLD, DIM, shown};
use ecs_core::report::{Because, ScalingNow, ScalingStep};
use std::io::{self, Write};

/// Steps that are written: the newest ones, two screens of them.
const STEPS_MAX: usize = 40;

/// Writes the steps, and where everything that is scaled stands now; nothing where nothing is.
pub(crate) fn write(out: &mut impl Write, steps: &[ScalingStep], now: &[ScalingNow]) -> io::Result<()> {
    if steps.is_empty() && now.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{BOLD}Scaling{BOLD:#}")?;
    let before = steps.len().saturating_sub(STEPS_MAX);
    if before > 0 {
        writeln!(out, "  {before} steps before these (--format json has each)")?;
    }
    steps.iter().skip(before).try_for_each(|step| write_step(out, step))?;
    now.iter().take(STEPS_MAX).try_for_each(|now| {
        writeln!(out, "  now: {}", shown(&now.text))?;
        now.arithmetic.iter().try_for_each(|arithmetic| writeln!(out, "    {}", shown(arithmetic)))
    })
}

fn write_step(out: &mut impl Write, step: &ScalingStep) -> io::Result<()> {
    writeln!(out, "  second {}: {}", seconds(step.at.as_ms()), shown(&step.text))?;
    if let Some(arithmetic) = &step.arithmetic {
        writeln!(out, "    {}", shown(arithmetic))?;
    }
    if let Some(Because { at, stage, .. }) = step.because.filter(|because| because.at != step.at) {
        let at = seconds(at.as_ms());
        writeln!(out, "    {DIM}because of second {at}: {}{DIM:#}", stage.words())?;
    }
    Ok(())
}
