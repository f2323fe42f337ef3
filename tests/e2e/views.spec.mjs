// The stage in its three views, its colours, and tasks that are started by hand.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { announcement, definition, largest, openFromGallery, openScenario } from "./page.mjs";

const phone = { width: 360, height: 740 };

/** Twelve instances in two stacks, two of them DRAINING; one definition that fits and one that never does. */
const stacks = {
  version: 1,
  name: "Stacks",
  taskDefinitions: [
    definition({}, { cpu: 256, memory: 512, portMappings: [] }),
    definition({ family: "giant" }, { cpu: 256, memory: 60000, portMappings: [] }),
  ],
  services: [{ serviceName: "shop", taskDefinition: "shop:1", desiredCount: 9 }],
  containerInstances: [
    { name: "prod", instanceType: "t3.medium", availabilityZone: "us-east-1a", count: 6, attributes: [{ name: "stack", value: "prod" }] },
    { name: "dev", instanceType: "m5.large", availabilityZone: "us-east-1b", count: 4, attributes: [{ name: "stack", value: "dev" }] },
    { name: "old", instanceType: "t3.nano", availabilityZone: "us-east-1b", count: 2, status: "DRAINING" },
  ],
};

const stage = (page) => page.getByRole("main", { name: "Cluster" });
const view = (page, name) => stage(page).getByRole("radio", { name });
const instances = (page) => page.getByRole("table", { name: /^Container instances/ });
const cells = (page) => page.getByRole("gridcell");

/** Runs a scenario and waits until it is on the stage. */
async function open(page, scenario) {
  await openScenario(page, scenario);
  // Whoever reads details stays there when something else is selected.
  await page.getByRole("tab", { name: "Details" }).click();
}

/** What stands in a column, cell by cell. */
const column = (table, number) => table.locator("tbody tr").evaluateAll((rows, at) => rows.map((row) => row.cells[at].innerText.trim()), number);

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

pageTest("the views are chosen with the keyboard and keep the selection", async ({ page }) => {
  await open(page, stacks);
  const details = page.getByRole("tabpanel", { name: "Details" });
  await stage(page).getByTestId("instance").nth(1).getByRole("heading").getByRole("button").click();
  await details.getByText("prod/2", { exact: true }).waitFor();
  await view(page, "Stage").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await view(page, "Table").isChecked(), true);
  assert.equal(await instances(page).getByRole("button", { name: "prod/2" }).getAttribute("aria-pressed"), "true");
  await view(page, "Table").focus();
  await page.keyboard.press("ArrowRight");
  assert.match(await page.getByRole("gridcell", { selected: true }).getAttribute("aria-label"), /^prod\/2 /);
  await details.getByText("prod/2", { exact: true }).waitFor();
  await openFromGallery(page, "Two instances, one host port");
  await page.getByTestId("waiting").waitFor();
  assert.equal(await view(page, "Dense").isChecked(), true);
});

pageTest("the tables hold everything, are ordered by any column, and open the inspector", async ({ page }) => {
  await open(page, stacks);
  await view(page, "Table").check();
  assert.equal((await column(instances(page), 0)).length, 12);
  const status = instances(page).getByRole("columnheader", { name: "Status" });
  assert.equal(await status.getAttribute("aria-sort"), "none");
  await status.getByRole("button").press("Enter");
  assert.equal(await status.getAttribute("aria-sort"), "ascending");
  await status.getByRole("button").press("Enter");
  assert.equal(await status.getAttribute("aria-sort"), "descending");
  assert.deepEqual((await column(instances(page), 4)).slice(0, 3), ["DRAINING", "DRAINING", "ACTIVE"]);
  await instances(page).getByRole("button", { name: "old/1" }).press("Enter");
  const details = page.getByRole("tabpanel", { name: "Details" });
  await details.getByText("old/1", { exact: true }).waitFor();
  const tasks = page.getByRole("table", { name: "Tasks: 9" });
  await tasks.getByRole("button", { name: "service:shop/3" }).press("Enter");
  await details.getByRole("heading", { name: /^Task [0-9a-f]{4}$/ }).waitFor();
  assert.match((await column(tasks, 3))[0], /^(prod|dev)\/\d$/);
});

pageTest("instances are coloured by any attribute, with a legend in words", async ({ page }) => {
  await open(page, stacks);
  const by = page.getByRole("combobox", { name: "Colour by" });
  assert.deepEqual(await by.getByRole("option").allInnerTexts(), ["service", "revision", "instance type", "zone", "status", "operating system", "stack"]);
  await by.selectOption("stack");
  const legend = page.getByRole("list", { name: "Colour: stack" });
  assert.deepEqual(await legend.getByRole("listitem").allInnerTexts(), ["dev 4 instances", "prod 6 instances", "no value 2 instances"]);
  await page.getByTestId("instance").first().getByText("stack: prod").waitFor();
  await axe(page);
  await screenshot(page, "colours");
  await view(page, "Dense").check();
  await legend.waitFor();
  await view(page, "Table").check();
  await instances(page).getByRole("columnheader", { name: "stack" }).getByRole("button").click();
  assert.deepEqual((await column(instances(page), 10)).slice(0, 5), ["dev", "dev", "dev", "dev", "no value"]);
});

pageTest("a task is started on the selected instance, and the action can be taken back", async ({ page }) => {
  await open(page, stacks);
  await page.getByRole("combobox", { name: "Task definition to start" }).selectOption("shop:1");
  const card = page.getByTestId("instance").nth(2);
  await card.getByRole("heading").getByRole("button").click();
  await page.getByRole("button", { name: "Start it on prod/3" }).click();
  const timeline = page.getByRole("region", { name: "Timeline" });
  await timeline.getByText("StartTask shop:1 on prod/3").waitFor();
  await card.getByText("family:shop").waitFor();
  assert.equal(await announcement(page).innerText(), "Run finished: 10 of 10 tasks placed.");
  const remove = timeline.getByRole("button", { name: "Remove StartTask shop:1 on prod/3" });
  await remove.click();
  await remove.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await remove.waitFor();
  await page.getByRole("button", { name: "Redo", exact: true }).click();
  await remove.waitFor({ state: "detached" });
  await card.getByText("family:shop").waitFor({ state: "detached" });
});

pageTest("a definition is dragged onto an instance; what does not fit is said", async ({ page }) => {
  await open(page, stacks);
  const handle = page.getByTestId("handle");
  await page.getByRole("combobox", { name: "Task definition to start" }).selectOption("shop:1");
  await handle.dragTo(page.getByTestId("instance").first());
  await page.getByTestId("instance").first().getByText("family:shop").waitFor();
  await page.getByRole("combobox", { name: "Task definition to start" }).selectOption("giant:1");
  await view(page, "Dense").check();
  await handle.dragTo(cells(page).nth(1));
  const timeline = page.getByRole("region", { name: "Timeline" });
  await timeline.getByText("StartTask giant:1 on prod/2").waitFor();
  await view(page, "Table").check();
  await page.getByRole("combobox", { name: "Task definition to start" }).selectOption("shop:1");
  // Both ends are in view: a list that scrolls once the pointer is down would leave the handle behind.
  await page.setViewportSize({ width: 1280, height: 1000 });
  await handle.dragTo(instances(page).getByRole("button", { name: "prod/4" }));
  await timeline.getByRole("button", { name: "Show all 3" }).click();
  await timeline.getByText("StartTask shop:1 on prod/4").waitFor();
  await timeline.getByText(/^At 00:00: StartTask of giant:1 started 0 of 1 task\. prod\/2: \d+ MiB left, 60000 needed \(RESOURCE:MEMORY\)\.$/).waitFor();
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByRole("tabpanel", { name: "Events" }).getByText("StartTask of giant:1 started 0 of 1 task").waitFor();
  await axe(page);
  await screenshot(page, "start task");
});

for (const count of [1000, 5000]) {
  pageTest(`the dense view answers the keyboard at ${count} instances`, async ({ page }) => {
    const share = Math.floor(count / 3);
    const [first, ...rest] = largest.containerInstances;
    const containerInstances = [{ ...first, count: count - 2 * share }, ...rest.map((entry) => ({ ...entry, count: share }))];
    const services = [{ ...largest.services[0], desiredCount: count * 2 > 5000 ? 5000 : count * 2 }];
    await open(page, { ...largest, services, containerInstances });
    await view(page, "Dense").check();
    await cells(page).first().waitFor();
    assert.equal(await cells(page).count(), count);
    await cells(page).first().focus();
    const before = await focused(page);
    for (const key of ["ArrowRight", "ArrowDown", "PageDown"]) {
      await page.keyboard.press(key);
    }
    assert.notEqual(await focused(page), before);
    await page.keyboard.press("Control+End");
    assert.match(await focused(page), new RegExp(`/${share} \\(`));
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.getByTestId("readout").innerText(), await focused(page));
    await page.keyboard.press("Enter");
    assert.match(await page.getByRole("gridcell", { selected: true }).getAttribute("aria-label"), new RegExp(`/${share - 1} \\(`));
    assert.equal(await page.locator('[role="gridcell"][tabindex="0"]').count(), 1);
    await screenshot(page, `dense ${count}`);
    await view(page, "Table").check();
    assert.equal((await column(instances(page), 0)).length, (count - 1) % 100 + 1);
    await page.getByRole("navigation", { name: "Pages of Container instances" }).getByRole("button", { name: "Previous" }).click();
    assert.equal((await column(instances(page), 0)).length, 100);
    // Each of the rows is like the others.
    await axe(page, "tbody");
  });
}

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries({ wide: { width: 1440, height: 900 }, phone })) {
    pageTest(`axe finds nothing in the views: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await open(page, stacks);
      await page.getByRole("combobox", { name: "Colour by" }).selectOption("stack");
      for (const picture of ["Stage", "Table", "Dense"]) {
        await view(page, picture).check();
        await stage(page).getByText("us-east-1b").first().waitFor();
        await axe(page);
        assert.equal(await overflow(page), 0);
        await view(page, picture).scrollIntoViewIfNeeded();
        await screenshot(page, `view ${picture} ${name} ${colorScheme}`);
      }
    });
  }
}
