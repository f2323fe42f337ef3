//! How a strategy divides tasks among its providers. Spec: CAP-2.

/// What a strategy says of one provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Tasks that it gets before weights count.
    pub base: u32,
    /// Its part of the others.
    pub weight: u32,
}

impl Share {
    /// Of so many tasks those beyond its base.
    fn beyond(self, count: u32) -> u32 {
        count.saturating_sub(self.base)
    }
}

/// The number of the provider that the next task goes to; none where no weight is above 0 and every base is
/// there. `counts` says how many tasks each has.
///
/// A base comes first, then whoever has the fewest for its weight; of equal ones the first. A strategy with
/// one provider uses that, whatever its weight.
pub fn next(shares: &[Share], counts: &[u32]) -> Option<usize> {
    next_among(shares, counts, |_| true)
}

/// The same for one of the providers that have fewer than what is `wanted` of them and are `open`: a provider
/// without room keeps no other one waiting.
pub fn next_within(
    shares: &[Share],
    counts: &[u32],
    wanted: &[u32],
    open: impl Fn(usize) -> bool,
) -> Option<usize> {
    let lacks = |number: usize| counts.get(number) < wanted.get(number);
    next_among(shares, counts, |number| lacks(number) && open(number))
}

fn next_among(shares: &[Share], counts: &[u32], open: impl Fn(usize) -> bool) -> Option<usize> {
    let only = shares.len() == 1;
    let listed = || shares.iter().zip(counts).enumerate().filter(|(number, _)| open(*number));
    if let Some((number, _)) = listed().find(|(_, (share, count))| **count < share.base) {
        return Some(number);
    }
    let weighted = listed().filter(|(_, (share, _))| share.weight > 0 || only);
    let fewest = weighted.min_by(|(_, (one, has)), (_, (other, have))| {
        let (one_part, other_part) = (one.beyond(**has), other.beyond(**have));
        compare_parts((one_part, one.weight), (other_part, other.weight))
    });
    fewest.map(|(number, _)| number)
}

/// The number of the provider that gives a task up first, so that the others are divided as [`split`] divides
/// them: the one that the last task went to. Of those only that are `open`; none where no one has a task.
pub fn gives_way(shares: &[Share], counts: &[u32], open: impl Fn(usize) -> bool) -> Option<usize> {
    let total = counts.iter().fold(0u32, |sum, count| sum.saturating_add(*count));
    let wanted = split(shares, total.checked_sub(1)?);
    let surplus = |number: usize, count: u32| {
        i64::from(count) - i64::from(wanted.get(number).copied().unwrap_or_default())
    };
    let listed = counts.iter().copied().enumerate().filter(|(number, count)| *count > 0 && open(*number));
    listed.max_by_key(|(number, count)| surplus(*number, *count)).map(|(number, _)| number)
}

/// How many of so many tasks each provider gets.
pub fn split(shares: &[Share], total: u32) -> Vec<u32> {
    let mut counts = vec![0; shares.len()];
    for _ in 0..total {
        let chosen = next(shares, &counts).and_then(|number| counts.get_mut(number));
        let Some(count) = chosen else { break };
        *count += 1;
    }
    counts
}

/// Compares tasks ÷ weight of two providers.
fn compare_parts(one: (u32, u32), other: (u32, u32)) -> std::cmp::Ordering {
    (u64::from(one.0) * u64::from(other.1)).cmp(&(u64::from(other.0) * u64::from(one.1)))
}

#[cfg(test)]
mod tests {
    use super::{Share, gives_way, next_within, split};

    fn shares(given: &[(u32, u32)]) -> Vec<Share> {
        given.iter().map(|(base, weight)| Share { base: *base, weight: *weight }).collect()
    }

    #[test]
    fn a_base_comes_first_and_weights_divide_the_rest() {
        assert_eq!(split(&shares(&[(2, 1), (0, 3)]), 10), [4, 6]);
        assert_eq!(split(&shares(&[(2, 1), (0, 3)]), 22), [7, 15]);
        assert_eq!(split(&shares(&[(1, 1), (0, 4)]), 40), [9, 31]);
        assert_eq!(split(&shares(&[(1, 1), (0, 4)]), 10), [3, 7]);
        assert_eq!(split(&shares(&[(0, 3), (0, 1)]), 4), [3, 1]);
        assert_eq!(split(&shares(&[(1, 0), (0, 1)]), 5), [1, 4]);
        assert_eq!(split(&shares(&[(0, 0)]), 3), [3]);
        assert_eq!(split(&shares(&[(2, 0), (0, 0)]), 3), [2, 0]);
    }

    /// Every strategy of two and three providers with small numbers.
    fn all() -> impl Iterator<Item = Vec<Share>> {
        let one = || (0..3u32).flat_map(|base| (0..4u32).map(move |weight| Share { base, weight }));
        let weighed = |shares: &Vec<Share>| shares.iter().any(|share| share.weight > 0);
        let two = one().flat_map(move |a| one().map(move |b| vec![a, b]));
        let three =
            one().flat_map(move |a| one().flat_map(move |b| one().step_by(3).map(move |c| vec![a, b, c])));
        two.chain(three).filter(weighed)
    }

    #[test]
    fn a_task_less_is_divided_as_if_it_had_never_been_there() {
        for shares in all() {
            for total in 1..12 {
                let mut counts = split(&shares, total);
                let last = gives_way(&shares, &counts, |_| true).unwrap();
                counts[last] -= 1;
                assert_eq!(counts, split(&shares, total - 1), "{shares:?} {total}");
            }
        }
    }

    #[test]
    fn tasks_are_divided_by_their_weights_to_within_one_each() {
        for shares in all() {
            let (bases, weights) = shares
                .iter()
                .fold((0, 0), |(bases, weights), share| (bases + share.base, weights + share.weight));
            let counts = split(&shares, bases + 10 * weights);
            for (share, count) in shares.iter().zip(counts) {
                assert_eq!(count, share.base + 10 * share.weight, "{shares:?}");
            }
        }
    }

    #[test]
    fn a_provider_without_room_keeps_no_other_one_waiting() {
        let shares = shares(&[(1, 1), (0, 4)]);
        let mut counts = vec![0, 0];
        while let Some(number) = next_within(&shares, &counts, &split(&shares, 10), |number| number == 0) {
            counts[number] += 1;
        }
        assert_eq!(counts, [3, 0]);
    }
}
