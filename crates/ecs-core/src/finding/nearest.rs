//! The nearest name, for hints.

use crate::limits;

/// The candidate that a person may have meant by `name`, if one is near enough.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    candidates
        .into_iter()
        .take(limits::HINT_CANDIDATES)
        .map(|candidate| (distance(&wanted, &candidate.to_lowercase()), candidate))
        // About a third of the letters may differ: `coutn` is near `count`, `x` near nothing.
        .filter(|(distance, _)| *distance * 3 <= name.chars().count() + 1)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edits (insert, delete, replace, swap two neighbours) from one to the other.
fn distance(from: &str, to: &str) -> usize {
    let letters = |text: &str| text.chars().take(64).collect::<Vec<char>>();
    let (from, to) = (letters(from), letters(to));
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, left) in from.iter().enumerate() {
        let mut next = vec![line + 1];
        for ((above, diagonal), right) in row.iter().skip(1).zip(&row).zip(&to) {
            let last = next.last().copied().unwrap_or(0);
            let column = next.len();
            let edited = (above + 1).min(last + 1).min(diagonal + usize::from(left != right));
            let is_swapped = column >= 2
                && line.checked_sub(1).and_then(|line| from.get(line)) == Some(right)
                && to.get(column - 2) == Some(left);
            let swapped = before.get(column.saturating_sub(2)).filter(|_| is_swapped);
            next.push(swapped.map_or(edited, |swapped| edited.min(swapped + 1)));
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_is_near() {
        let members = ["portMappings", "memory", "memoryReservation"];
        assert_eq!(nearest("portMapping", members), Some("portMappings"));
        assert_eq!(nearest("Memory", members), Some("memory"));
        assert_eq!(nearest("memroy", members), Some("memory"));
        assert_eq!(nearest("wbe", ["api", "web"]), Some("web"));
        assert_eq!(nearest("xyz", members), None);
        assert_eq!(nearest("", members), None);
    }
}
