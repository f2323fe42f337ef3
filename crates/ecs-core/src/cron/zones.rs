//! Time zones by their IANA names, each with the rule that it has today.
//!
//! A table of rules is a tenth of the whole database, and runs are of today: what a zone did in the past is left
//! out.

use jiff::tz::TimeZone;

const ZONES: &str = include_str!("../../data/time_zones.txt");

/// The time zone of an IANA name, such as `Europe/Berlin`. None where there is no such zone. Spec: SCALE-15.
pub fn time_zone(name: &str) -> Option<TimeZone> {
    let (rule, _) = rows().find(|(_, names)| names.split(' ').any(|known| known == name))?;
    TimeZone::posix(rule).ok()
}

/// Every name, those of one rule together.
pub fn time_zone_names() -> impl Iterator<Item = &'static str> {
    rows().flat_map(|(_, names)| names.split(' '))
}

/// Rules, each with the names of its zones.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    ZONES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::{time_zone, time_zone_names};
    use jiff::Timestamp;

    #[test]
    fn every_zone_of_the_table_has_a_rule() {
        for name in time_zone_names() {
            assert!(time_zone(name).is_some(), "{name}");
        }
        assert!(time_zone_names().count() > 590);
        assert!(time_zone("Europe/Atlantis").is_none());
    }

    /// What clocks show in summer and in winter, north and south, and where the offset is no whole hour.
    #[test]
    fn zones_follow_their_summer_time() {
        let shows = |name: &str, utc: &str| {
            let moment: Timestamp = utc.parse().expect("a time");
            time_zone(name).expect(name).to_datetime(moment).to_string()
        };
        assert_eq!(shows("Europe/Berlin", "2026-01-15T12:00:00Z"), "2026-01-15T13:00:00");
        assert_eq!(shows("Europe/Berlin", "2026-07-15T12:00:00Z"), "2026-07-15T14:00:00");
        assert_eq!(shows("America/New_York", "2026-03-08T06:59:00Z"), "2026-03-08T01:59:00");
        assert_eq!(shows("America/New_York", "2026-03-08T07:00:00Z"), "2026-03-08T03:00:00");
        assert_eq!(shows("Australia/Sydney", "2026-01-15T12:00:00Z"), "2026-01-15T23:00:00");
        assert_eq!(shows("Europe/Dublin", "2026-07-15T12:00:00Z"), "2026-07-15T13:00:00");
        assert_eq!(shows("Asia/Kathmandu", "2026-07-15T12:00:00Z"), "2026-07-15T17:45:00");
        assert_eq!(shows("Etc/GMT+9", "2026-07-15T12:00:00Z"), "2026-07-15T03:00:00");
    }
}
