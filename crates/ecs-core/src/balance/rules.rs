//! Which target groups a request is for: listener rules and the weights of a forward action.

use crate::aws::{Forward, Listener, ListenerRule};

/// Where a listener forwards requests for a host and a path: the rule with the lowest priority that
/// matches, else the default action. Empty for a fixed response or a redirect. Spec: BAL-11.
///
/// A traffic without a host or a path matches only rules that do not ask for one.
pub fn forwards_for<'a>(
    number: usize,
    listener: &'a Listener,
    rules: &'a [ListenerRule],
    host: Option<&str>,
    path: Option<&str>,
) -> &'a [Forward] {
    let host = host.map(str::to_ascii_lowercase);
    let fits = |patterns: &[String], text: Option<&str>, lower: bool| {
        patterns.is_empty()
            || text.is_some_and(|text| {
                patterns.iter().any(|pattern| {
                    if lower { is_like(&pattern.to_ascii_lowercase(), text) } else { is_like(pattern, text) }
                })
            })
    };
    rules
        .iter()
        .filter(|rule| rule.listener == number)
        .filter(|rule| fits(&rule.hosts, host.as_deref(), true) && fits(&rule.paths, path, false))
        .min_by_key(|rule| rule.priority)
        .map_or(&listener.forwards, |rule| &rule.forwards)
}

/// The share of each target group of a forward action: its weight in all weights. Nothing where all
/// weights are 0. Spec: BAL-11.
pub fn weights(forwards: &[Forward]) -> impl Iterator<Item = (usize, f64)> {
    let sum: f64 = forwards.iter().map(|forward| f64::from(forward.weight)).sum();
    forwards
        .iter()
        .filter(|forward| forward.weight > 0)
        .map(move |forward| (forward.target_group, f64::from(forward.weight) / sum))
}

/// Whether a text is like a pattern, in which `*` stands for any text and `?` for any character.
fn is_like(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let mut reachable: Vec<bool> = vec![false; pattern.len() + 1];
    let after_stars = |reachable: &mut Vec<bool>| {
        for (index, sign) in pattern.iter().enumerate() {
            if *sign == '*' && reachable.get(index) == Some(&true) {
                reachable.iter_mut().skip(index + 1).take(1).for_each(|place| *place = true);
            }
        }
    };
    reachable.iter_mut().take(1).for_each(|start| *start = true);
    after_stars(&mut reachable);
    for character in text.chars() {
        let stays = |index: usize| pattern.get(index) == Some(&'*');
        let steps = |sign: char| sign == '?' || (sign != '*' && sign == character);
        let mut next: Vec<bool> =
            reachable.iter().enumerate().map(|(index, is)| *is && stays(index)).collect();
        for ((sign, is), place) in pattern.iter().zip(&reachable).zip(next.iter_mut().skip(1)) {
            *place |= *is && steps(*sign);
        }
        reachable = next;
        after_stars(&mut reachable);
    }
    reachable.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::{forwards_for, is_like, weights};
    use crate::aws::{ElbProtocol, Forward, Listener, ListenerRule};

    fn forward(target_group: usize, weight: u32) -> Vec<Forward> {
        vec![Forward { target_group, weight }]
    }

    fn rule(priority: u32, hosts: &[&str], paths: &[&str], target_group: usize) -> ListenerRule {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let (hosts, paths) = (owned(hosts), owned(paths));
        ListenerRule { listener: 0, priority, hosts, paths, forwards: forward(target_group, 1) }
    }

    #[test]
    fn patterns_have_two_wildcards() {
        for (pattern, text, expected) in [
            ("/api/*", "/api/v1/users", true),
            ("/api/*", "/api", false),
            ("*.example.com", "www.example.com", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*a*b*", "xxaxxb", true),
            ("**", "", true),
            ("", "x", false),
            ("[.]", ".", false),
        ] {
            assert_eq!(is_like(pattern, text), expected, "{pattern} {text}");
        }
    }

    /// BAL-11: the lowest priority that matches, else the default.
    #[test]
    fn the_first_rule_that_matches_counts() {
        let listener =
            Listener { load_balancer: 0, protocol: ElbProtocol::Http, port: 80, forwards: forward(9, 1) };
        let rules = [rule(20, &[], &["/api/*"], 2), rule(10, &["*.Example.com"], &["/api/*"], 1)];
        let group = |host, path| forwards_for(0, &listener, &rules, host, path)[0].target_group;
        assert_eq!(group(Some("WWW.example.com"), Some("/api/x")), 1);
        assert_eq!(group(None, Some("/api/x")), 2);
        assert_eq!(group(None, Some("/API/x")), 9);
        assert_eq!(group(None, None), 9);
    }

    #[test]
    fn weights_are_shares_of_their_sum() {
        let forwards =
            [(0, 90), (1, 0), (2, 10)].map(|(target_group, weight)| Forward { target_group, weight });
        assert_eq!(weights(&forwards).collect::<Vec<_>>(), [(0, 0.9), (2, 0.1)]);
        assert_eq!(weights(&forward(0, 0)).count(), 0);
    }
}
