// RunTask: a call is written in a dialog, becomes an action of the timeline, and says what it could not do.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { definition, finished, openScenario, openSection, tasks } from "./page.mjs";

const scenario = {
  version: 1,
  name: "Jobs",
  taskDefinitions: [
    definition({}, { cpu: 1024, memory: 256, portMappings: [] }),
    {
      family: "night",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "256",
      memory: "512",
      containerDefinitions: [{ name: "night", image: "night:1" }],
    },
  ],
  services: [],
  containerInstances: [
    { name: "prod", instanceType: "t3.medium", availabilityZone: "us-east-1a", attributes: [{ name: "stack", value: "prod" }] },
    { name: "dev", instanceType: "t3.medium", availabilityZone: "us-east-1b", attributes: [{ name: "stack", value: "dev" }] },
  ],
};

const dialog = (page) => page.getByRole("dialog", { name: "Run task" });
const timeline = (page) => page.getByRole("region", { name: "Timeline" });
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
const types = (page) =>
  dialog(page)
    .getByRole("combobox", { name: /^Type, strategy/ })
    .evaluateAll((selects) => selects.map((select) => select.value));

/** Opens the dialog beside the timeline, with the definition of that number. */
async function openDialog(page, name) {
  await page.getByRole("combobox", { name: "Task definition to start" }).selectOption(name);
  await timeline(page).getByRole("button", { name: `Run task ${name}` }).click();
  await dialog(page).waitFor();
}

const runTask = (page) => dialog(page).getByRole("button", { name: "Run task", exact: true }).click();

pageTest("tasks are run, what has no place is said in full, and all of it can be taken back", async ({ page }) => {
  await openScenario(page, scenario);
  await openDialog(page, "shop:1");
  const count = dialog(page).getByRole("spinbutton", { name: "Tasks, 1 to 10" });
  assert.equal(await count.inputValue(), "1");
  await count.fill("5");
  assert.deepEqual(await dialog(page).getByRole("combobox", { name: "Launch type" }).getByRole("option").allInnerTexts(), ["EC2"]);
  assert.equal(await dialog(page).getByRole("checkbox", { name: /^subnet-/ }).count(), 0);
  await runTask(page);
  await page.getByText("Added to the timeline: RunTask shop:1, 5 tasks.").waitFor();
  await finished(page);
  assert.equal(await focused(page), "Run task shop:1");
  assert.equal((await tasks(page)).length, 4);
  const problem = timeline(page)
    .getByText("At 00:00: RunTask of shop:1 started 4 of 5 tasks: no instance takes another. prod/1: 0 CPU units left, 1024 needed (RESOURCE:CPU); dev/1: 0 CPU units left, 1024 needed (RESOURCE:CPU).");
  await problem.waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await problem.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Redo", exact: true }).click();
  await timeline(page).getByRole("button", { name: "Remove RunTask shop:1, 5 tasks" }).click();
  await timeline(page).getByText("RunTask shop:1, 5 tasks").waitFor({ state: "detached" });
});

pageTest("group, moment and placement are written with the editors that services have", async ({ page }) => {
  await openScenario(page, scenario);
  await openSection(page, "Task");
  await page.getByRole("combobox", { name: "Task definition", exact: true }).selectOption("shop");
  await page.getByRole("complementary", { name: "Set-up" }).getByRole("button", { name: "Run task shop:1" }).click();
  await dialog(page).getByRole("spinbutton", { name: "Tasks, 1 to 10" }).fill("2");
  await dialog(page).getByRole("textbox", { name: "At second" }).fill("soon");
  await dialog(page).getByText("atSeconds").first().waitFor();
  await dialog(page).getByRole("textbox", { name: "At second" }).fill("30");
  await dialog(page).getByRole("textbox", { name: "Task group" }).fill("nightly");
  await dialog(page).getByRole("textbox", { name: "Started by" }).fill("cron");
  await dialog(page).locator("summary").filter({ hasText: "Placement" }).click();
  for (let number = 0; number < 2; number += 1) {
    await dialog(page).getByRole("button", { name: "Add a strategy to RunTask" }).click();
  }
  assert.deepEqual(await types(page), ["spread", "binpack"]);
  await dialog(page).getByRole("button", { name: "Move down, strategy 1 of RunTask" }).press("Enter");
  assert.deepEqual(await types(page), ["binpack", "spread"]);
  const grips = dialog(page).getByTestId("grip");
  await grips.nth(1).hover();
  await page.mouse.down();
  await grips.nth(0).hover();
  await page.mouse.up();
  assert.deepEqual(await types(page), ["spread", "binpack"]);
  await dialog(page).getByRole("button", { name: "Add a memberOf constraint to RunTask" }).click();
  const expression = dialog(page).getByRole("combobox", { name: "Expression, constraint 1 of RunTask" });
  await expression.press("ControlOrMeta+a");
  await page.keyboard.type("attribute:st");
  await dialog(page).getByRole("listbox", { name: "Suggestions" }).waitFor();
  // Escape closes the list, and not the dialog around it.
  await page.keyboard.press("Escape");
  await dialog(page).getByRole("listbox", { name: "Suggestions" }).waitFor({ state: "detached" });
  await expression.fill("attribute:stack == dev");
  await dialog(page).getByText("Matches 1 of 2 instances.").waitFor();
  await axe(page);
  await page.keyboard.press("Control+Enter");
  await dialog(page).waitFor({ state: "detached" });
  await finished(page);
  await page.getByTestId("instance").nth(1).getByText("nightly").first().waitFor();
  assert.equal(await page.getByTestId("instance").nth(0).getByTestId("task").count(), 0);
});

pageTest("a task with an address of its own goes to Fargate, in the subnets that are chosen", async ({ page }) => {
  await openScenario(page, scenario);
  await openDialog(page, "night:1");
  const launch = dialog(page).getByRole("combobox", { name: "Launch type" });
  assert.equal(await launch.inputValue(), "FARGATE");
  await dialog(page).locator("summary").filter({ hasText: "Placement" }).click();
  await dialog(page).getByText("Fargate spreads tasks over the zones").waitFor();
  const subnet = (name) => dialog(page).getByRole("checkbox", { name: `subnet-${name}` });
  assert.ok((await subnet("a").isChecked()) && (await subnet("b").isChecked()) && !(await subnet("c").isChecked()));
  await subnet("a").uncheck();
  await subnet("b").uncheck();
  await subnet("c").check();
  await dialog(page).getByRole("checkbox", { name: "assignPublicIp" }).check();
  await runTask(page);
  await finished(page);
  await page.getByRole("main", { name: "Cluster" }).getByText("us-east-1c").first().waitFor();
  assert.equal((await tasks(page)).length, 1);
});

pageTest("a call that is not made leaves nothing behind", async ({ page }) => {
  await openScenario(page, scenario);
  await openDialog(page, "shop:1");
  await dialog(page).getByRole("textbox", { name: "Task group" }).fill("gone");
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  assert.equal(await focused(page), "Run task shop:1");
  await openDialog(page, "shop:1");
  assert.equal(await dialog(page).getByRole("textbox", { name: "Task group" }).inputValue(), "");
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  await dialog(page).waitFor({ state: "detached" });
  assert.equal(await timeline(page).getByRole("listitem").count(), 0);
});

const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } };

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries(sizes)) {
    pageTest(`axe finds nothing in the call: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await openScenario(page, scenario);
      await openDialog(page, "night:1");
      await axe(page);
      await screenshot(page, `run task ${name} ${colorScheme}`);
      await dialog(page).getByRole("combobox", { name: "Task definition" }).selectOption("shop:1");
      await dialog(page).locator("summary").filter({ hasText: "Placement" }).click();
      await dialog(page).getByRole("button", { name: "Add a strategy to RunTask" }).click();
      await dialog(page).getByRole("button", { name: "Add a memberOf constraint to RunTask" }).click();
      await axe(page);
      await dialog(page).getByRole("button", { name: "Run task", exact: true }).scrollIntoViewIfNeeded();
      await screenshot(page, `run task placement ${name} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      await dialog(page).getByRole("spinbutton").fill("9");
      await runTask(page);
      await finished(page);
      await timeline(page).scrollIntoViewIfNeeded();
      await axe(page);
      await screenshot(page, `run task failed ${name} ${colorScheme}`);
    });
  }
}
