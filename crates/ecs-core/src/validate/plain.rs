//! A text that is nearly JSON, as the plain JSON as which it is read.

use super::{containers, pascal_case};
use crate::finding::{Findings, rules};
use crate::json::{self, Node, Value};
use std::collections::BTreeMap;

/// The text as it is read: strict JSON, the API's member names, of members of one name the last, and
/// a placeholder that stood without quotes in them. A definition that is the `Properties` of a
/// CloudFormation resource stands alone. Comments and layout are lost.
///
/// None where the text cannot be read.
pub fn plain_json(text: &str) -> Option<String> {
    let mut findings = Findings::new();
    let mut root = json::parse(text, &mut findings)?;
    let said = findings.placed(text);
    let placeholders: BTreeMap<usize, &str> = said
        .iter()
        .filter(|finding| finding.code == rules::BARE_PLACEHOLDER.code)
        .filter_map(|finding| {
            let range = finding.range;
            Some((range.start, text.get(range.start..range.end)?))
        })
        .collect();
    quote(&mut root, &placeholders);
    containers::wrap(&mut root, &mut Findings::new());
    pascal_case::convert(&mut root, &mut Findings::new());
    let properties = root.get("Properties").filter(|node| node.get("containerDefinitions").is_some());
    serde_json::to_string_pretty(&properties.unwrap_or(&root).to_value()).ok()
}

/// Puts the placeholders back where something else was read in their place.
fn quote(node: &mut Node, placeholders: &BTreeMap<usize, &str>) {
    if let Some(word) = placeholders.get(&node.range.start) {
        node.value = Value::String((*word).to_owned());
        return;
    }
    match &mut node.value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| quote(element, placeholders)),
        Value::Object(members) => {
            for member in members {
                quote(&mut member.value, placeholders);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::plain_json;
    use crate::Document;
    use serde_json::{Value, json};

    fn plain(text: &str) -> Value {
        serde_json::from_str(&plain_json(text).unwrap()).unwrap()
    }

    #[test]
    fn what_was_read_is_written() {
        let inner =
            r#"{"Family": "a", "ContainerDefinitions": [{"Name": "b", "DockerLabels": {"Keep": "Me"}}]}"#;
        let api =
            json!({"family": "a", "containerDefinitions": [{"name": "b", "dockerLabels": {"Keep": "Me"}}]});
        assert_eq!(plain(inner), api);
        assert_eq!(plain(&format!(r#"{{"Type": "AWS::ECS::TaskDefinition", "Properties": {inner}}}"#)), api);
        assert_eq!(
            plain("$ cat web.json\n{\"family\": \"a\", // who\n \"family\": \"b\" \"cpu\": 1,}"),
            json!({"family": "b", "cpu": 1})
        );
        assert_eq!(
            plain("[{\"family\": \"a\"}, {\"family\": \"b\"}]"),
            json!([{"family": "a"}, {"family": "b"}])
        );
    }

    #[test]
    fn a_placeholder_keeps_its_words() {
        let text = r#"{"family": <family>, "image": "x/${Y}", "containerDefinitions": [{"memory": ${MEMORY}, "cpu": $C}]}"#;
        let wanted = json!({"family": "<family>", "image": "x/${Y}", "containerDefinitions": [{"memory": "${MEMORY}", "cpu": "$C"}]});
        assert_eq!(plain(text), wanted);
    }

    #[test]
    fn it_is_done_once() {
        for text in [
            r#"{"Family": "a", "ContainerDefinitions": [], "Volumes": [{"EFSVolumeConfiguration": {}}]}"#,
            "x {\"a\": ${B}}",
        ] {
            let once = plain_json(text).unwrap();
            assert_eq!(plain_json(&once), Some(once.clone()));
            let codes: Vec<&str> =
                Document::read(&once).findings.iter().map(|finding| finding.code).collect();
            let nearly =
                ["pascal-case", "text-around", "bare-placeholder", "json-extension", "duplicate-key"];
            assert!(!codes.iter().any(|code| nearly.contains(code)), "{codes:?}");
        }
        assert_eq!(plain_json("hello"), None);
        assert_eq!(plain_json(""), None);
    }
}
