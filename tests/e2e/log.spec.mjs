// The event log beside what it means, what it leads to, and the details of a task.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { definition, finished, openFromGallery, openScenario } from "./page.mjs";

const phone = { width: 360, height: 740 };

/** A service whose tasks are killed again and again, one that fits nowhere, and a call that is refused. */
const troubles = {
  version: 1,
  name: "Troubles",
  taskDefinitions: [
    definition({}, { cpu: 128, memory: 128, portMappings: [], simulation: { exit: { afterSeconds: 60, code: 137 } } }),
    definition({ family: "giant" }, { cpu: 256, memory: 60000, portMappings: [] }),
  ],
  services: [
    { serviceName: "shop", taskDefinition: "shop:1", desiredCount: 4 },
    { serviceName: "giant", taskDefinition: "giant:1", desiredCount: 1 },
  ],
  containerInstances: [{ name: "host", instanceType: "t3.medium", availabilityZone: "us-east-1a", count: 2 }],
  simulation: {
    durationSeconds: 3600,
    timeline: [{ atSeconds: 300, action: "ecs:StopTask", input: { task: "service:shop/999999" } }],
  },
};

const log = (page) => page.getByRole("region", { name: "Event log" });
const entries = (page) => log(page).getByRole("listitem");
const status = (page) => log(page).getByRole("status");
const button = (page, name) => log(page).getByRole("button", { name, exact: true });

async function open(page) {
  await openScenario(page, troubles);
  await entries(page).first().waitFor();
}

pageTest("the log is read page by page, and follows the playhead", async ({ page }) => {
  await open(page);
  await status(page).filter({ hasText: /^1 to 40 of [\d,]+ events$/ }).waitFor();
  assert.equal(await entries(page).count(), 40);
  assert.ok(await button(page, "Newer").isDisabled());
  await button(page, "Older").click();
  await status(page).filter({ hasText: /^41 to 80 of/ }).waitFor();
  await button(page, "Newer").click();
  await status(page).filter({ hasText: /^1 to 40 of/ }).waitFor();
  await button(page, "Follow").click();
  await page.getByRole("slider", { name: "Playhead", exact: true }).press("Home");
  await page.getByText("t+00:00 / 1:00:00").waitFor();
  const here = log(page).locator("[aria-current=time]");
  await here.getByText("t+00:00").waitFor();
  assert.ok(await button(page, "Newer").isEnabled());
});

pageTest("the entry at the playhead is in view, however far it was from what was seen", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, "Two providers flapping");
  const here = log(page).locator("[aria-current=time]");
  const slider = page.getByRole("slider", { name: "Playhead", exact: true });
  const { x, y, width, height } = await slider.boundingBox();
  for (const part of [0.55, 0.1, 0.8]) {
    await page.mouse.click(x + part * width, y + height / 2);
    await page.waitForFunction((row) => {
      const { top, height } = row.getBoundingClientRect();
      const panel = row.closest(".panel-scroll").getBoundingClientRect();
      return top >= panel.top - 1 && top + Math.min(height, panel.height) <= panel.bottom + 1;
    }, await here.elementHandle(), { timeout: 5000 });
  }
});

pageTest("words and kinds are searched for, with ECS's words beside plain ones", async ({ page }) => {
  await open(page);
  const search = log(page).getByRole("searchbox", { name: "Search the event log" });
  await search.fill("closest matching");
  await status(page).filter({ hasText: "1 to 1 of 1 event" }).waitFor();
  const entry = entries(page).first();
  await entry.getByText("(service giant) was unable to place a task because no container instance met all of its requirements.", { exact: false }).waitFor();
  await entry.getByText("No instance passes every check for another task, so it waits.", { exact: false }).waitFor();
  await search.fill("");
  await log(page).getByRole("combobox", { name: "Kind of event" }).selectOption({ label: "Refusals and failures" });
  await status(page).filter({ hasText: "of 1 event" }).waitFor();
  await entries(page).first().getByText("AWS refuses this call").waitFor();
  await search.fill("no such words");
  await status(page).filter({ hasText: "No such event." }).waitFor();
});

pageTest("an entry leads to its moment and its task, and the details tell why that stopped", async ({ page }) => {
  await open(page);
  const search = log(page).getByRole("searchbox", { name: "Search the event log" });
  await log(page).getByRole("combobox", { name: "Kind of event" }).selectOption({ label: "Stops and their reasons" });
  await search.fill("service:shop/1 is STOPPED");
  await status(page).filter({ hasText: "1 to 1 of 1 event" }).waitFor();
  await entries(page).getByRole("button", { name: "Task service:shop/1", exact: true }).press("Enter");
  await page.getByRole("tab", { name: "Details", selected: true }).waitFor();
  const details = page.getByRole("tabpanel", { name: "Details" });
  await details.getByText("EssentialContainerExited").waitFor();
  await details.getByText("Essential container in task exited").waitFor();
  await details.getByText("A container that the task definition calls essential ended").waitFor();
  await details.getByText("It was killed (SIGKILL)").waitFor();
  const stopped = await page.getByTestId("moment").innerText();
  assert.match(stopped, /^t\+01:/);
  await details.getByRole("button", { name: /^t\+00:/ }).last().click();
  await details.getByText("RUNNING").first().waitFor();
  await details.getByRole("heading", { name: "Containers" }).waitFor();
  await details.getByText("EssentialContainerExited").waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "Events" }).click();
  assert.equal(await search.inputValue(), "service:shop/1 is STOPPED");
  await entries(page).getByRole("button", { name: "Instance host/1" }).or(entries(page).getByRole("button", { name: "Instance host/2" })).click();
  await details.getByRole("heading", { name: /^Instance/ }).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries({ wide: { width: 1280, height: 800 }, phone })) {
    pageTest(`axe finds nothing in the log and the details: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await open(page);
      await axe(page);
      await log(page).scrollIntoViewIfNeeded();
      await screenshot(page, `log ${name} ${colorScheme}`);
      await log(page).getByRole("searchbox", { name: "Search the event log" }).fill("service:shop/1 is STOPPED");
      await status(page).filter({ hasText: "of 1 event" }).waitFor();
      await entries(page).getByRole("button", { name: "Task service:shop/1", exact: true }).click();
      await page.getByRole("tabpanel", { name: "Details" }).getByText("EssentialContainerExited").waitFor();
      await axe(page);
      await screenshot(page, `task details ${name} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });
  }
}
