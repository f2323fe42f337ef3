//! Stickiness: clients that were here before go where they were.

/// Shares of a sticky group's targets, given those of the step before and what the algorithm gives now.
///
/// In each step the share `seconds ÷ lifetime_s` of the sessions ends and begins anew where the algorithm
/// says; the others stay, except on a target that gets nothing any more. A target that is new therefore
/// fills slowly. Both lists are in the same order; a target without a share before has 0. Spec: BAL-10.
pub fn keep_sessions(before: &[f64], fresh: &[f64], seconds: f64, lifetime_s: f64) -> Vec<f64> {
    let stays = (1.0 - seconds / lifetime_s.max(1.0)).clamp(0.0, 1.0);
    let kept: Vec<f64> = fresh
        .iter()
        .enumerate()
        .map(|(index, share)| {
            let before = before.get(index).copied().unwrap_or(0.0);
            if *share > 0.0 { before.max(0.0) * stays } else { 0.0 }
        })
        .collect();
    let routed: f64 = fresh.iter().sum();
    if routed <= 0.0 {
        return kept;
    }
    // Shares of a step in which some requests found no target were smaller; all of the rest begins anew.
    let sum: f64 = kept.iter().sum();
    let scale = if sum > routed { routed / sum } else { 1.0 };
    let anew = (routed - sum * scale) / routed;
    kept.iter().zip(fresh).map(|(kept, fresh)| kept * scale + fresh * anew).collect()
}

#[cfg(test)]
mod tests {
    use super::keep_sessions;

    /// BAL-10: an hour of sessions that last an hour, and a third target that joins.
    #[test]
    fn a_new_target_fills_as_sessions_end() {
        let mut shares = vec![0.5, 0.5, 0.0];
        for _ in 0..3600 {
            shares = keep_sessions(&shares, &[1.0 / 3.0; 3], 1.0, 3600.0);
        }
        let third = (1.0 - libm::exp(-1.0)) / 3.0;
        assert!((shares[2] - third).abs() < 1e-3, "{shares:?}");
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn sessions_of_a_target_that_is_gone_begin_anew_at_once() {
        let shares = keep_sessions(&[0.5, 0.5], &[0.0, 1.0], 1.0, 86_400.0);
        assert_eq!(shares, [0.0, 1.0]);
        assert_eq!(keep_sessions(&[0.5, 0.5], &[0.0, 0.0], 1.0, 60.0), [0.0, 0.0]);
    }
}
