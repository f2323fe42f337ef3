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

/// Edits (insert, delete, replace) from one to the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, left) in from.chars().take(64).enumerate() {
        let mut next = vec![line + 1];
        for ((above, diagonal), right) in row.iter().skip(1).zip(&row).zip(&to) {
            let before = next.last().copied().unwrap_or(0);
            next.push((above + 1).min(before + 1).min(diagonal + usize::from(left != *right)));
        }
        row = next;
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
        assert_eq!(nearest("xyz", members), None);
        assert_eq!(nearest("", members), None);
    }
}
