//! What a section says of itself in one line while it is closed.

use super::super::outline::counted;
use super::read::Form;

impl Form {
    /// Environment and secrets of a container.
    pub fn brief_environment(&self, container: &str) -> String {
        let part = |member: &str, noun: &str| match self.count(&format!("{container}/{member}")) {
            0 => None,
            count => Some(counted(count as u64, noun)),
        };
        listed([part("environment", "variable"), part("secrets", "secret")])
    }

    /// Entry point and command.
    pub fn brief_command(&self, container: &str) -> String {
        let part = |member: &str| {
            let list = self.list(&format!("{container}/{member}")).unwrap_or_default().join(" ");
            (!list.is_empty()).then_some(list)
        };
        let parts: Vec<String> = ["entryPoint", "command"].into_iter().filter_map(part).collect();
        if parts.is_empty() { "the image's own".to_owned() } else { one_line(&parts.join(" ")) }
    }

    /// The health check.
    pub fn brief_health_check(&self, number: usize) -> String {
        if !self.has(&format!("/containerDefinitions/{number}/healthCheck")) {
            return NONE.to_owned();
        }
        self.check_command(number).map_or_else(String::new, |(_, command)| one_line(&command))
    }

    /// What it waits for.
    pub fn brief_dependencies(&self, container: &str) -> String {
        let list = format!("{container}/dependsOn");
        let rows = self.column(&list, "containerName").into_iter().zip(self.column(&list, "condition"));
        listed(rows.map(|(name, condition)| Some(format!("{name} {condition}").trim().to_owned())))
    }

    /// Mount points.
    pub fn brief_mounts(&self, container: &str) -> String {
        let list = format!("{container}/mountPoints");
        let rows = self.column(&list, "sourceVolume").into_iter().zip(self.column(&list, "containerPath"));
        listed(rows.map(|(volume, path)| Some(format!("{volume} → {path}"))))
    }

    /// The log driver.
    pub fn brief_log(&self, container: &str) -> String {
        let log = format!("{container}/logConfiguration");
        let driver = self.text(&format!("{log}/logDriver"));
        let group = self.text(&format!("{log}/options/awslogs-group"));
        listed([driver, group].map(|text| (!text.is_empty()).then_some(text)))
    }

    /// The volumes of the task.
    pub fn brief_volumes(&self) -> String {
        listed(self.column("/volumes", "name").into_iter().map(Some))
    }

    /// Which roles there are.
    pub fn brief_roles(&self) -> String {
        let part = |member: &str, words: &str| (!self.text(member).is_empty()).then(|| words.to_owned());
        listed([part("/taskRoleArn", "task role"), part("/executionRoleArn", "execution role")])
    }

    /// Operating system, architecture and storage.
    pub fn brief_platform(&self) -> String {
        let given = |pointer: &str, default: &str| match self.text(pointer) {
            text if text.is_empty() => default.to_owned(),
            text => text,
        };
        let storage = self.text("/ephemeralStorage/sizeInGiB");
        listed([
            Some(given("/runtimePlatform/operatingSystemFamily", "Linux")),
            Some(given("/runtimePlatform/cpuArchitecture", "X86_64")),
            (!storage.is_empty()).then(|| format!("{storage} GiB")),
        ])
    }
}

const NONE: &str = "none";

fn listed(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { NONE.to_owned() } else { one_line(&parts.join(", ")) }
}

/// The page cuts what is too long for a line; this keeps what nobody sees out of it.
fn one_line(text: &str) -> String {
    const CHARACTERS_MOST: usize = 80;
    text.chars()
        .take(CHARACTERS_MOST)
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::session::Form;

    #[test]
    fn a_section_in_a_line() {
        let text = r#"{"family": "a", "volumes": [{"name": "data"}], "taskRoleArn": "arn:aws:iam::123456789012:role/r",
          "containerDefinitions": [
            {"name": "app", "command": ["sh", "-c", "a\nb"], "environment": [{"name": "A"}], "secrets": [{}, {}],
             "healthCheck": {"command": ["CMD-SHELL", "true"]}, "dependsOn": [{"containerName": "db", "condition": "START"}],
             "mountPoints": [{"sourceVolume": "data", "containerPath": "/d"}], "logConfiguration": {"logDriver": "splunk"}},
            {"name": "db"}]}"#;
        let form = Form::read(text).unwrap();
        let (app, db) = ("/containerDefinitions/0", "/containerDefinitions/1");
        assert_eq!(form.brief_environment(app), "1 variable, 2 secrets");
        assert_eq!(form.brief_command(app), "sh -c a b");
        assert_eq!(
            (form.brief_health_check(0).as_str(), form.brief_health_check(1).as_str()),
            ("true", "none")
        );
        assert_eq!(
            (form.brief_dependencies(app).as_str(), form.brief_dependencies(db).as_str()),
            ("db START", "none")
        );
        assert_eq!(form.brief_mounts(app), "data → /d");
        assert_eq!((form.brief_log(app).as_str(), form.brief_log(db).as_str()), ("splunk", "none"));
        assert_eq!((form.brief_volumes().as_str(), form.brief_roles().as_str()), ("data", "task role"));
        assert_eq!(
            (form.brief_platform().as_str(), form.brief_command(db).as_str()),
            ("Linux, X86_64", "the image's own")
        );
    }
}
