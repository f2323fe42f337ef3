// What rules, queues and topics did, and the event that started a task.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { definition, openScenario } from "./page.mjs";

/** An upload runs a task that stays, and a queue is told. */
const upload = {
  version: 1,
  name: "Uploads",
  buckets: [{ Bucket: "uploads", EventBridgeConfiguration: {} }],
  queues: [{ QueueName: "seen" }],
  topics: [{ Name: "alerts", Subscriptions: [{ Protocol: "email", Endpoint: "ops@example.com" }] }],
  eventRules: [
    {
      Name: "uploads",
      EventPattern: { source: ["aws.s3"] },
      Targets: [
        { Id: "task", Arn: "ecs:cluster", EcsParameters: { TaskDefinitionArn: "shop" } },
        { Id: "queue", Arn: "sqs:seen" },
      ],
    },
    { Name: "off", State: "DISABLED", ScheduleExpression: "rate(1 minute)", Targets: [{ Id: "topic", Arn: "sns:alerts" }] },
  ],
  taskDefinitions: [definition({}, { cpu: 128, memory: 128, portMappings: [] })],
  containerInstances: [{ name: "host", instanceType: "t3.medium", availabilityZone: "us-east-1a" }],
  simulation: {
    durationSeconds: 120,
    timeline: [{ atSeconds: 5, action: "s3:PutObject", input: { Bucket: "uploads", Key: "cat.jpg", ContentLength: 10 } }],
  },
};

const tab = (page, name) => page.getByRole("tab", { name, exact: true }).click();
const list = (page, name) => page.getByRole("list", { name, exact: true });

pageTest("rules, queues and topics say what they did", async ({ page }) => {
  await openScenario(page, upload);
  await tab(page, "Events");
  const rules = await list(page, "Rules").getByRole("listitem").allInnerTexts();
  assert.match(rules[0], /uploads[^]*waits for events that match; runs shop:1, sends to queue seen[^]*Matched once, called a target 2 times/);
  assert.match(rules[1], /off[^]*DISABLED: does nothing/);
  await list(page, "Queues").getByText("1 waiting").waitFor();
  await list(page, "Topics").getByText("tells email ops@example.com").waitFor();
  await page.getByText("s3://uploads/cat.jpg was created").waitFor();
  await page.getByText("Rule uploads started family:shop/1").waitFor();
  await axe(page);
  await screenshot(page, "events");
});

pageTest("a task shows the event that started it", async ({ page }) => {
  await openScenario(page, upload);
  await page.getByTestId("task").first().click();
  await tab(page, "Details");
  const panel = page.getByRole("tabpanel", { name: "Details" });
  await panel.getByText("Started by rule uploads because of the event “Object Created”.").waitFor();
  await panel.getByText("The event", { exact: true }).click();
  const event = JSON.parse(await panel.getByRole("region", { name: "The event" }).innerText());
  assert.deepEqual([event.source, event.detail.object.key], ["aws.s3", "cat.jpg"]);
  await axe(page);
});
