//! What holds for the whole scenario: its version, account, time and settings.

use super::super::FORMAT_VERSION;
use super::Reader;
use crate::aws::shorten;
use crate::finding::rules;
use crate::ids::Account;
use crate::limits;
use crate::time::{Calendar, SimTime};

impl Reader<'_> {
    /// Spec: SCN-1.
    pub(super) fn version(&mut self) {
        let Some(node) = self.root.get("version") else { return };
        let Some(version) = node.as_integer().filter(|version| *version != FORMAT_VERSION) else { return };
        let message = if version > FORMAT_VERSION {
            format!(
                "version {version}: made by a newer version of the playground; this one reads version {FORMAT_VERSION}"
            )
        } else {
            format!("there is no version {version}; this playground reads version {FORMAT_VERSION}")
        };
        let hint = Some(format!("write \"version\": {FORMAT_VERSION}, or open it where it was made"));
        self.report_hint(&rules::VERSION_UNSUPPORTED, "/version", node, message, hint);
    }

    pub(super) fn account(&mut self) -> Account {
        let simulation = self.root.get("simulation");
        let seed = simulation.and_then(|node| self.bounded(node, "seed", "/simulation", 0..=limits::SEED));
        let account_id = self.root.str("accountId").unwrap_or("123456789012").to_owned();
        if let Some(node) = self.root.get("accountId")
            && (account_id.len() != 12 || !account_id.bytes().all(|byte| byte.is_ascii_digit()))
        {
            self.report(
                &rules::OUT_OF_RANGE,
                "/accountId",
                node,
                "an account id is a string of twelve digits",
            );
        }
        Account {
            region: self.region.clone(),
            account_id,
            cluster: self
                .root
                .get("cluster")
                .and_then(|node| node.str("clusterName"))
                .unwrap_or("default")
                .to_owned(),
            seed: seed.unwrap_or(0),
        }
    }

    /// Spec: SCN-3.
    pub(super) fn calendar(&mut self) -> Calendar {
        let starts_at = self.root.get("simulation").and_then(|node| node.get("startsAt"));
        let Some((node, text)) = starts_at.and_then(|node| node.as_str().map(|text| (node, text))) else {
            return Calendar::default();
        };
        Calendar::starting_at(text).unwrap_or_else(|| {
            let message = format!(
                "`{}` is no ISO 8601 time with an offset, such as 2026-01-01T00:00:00Z",
                shorten(text)
            );
            self.report(&rules::OUT_OF_RANGE, "/simulation/startsAt", node, message);
            Calendar::default()
        })
    }

    pub(super) fn duration(&mut self) -> SimTime {
        let simulation = self.root.get("simulation");
        let bounds = 1..=limits::DURATION_SECONDS;
        let seconds =
            simulation.and_then(|node| self.bounded(node, "durationSeconds", "/simulation", bounds));
        SimTime::from_seconds(seconds.unwrap_or(1800))
    }

    /// Of the account's settings `awsvpcTrunking` counts. Spec: NET-6.
    pub(super) fn account_settings(&mut self) {
        for (number, setting) in self.root.list("accountSettings").iter().enumerate() {
            match (setting.str("name"), setting.str("value")) {
                (Some("awsvpcTrunking"), value) => self.trunking = value == Some("enabled"),
                (Some(name), _) => {
                    let message = format!("the account setting `{}` is not simulated yet", shorten(name));
                    let pointer = format!("/accountSettings/{number}/name");
                    self.report(
                        &rules::NOT_SIMULATED,
                        &pointer,
                        setting.get("name").unwrap_or(setting),
                        message,
                    );
                }
                (None, _) => {}
            }
        }
    }
}
