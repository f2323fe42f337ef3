// From a pasted task definition to a picture, and to the same picture elsewhere.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot, started } from "./harness.mjs";
import { box, boxText, definition, finished, openFromGallery, openSection, paste, placement, run, tasks } from "./page.mjs";

pageTest("the first picture is alive", async ({ page }) => {
  await finished(page);
  assert.equal((await tasks(page)).length, 7);
  await page.getByText("State at 30:00, after every task has settled.").waitFor();
});

pageTest("a definition is pasted, run, shared, and replayed exactly", { permissions: ["clipboard-read", "clipboard-write"] }, async ({ page, url }) => {
  await finished(page);
  const secret = definition({}, { environment: [{ name: "TOKEN", value: "hunter2" }] });
  await paste(page, secret);
  await openSection(page, "Service");
  await page.getByRole("spinbutton", { name: "Desired count of" }).fill("3");
  await openSection(page, "Cluster");
  await page.getByRole("spinbutton", { name: "Number of instances, row 3" }).fill("2");
  await page.getByRole("combobox", { name: "Instance type, row 3" }).fill("m5.large");
  await page.getByRole("button", { name: "Remove row 2" }).click();
  await page.getByRole("combobox", { name: "Zone, row 1" }).selectOption("us-east-1b");
  await run(page);
  const seen = await placement(page);
  assert.equal(seen.length, 4);
  assert.equal(seen.flatMap(([, chips]) => chips).length, 3);
  assert.match(seen.flatMap(([, chips]) => chips)[0], /^shop\s*[0-9a-f]{4}\s*:8080$/);

  assert.equal(new URL(page.url()).hash, "");
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share this scenario" });
  const link = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  const preview = dialog.getByRole("region", { name: "What the link contains" });
  assert.match(await preview.innerText(), /"value": "value-1"/);
  await dialog.getByText("1 value replaced").click();
  await dialog.getByText("an environment value by value-1").waitFor();
  await dialog.getByRole("button", { name: "Copy" }).click();
  await dialog.getByText("Copied.").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  assert.equal(page.url(), link);

  await dialog.getByRole("checkbox").uncheck();
  await dialog.getByText("secrets included").waitFor();
  await preview.filter({ hasText: "hunter2" }).waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.match(await boxText(page), /hunter2/);

  const context = await page.context().browser().newContext();
  try {
    const other = await context.newPage();
    await other.goto(link);
    await started(other);
    await other.getByText(/^Replayed exactly: event log [0-9a-f]{16}\.$/).waitFor();
    assert.deepEqual(await placement(other), seen);
  } finally {
    await context.close();
  }
  assert.ok(link.startsWith(`${url}#1.d.`));
});

pageTest("a link that is opened in the page replaces what was there", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, "Two instances, one host port");
  await page.getByTestId("waiting").getByText("1 api waiting").waitFor();
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog");
  const link = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  await dialog.getByRole("button", { name: "Close" }).click();
  await openFromGallery(page, "Seven tasks over three zones");
  await page.getByTestId("waiting").waitFor({ state: "detached" });
  await page.evaluate(() => { location.hash = ""; });
  await page.evaluate((hash) => { location.hash = hash; }, new URL(link).hash);
  await page.getByText("Replayed exactly").waitFor();
  await page.getByTestId("waiting").getByText("1 api waiting").waitFor();
});

pageTest("waiting tasks say why, in our words and in ECS's", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, "Two instances, one host port");
  const strip = page.getByTestId("waiting");
  await strip.getByText("host port 8080/tcp is taken").waitFor();
  await strip.getByRole("button", { name: "Why not? api" }).click();
  await page.getByRole("tabpanel").getByText("is already using a port required by your task").waitFor();
  await finished(page);
  await axe(page);
  await screenshot(page, "waiting");
});

pageTest("a definition only for Fargate needs no instance", async ({ page }) => {
  await finished(page);
  await openSection(page, "Cluster");
  for (let rows = 3; rows > 0; rows -= 1) {
    await page.getByRole("button", { name: "Remove row 1" }).click();
  }
  await openSection(page, "Task");
  const fargate = definition(
    { networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"], cpu: "256", memory: "512" },
    { cpu: 0, memory: undefined, portMappings: [{ containerPort: 80 }] },
  );
  await paste(page, fargate);
  await run(page);
  assert.equal(await page.getByRole("heading", { name: "Fargate" }).count(), 3);
  assert.equal((await tasks(page)).length, 7);
  await axe(page);
  await screenshot(page, "fargate");
  await paste(page, definition());
  await run(page);
  await page.getByText("No instances yet.").waitFor();
});

pageTest("details of a task, its instance and its service", async ({ page }) => {
  await finished(page);
  await page.getByRole("tab", { name: "Details" }).click();
  await page.getByTestId("task").first().click();
  const panel = page.getByRole("tabpanel", { name: "Details" });
  await panel.getByText("RUNNING").first().waitFor();
  assert.match(await panel.innerText(), /[0-9a-f]{32}/);
  await panel.getByRole("button", { name: /^i-/ }).click();
  await panel.getByText("ec2InstanceId").waitFor();
  await page.getByRole("button", { name: "web 7/7" }).click();
  await panel.getByText("desiredCount").waitFor();
  await axe(page);
});

pageTest("a whole scenario that is pasted replaces the one that was there", async ({ page }) => {
  await finished(page);
  await paste(page, {
    version: 1,
    name: "Pasted",
    taskDefinitions: [definition({ family: "one" }), definition({ family: "two" }, { cpu: 128 })],
    services: [{ serviceName: "both", taskDefinition: "two", desiredCount: 1 }],
    containerInstances: [{ instanceType: "m5.large", availabilityZone: "us-east-1f" }],
  });
  await page.getByText("The pasted scenario has replaced the one that was here.").waitFor();
  assert.equal(await page.getByTestId("scenario").innerText(), "Pasted");
  await page.getByRole("combobox", { name: "Task definition", exact: true }).selectOption("two");
  assert.match(await boxText(page), /"family": "two"/);
  await run(page);
  assert.equal((await tasks(page)).length, 1);
});
