//! Calls of a timeline that send an event or a message. Spec: EVENT-8, EVENT-10, EVENT-11.

use super::Reader;
use super::references::BUCKET;
use crate::aws::{CustomEvent, EntryRefusal, EventCall, check_shape};
use crate::finding::rules;
use crate::json::{Node, child};
use crate::limits;
use crate::scenario::Call;

impl Reader<'_> {
    pub(super) fn event_call(&mut self, name: &str, input: &Node, pointer: &str) -> Option<Call> {
        let call = match name {
            "s3:PutObject" => self.put_object(input, pointer),
            "sqs:SendMessage" => self.send_message(input, pointer),
            _ => self.put_events(input, pointer),
        };
        call.map(Call::Event)
    }

    fn put_object(&mut self, input: &Node, pointer: &str) -> Option<EventCall> {
        check_shape(self.shapes, "s3.PutObjectRequest", input, pointer, self.findings);
        let bucket = self.resolve(&BUCKET, input.get("Bucket")?, &child(pointer, "Bucket"))?;
        let given = self.bounded(input, "ContentLength", pointer, 0..=limits::OBJECT_BYTES);
        let body = || input.str("Body").map_or(0, |body| body.len() as u64);
        let key = input.str("Key")?.to_owned();
        Some(EventCall::PutObject { bucket, key, size_bytes: given.unwrap_or_else(body) })
    }

    fn send_message(&mut self, input: &Node, pointer: &str) -> Option<EventCall> {
        check_shape(self.shapes, "sqs.SendMessageRequest", input, pointer, self.findings);
        let queue = self.queue_reference(input.get("QueueUrl")?, &child(pointer, "QueueUrl"))?;
        let delay = self.bounded(input, "DelaySeconds", pointer, 0..=900);
        let body = input.get("MessageBody")?;
        let text = body.as_str()?;
        if text.is_empty() || text.len() > limits::MESSAGE_BYTES {
            let message = format!(
                "a message has 1 to {} bytes, and this one has {}",
                limits::MESSAGE_BYTES,
                text.len()
            );
            self.report(&rules::OUT_OF_RANGE, &child(pointer, "MessageBody"), body, message);
        }
        let delay_ms = delay.map(|seconds| seconds * 1000);
        Some(EventCall::SendMessage { queue, body: text.to_owned(), delay_ms })
    }

    /// Spec: EVENT-10.
    fn put_events(&mut self, input: &Node, pointer: &str) -> Option<EventCall> {
        check_shape(self.shapes, "events.PutEventsRequest", input, pointer, self.findings);
        let entries = input.list("Entries");
        if !(1..=limits::ENTRIES_PER_PUT_EVENTS).contains(&entries.len()) {
            let place = input.get("Entries").unwrap_or(input);
            let message = "`Entries` has 1 to 10 entries";
            self.report(&rules::OUT_OF_RANGE, &child(pointer, "Entries"), place, message);
            return None;
        }
        Some(EventCall::PutEvents(entries.iter().map(custom_event).collect()))
    }
}

/// An entry, or what AWS answers instead. Spec: EVENT-10.
fn custom_event(node: &Node) -> Result<CustomEvent, EntryRefusal> {
    let refusal = |code, message| Err(EntryRefusal { code, message });
    let text = |key: &str| node.str(key).filter(|text| !text.is_empty());
    let Some(source) = text("Source") else {
        return refusal(
            "InvalidArgument",
            "Parameter Source is not valid. Reason: Source is a required argument.",
        );
    };
    if source.starts_with("aws.") {
        return refusal("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    let Some(detail_type) = text("DetailType") else {
        let message = "Parameter DetailType is not valid. Reason: DetailType is a required argument.";
        return refusal("InvalidArgument", message);
    };
    let Some(detail) = text("Detail") else {
        return refusal(
            "InvalidArgument",
            "Parameter Detail is not valid. Reason: Detail is a required argument.",
        );
    };
    let detail = serde_json::from_str(detail).ok().filter(serde_json::Value::is_object);
    let Some(detail) = detail else { return refusal("MalformedDetail", "Detail is malformed.") };
    let resources = node.list("Resources").iter().filter_map(Node::as_str).map(ToOwned::to_owned).collect();
    Ok(CustomEvent { source: source.to_owned(), detail_type: detail_type.to_owned(), detail, resources })
}
