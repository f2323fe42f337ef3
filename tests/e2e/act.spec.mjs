// Actions written where the playhead stands, markers told apart, and what part of the time is shown.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { announcement, definition, finished, mainButton, openForm, openScenario, openSection, paste, settled } from "./page.mjs";

const phone = { width: 360, height: 740 };

/** A service on two instances in which nothing happens after the first half minute. */
const calm = {
  version: 1,
  name: "Calm",
  taskDefinitions: [definition({}, { cpu: 256, memory: 512, portMappings: [] })],
  services: [{ serviceName: "shop", taskDefinition: "shop:1", desiredCount: 4 }],
  containerInstances: [{ name: "host", instanceType: "t3.medium", availabilityZone: "us-east-1a", count: 2 }],
  simulation: { durationSeconds: 3600 },
};

const dialog = (page) => page.getByRole("dialog");
const playhead = (page) => page.getByRole("slider", { name: "Playhead", exact: true });
const marker = (page, name) => page.getByRole("slider", { name });

/** Goes to the second minute and opens the dialog there. */
async function openThere(page) {
  await playhead(page).press("Home");
  await playhead(page).press("PageUp");
  await playhead(page).press("PageUp");
  await page.getByText("State at 02:00").waitFor();
  await page.getByRole("button", { name: "Add action…" }).click();
}

pageTest("another decision is taken where the playhead stands, with a form and as JSON", async ({ page }) => {
  await openScenario(page, calm);
  await openThere(page);
  assert.equal(await dialog(page).getByRole("textbox", { name: "At second" }).inputValue(), "121");
  await dialog(page).getByRole("combobox", { name: "Call" }).selectOption({ label: "Stop a task" });
  const task = dialog(page).getByRole("combobox", { name: "task", exact: true });
  assert.equal(await task.inputValue(), "service:shop/1");
  await task.fill("service:shop/2");
  await dialog(page).getByText("The call's input as JSON").click();
  const json = dialog(page).getByRole("textbox", { name: "Input as JSON" });
  assert.deepEqual(JSON.parse(await json.inputValue()), { task: "service:shop/2" });
  await json.fill('{"task": ');
  await dialog(page).getByText("This is no JSON object yet").waitFor();
  assert.ok(await dialog(page).getByRole("button", { name: "Add to the timeline" }).isDisabled());
  await json.fill('{"task": "service:shop/3", "reason": "to see"}');
  assert.equal(await dialog(page).getByRole("textbox", { name: "reason" }).inputValue(), "to see");
  await dialog(page).getByRole("button", { name: "Add to the timeline" }).click();
  await page.getByText("Added to the timeline: StopTask service:shop/3.").waitFor();
  await page.getByText("State at 02:01").waitFor();
  assert.equal(await marker(page, "StopTask service:shop/3").getAttribute("aria-valuenow"), "121");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByRole("button", { name: "Redo", exact: true }).waitFor();
  assert.equal(await page.getByTestId("marker").count(), 0);
  await page.getByRole("button", { name: "Redo", exact: true }).click();
  await marker(page, "StopTask service:shop/3").waitFor();
});

pageTest("an action is changed in the same dialog, and what is wrong with it is said", async ({ page }) => {
  await openScenario(page, calm);
  await openThere(page);
  await dialog(page).getByRole("combobox", { name: "Call" }).selectOption({ label: "Another call, as JSON" });
  await dialog(page).getByRole("textbox", { name: "Name of the call" }).fill("ecs:StopTasks");
  await dialog(page).getByRole("textbox", { name: "Name of the call" }).press("Tab");
  await dialog(page).getByText("is no action of a timeline").waitFor();
  await dialog(page).getByRole("textbox", { name: "Name of the call" }).fill("ecs:StopTask");
  await dialog(page).getByRole("textbox", { name: "Name of the call" }).press("Tab");
  await dialog(page).getByRole("combobox", { name: "task", exact: true }).fill("service:shop/1");
  await dialog(page).getByRole("button", { name: "Add to the timeline" }).click();
  await page.getByRole("button", { name: "Change StopTask service:shop/1" }).click();
  await dialog(page).getByRole("heading", { name: "Change an action" }).waitFor();
  await dialog(page).getByRole("textbox", { name: "At second" }).fill("300");
  await dialog(page).getByRole("button", { name: "Change", exact: true }).click();
  await page.getByText("Changed: StopTask service:shop/1.").waitFor();
  assert.equal(await marker(page, "StopTask service:shop/1").getAttribute("aria-valuenow"), "300");
});

pageTest("markers at one place stand beside each other", async ({ page }) => {
  await openScenario(page, calm);
  for (const call of ["Stop a task", "Run tasks", "Fault: stop tasks"]) {
    await openThere(page);
    await dialog(page).getByRole("combobox", { name: "Call" }).selectOption({ label: call });
    await dialog(page).getByRole("textbox", { name: "At second" }).fill("121");
    await dialog(page).getByRole("button", { name: "Add to the timeline" }).click();
    await page.getByText("Added to the timeline").waitFor();
    await announcement(page).filter({ hasText: "Run finished" }).waitFor();
  }
  const boxes = await Promise.all((await page.getByTestId("marker").all()).map((one) => one.boundingBox()));
  const places = boxes.map((box) => Math.round(box.x)).sort((one, other) => one - other);
  assert.equal(places.length, 3);
  assert.ok(places[1] - places[0] >= 10 && places[2] - places[1] >= 10, String(places));
});

pageTest("the axis shows the whole run, or what is around the events", async ({ page }) => {
  await openScenario(page, calm);
  await page.getByRole("button", { name: "To the start" }).click();
  await page.getByRole("button", { name: "Next event" }).click();
  await page.getByText("t+00:21.05 / 1:00:00").waitFor();
  const knob = page.locator(".knob");
  const track = await playhead(page).boundingBox();
  const along = async () => ((await knob.boundingBox()).x - track.x) / track.width;
  assert.ok((await along()) < 0.05);
  await page.getByRole("combobox", { name: "Time shown" }).selectOption({ label: "Around the events" });
  await page.waitForFunction(() => parseFloat(document.querySelector(".knob").getAttribute("x")) > 20);
  const plot = page.getByRole("slider", { name: "Playhead in the chart All tasks" });
  const place = await plot.boundingBox();
  await plot.click({ position: { x: place.width / 2, y: 10 } });
  await page.getByText("t+00:35 / 1:00:00").waitFor();
  await page.getByRole("button", { name: "Charts", exact: true }).click();
  assert.equal(await plot.count(), 0);
  await page.getByRole("button", { name: "Charts", exact: true, expanded: false }).click();
  await plot.waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries({ wide: { width: 1280, height: 800 }, phone })) {
    pageTest(`axe finds nothing where an action is written: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await openScenario(page, calm);
      await openThere(page);
      await dialog(page).getByText("The call's input as JSON").click();
      await axe(page);
      await screenshot(page, `action ${name} ${colorScheme}`);
      await dialog(page).getByRole("combobox", { name: "Call" }).selectOption({ label: "Fault: a port drops everything" });
      await axe(page);
      await dialog(page).getByRole("button", { name: "Add to the timeline" }).click();
      await page.getByText("Added to the timeline").waitFor();
      await settled(page);
      await page.getByRole("combobox", { name: "Time shown" }).selectOption({ label: "Around the events" });
      await playhead(page).scrollIntoViewIfNeeded();
      await axe(page);
      await screenshot(page, `time shown ${name} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });
  }
}

/** Two instances with room for two tasks each: none beside the four that run. */
const full = {
  ...calm,
  name: "Full",
  taskDefinitions: [1, 2].map((revision) => definition({}, { cpu: 1024, memory: 256, image: `shop:${revision}`, portMappings: [] })),
  services: [{ ...calm.services[0], deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 } }],
};

for (const colorScheme of ["light", "dark"]) {
  pageTest(`an update tells where it leads before it is made, ${colorScheme}`, { colorScheme }, async ({ page }) => {
    await openScenario(page, full);
    await playhead(page).press("Home");
    await playhead(page).press("PageUp");
    await page.getByText("State at 01:00").waitFor();
    await page.getByRole("button", { name: /^shop:2/ }).click();
    await page.getByRole("button", { name: "Roll out shop:2" }).click();
    const forecast = dialog(page).getByRole("region", { name: "Where this leads" });
    await forecast.getByText(/^This will stall at 0 of 4 new tasks, with 4 old ones left, because the cluster has no room/).waitFor();
    await forecast.getByText("What would make room on 2 instances").click();
    assert.match(await forecast.getByRole("list").last().innerText(), /^host\/1: /);
    await axe(page);
    await screenshot(page, `forecast stalls ${colorScheme}`);
    // Nothing else in the dialog moves from one answer to the next.
    const count = dialog(page).getByRole("textbox", { name: "desiredCount" });
    await count.fill("0");
    await forecast.getByText(/^This will come to its end/).waitFor();
    await count.fill("4");
    await forecast.getByText(/^This will stall/).waitFor();
    await dialog(page).getByRole("button", { name: "Add to the timeline" }).click();
    await page.getByText("Added to the timeline: UpdateService shop, taskDefinition shop:2, desiredCount 4.").waitFor();
  });
}

pageTest("a deployment that is paused is answered from where it says so", async ({ page }) => {
  const hooks = [{ targetType: "PAUSE", lifecycleStages: ["POST_SCALE_UP"] }];
  const services = [{ ...calm.services[0], deploymentConfiguration: { strategy: "BLUE_GREEN", bakeTimeInMinutes: 1, lifecycleHooks: hooks } }];
  const input = { service: "shop", forceNewDeployment: true };
  const timeline = [{ atSeconds: 120, action: "ecs:UpdateService", input }];
  await openScenario(page, { ...calm, name: "Paused", services, simulation: { durationSeconds: 900, timeline } });
  await playhead(page).press("Home");
  for (let minute = 0; minute < 8; minute += 1) await playhead(page).press("PageUp");
  await page.getByText("State at 08:00").waitFor();
  await page.getByRole("button", { name: /^shop ?shop:1 4 old · shop:1 4 new of 4/ }).click();
  await page.getByRole("tab", { name: "Details" }).click();
  await page.getByRole("button", { name: "Answer the paused deployment of shop" }).click();
  assert.equal(await dialog(page).getByRole("combobox", { name: "Stage of the hook" }).inputValue(), "POST_SCALE_UP");
  await dialog(page).getByRole("combobox", { name: "action" }).selectOption("ROLLBACK");
  await dialog(page).getByRole("button", { name: "Add to the timeline" }).click();
  await page.getByText("Added to the timeline: ContinueServiceDeployment shop").waitFor();
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByRole("tabpanel").getByText(/rollback|rolling back|goes back/i).first().waitFor();
});

/** Goes to a minute with the keyboard. */
async function goTo(page, minutes) {
  await playhead(page).press("Home");
  for (let minute = 0; minute < minutes; minute += 1) await playhead(page).press("PageUp");
  await page.getByText(`State at 0${minutes}:00`).waitFor();
  await settled(page);
}

const act = (page) => page.getByTestId("changes-act");
const desired = (page) => page.getByRole("spinbutton", { name: "Desired count of shop" });

pageTest("behind the beginning a form acts where the playhead stands, and the roll-out of a draft is watched", async ({ page }) => {
  await openScenario(page, calm);
  await openSection(page, "Service");
  await act(page).filter({ hasText: "Changes here change the beginning." }).waitFor();
  await goTo(page, 5);
  await act(page).filter({ hasText: "Changes act at t+05:01" }).waitFor();
  await desired(page).fill("6");
  await page.getByText("At t+05:01: UpdateService shop, desiredCount 6.").waitFor();
  await marker(page, "UpdateService shop, desiredCount 6").waitFor();
  await page.getByText("State at 05:00").waitFor();
  assert.equal(await desired(page).inputValue(), "6");
  // One field after the other at one second is one call.
  await desired(page).fill("5");
  await marker(page, "UpdateService shop, desiredCount 5").waitFor();
  assert.equal(await page.getByTestId("marker").count(), 1);
  // Before it the form shows what stands there.
  await playhead(page).press("PageDown");
  await page.getByText("State at 04:00").waitFor();
  await page.waitForFunction(() => document.querySelector("[aria-label='Desired count of shop']").value === "4");
  // What no call changes is changed at the beginning, and that is said.
  await page.getByRole("textbox", { name: "Service 1 name" }).fill("shops");
  await page.getByText("The beginning is changed: serviceName (services) does not act from a form.").waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();

  await goTo(page, 8);
  await openSection(page, "Task");
  await openForm(page);
  await page.getByRole("tabpanel", { name: "Form" }).getByRole("textbox", { name: "Memory MiB" }).fill("300");
  await mainButton(page).filter({ hasText: "Register and deploy" }).click();
  await page.getByText("At t+08:01: RegisterTaskDefinition shop; UpdateService shop, taskDefinition shop:2.").waitFor();
  await page.getByText("State at 08:00").waitFor();
  await page.getByRole("button", { name: "shop:2", exact: false }).first().waitFor();
  await marker(page, "RegisterTaskDefinition shop").waitFor();
  await page.getByRole("button", { name: "Next event", exact: true }).click();
  await page.getByText("State at 08:01").waitFor();
  // What is registered by then can be chosen.
  await page.getByRole("button", { name: "Add action…" }).click();
  const choices = dialog(page).getByRole("combobox", { name: "taskDefinition" }).getByRole("option");
  assert.deepEqual(await choices.allInnerTexts(), ["as it is", "shop:1", "shop:2"]);
});

pageTest("instances that are added and alarms that are removed behind the beginning are calls", async ({ page }) => {
  const alarm = { AlarmName: "busy", Namespace: "Own", MetricName: "m", Statistic: "Sum", Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "GreaterThanThreshold" };
  await openScenario(page, { ...calm, alarms: [alarm] });
  await goTo(page, 5);
  const instances = await page.getByTestId("instance").count();
  await openSection(page, "Cluster");
  await act(page).filter({ hasText: "instances that are added act at t+05:01" }).waitFor();
  await page.getByRole("button", { name: "Add instances" }).click();
  await page.getByText("At t+05:01: RegisterContainerInstance added.").waitFor();
  await marker(page, /^RegisterContainerInstance/).waitFor();
  await page.getByText("State at 05:00").waitFor();
  assert.equal(await page.getByTestId("instance").count(), instances);
  await openSection(page, "Service");
  await page.getByRole("button", { name: "Remove alarm busy" }).click();
  await page.getByText("At t+05:01: DeleteAlarms busy.").waitFor();
  await goTo(page, 6);
  assert.equal(await page.getByTestId("instance").count(), instances + 1);
});

pageTest("changes are undone and done again one by one, by buttons that name them and by keys", async ({ page }) => {
  await openScenario(page, calm);
  const undo = page.getByRole("button", { name: /^Undo: / });
  const redo = page.getByRole("button", { name: /^Redo: / });
  await openSection(page, "Service");
  await desired(page).fill("6");
  await openSection(page, "Cluster");
  await page.getByRole("button", { name: "Add instances" }).click();
  assert.equal(await undo.getAttribute("aria-label"), "Undo: changed the container instances");
  await undo.click();
  await page.getByRole("button", { name: "Undo: changed desiredCount of shop" }).waitFor();
  assert.equal(await redo.getAttribute("aria-label"), "Redo: changed the container instances");
  await page.keyboard.press("Control+z");
  await openSection(page, "Service");
  await page.waitForFunction(() => document.querySelector("[aria-label='Desired count of shop']").value === "4");
  await page.keyboard.press("Control+Shift+Z");
  await page.waitForFunction(() => document.querySelector("[aria-label='Desired count of shop']").value === "6");
  await page.keyboard.press("Control+y");
  assert.equal(await redo.getAttribute("aria-label"), "Redo: nothing");
  assert.equal(await redo.getAttribute("aria-disabled"), "true");
  await axe(page);
});

pageTest("a branch drops what comes behind the playhead, and can be undone", async ({ page }) => {
  const run = (atSeconds) => ({ atSeconds, action: "ecs:RunTask", input: { taskDefinition: "shop", count: 1 } });
  await openScenario(page, { ...calm, simulation: { durationSeconds: 900, timeline: [run(60), run(300), run(600)] } });
  await goTo(page, 4);
  await page.getByRole("button", { name: "Branch here" }).click();
  await page.getByText("Branched at t+04:00: without 2 later actions.").waitFor();
  assert.equal(await page.getByTestId("marker").count(), 1);
  await page.getByText("State at 04:00").waitFor();
  await page.getByRole("button", { name: "Undo: branched at t+04:00" }).click();
  await page.waitForFunction(() => document.querySelectorAll("[data-testid=marker]").length === 3);
});

pageTest("a pasted scenario with problems is called one, and opened as it is", async ({ page }) => {
  await finished(page);
  await paste(page, { ...calm, services: [{ ...calm.services[0], desiredCount: -1 }] });
  await page.getByRole("heading", { name: "A scenario" }).waitFor();
  await page.getByText("This is a whole scenario, not a task definition.").waitFor();
  await axe(page);
  await screenshot(page, "pasted scenario with problems");
  await page.getByRole("button", { name: "Open it as it is" }).click();
  assert.equal(await page.getByTestId("scenario").innerText(), "Calm");
});
