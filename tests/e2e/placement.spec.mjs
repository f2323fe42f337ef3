// Where tasks may and should land: strategies, constraints, attributes, clusters to begin with.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { definition, finished, openScenario, openSection, pasteScenario, placement, run } from "./page.mjs";

const service = (page, name) => page.getByRole("group", { name: `Service ${name}`, exact: true });
/** Opens a part that is folded away. */
const unfold = (place, title) => place.locator("summary").filter({ hasText: title }).click();
const strategies = (page, name) => page.getByRole("group", { name: `Strategies of ${name}` });
const types = (page, name) =>
  strategies(page, name)
    .getByRole("combobox", { name: /^Type, strategy/ })
    .evaluateAll((selects) => selects.map((select) => select.value));

const entry = (name, zone, attributes) => ({
  name,
  instanceType: "m5.large",
  availabilityZone: `us-east-1${zone}`,
  attributes: Object.entries(attributes).map(([name, value]) => ({ name, value })),
});

const scenario = (over = {}) => ({
  version: 1,
  taskDefinitions: [definition({}, { cpu: 128, memory: 256, portMappings: [] })],
  services: [{ serviceName: "shop", taskDefinition: "shop", desiredCount: 4, ...over }],
  containerInstances: [
    entry("one", "a", { stack: "prod" }),
    entry("two", "b", { stack: "prod" }),
    entry("three", "c", { stack: "two words" }),
  ],
});

/** How many tasks are on each instance. */
const spread = async (page) => (await placement(page)).map(([, tasks]) => tasks.length);

/** Opens a scenario, and the placement of its service. */
async function opened(page, text) {
  await openScenario(page, text);
  await openSection(page, "Service");
  await unfold(service(page, "shop"), "Placement");
}

pageTest("another strategy, other instances", async ({ page }) => {
  await opened(page, scenario());
  assert.deepEqual((await spread(page)).sort(), [1, 1, 2]);
  const template = page.getByRole("combobox", { name: "Placement template of shop" });
  assert.equal(await template.inputValue(), "Default");
  await template.selectOption("Binpack");
  assert.deepEqual(await types(page, "shop"), ["binpack"]);
  await run(page);
  assert.deepEqual((await spread(page)).sort(), [0, 0, 4]);

  await template.selectOption("One task per host");
  assert.ok(await page.getByRole("checkbox", { name: "distinctInstance, shop" }).isChecked());
  await run(page);
  assert.deepEqual(await spread(page), [1, 1, 1]);
  await page.getByTestId("waiting").getByText("1 shop waiting").waitFor();

  await template.selectOption("AZ balanced binpack");
  await strategies(page, "shop").getByRole("combobox", { name: "Field, strategy 1 of shop" }).fill("zone");
  await strategies(page, "shop").getByText("cannot go by").waitFor();
  assert.equal(await template.inputValue(), "Custom");
});

pageTest("strategies change places, by button and by hand", async ({ page }) => {
  await opened(page, scenario({ placementStrategy: [{ type: "spread", field: "attribute:stack" }, { type: "binpack", field: "cpu" }, { type: "random" }] }));
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  await page.getByRole("button", { name: "Move down, strategy 1 of shop" }).press("Enter");
  assert.deepEqual(await types(page, "shop"), ["binpack", "spread", "random"]);
  assert.equal(await focused(), "Move down, strategy 2 of shop");
  await page.keyboard.press("Enter");
  assert.deepEqual(await types(page, "shop"), ["binpack", "random", "spread"]);
  assert.equal(await page.getByRole("button", { name: "Move down, strategy 3 of shop" }).getAttribute("aria-disabled"), "true");
  await page.getByRole("button", { name: "Move up, strategy 2 of shop" }).click();
  assert.deepEqual(await types(page, "shop"), ["random", "binpack", "spread"]);

  const handles = page.getByTestId("grip");
  await handles.nth(2).hover();
  await page.mouse.down();
  await handles.nth(1).hover();
  await handles.nth(0).hover();
  await page.mouse.up();
  assert.deepEqual(await types(page, "shop"), ["spread", "random", "binpack"]);
  await page.getByRole("button", { name: "Remove strategy 1 of shop" }).click();
  assert.deepEqual(await types(page, "shop"), ["random", "binpack"]);
  for (let count = 2; count < 5; count += 1) {
    await page.getByRole("button", { name: "Add a strategy to shop" }).click();
  }
  await strategies(page, "shop").getByText("Five are the most.").waitFor();
});

pageTest("an expression says whom it means, or where it is wrong", async ({ page }) => {
  await opened(page, scenario());
  await page.getByRole("button", { name: "Add a memberOf constraint to shop" }).click();
  const constraints = page.getByRole("group", { name: "Constraints of shop" });
  const expression = constraints.getByRole("combobox", { name: "Expression, constraint 1 of shop" });
  await constraints.getByText("Matches 3 of 3 instances.").waitFor();
  await expression.fill("attribute:stack = prod");
  await constraints.getByText("Character 17: there is no operator").waitFor();
  await constraints.getByText("Equality is written").waitFor();
  assert.equal(await constraints.locator("mark").innerText(), "=");
  assert.equal(await expression.getAttribute("aria-invalid"), "true");
  await expression.fill("attribute:stack == prod");
  await constraints.getByText("Matches 2 of 3 instances.").waitFor();
  assert.equal(await expression.getAttribute("aria-invalid"), "false");
  await run(page);
  assert.deepEqual(await spread(page), [2, 2, 0]);

  await expression.fill("task:group == service:shop");
  await constraints.getByText("follows the tasks").waitFor();
  await expression.fill("attribute:ecs.instance-type =~ m5*");
  await constraints.getByText("regular expression that the whole value has to match").waitFor();
  await constraints.getByText("Matches none of 3 instances.").waitFor();
  await constraints.getByRole("button", { name: "Remove constraint 1 of shop" }).click();
  assert.equal(await expression.count(), 0);
});

pageTest("an expression is completed with the keyboard", async ({ page }) => {
  await opened(page, scenario({ placementConstraints: [{ type: "memberOf", expression: "runningTasksCount > 1" }] }));
  const expression = page.getByRole("combobox", { name: "Expression, constraint 1 of shop" });
  const list = page.getByRole("listbox", { name: "Suggestions" });
  const option = (name) => list.getByRole("option", { name });
  await expression.focus();
  assert.equal(await list.count(), 0);
  await expression.press("ControlOrMeta+a");
  await expression.press("Delete");
  await page.keyboard.type("attr");
  assert.equal(await expression.getAttribute("aria-expanded"), "true");
  assert.equal(await option("attribute:stack attribute").getAttribute("aria-selected"), "true");
  assert.equal(await expression.getAttribute("aria-activedescendant"), await option("attribute:stack attribute").getAttribute("id"));
  await axe(page);
  const shown = () => list.evaluate((element) => element.getBoundingClientRect().bottom <= element.closest("[role=tabpanel]").getBoundingClientRect().bottom);
  assert.ok(await shown(), "the list is in view");
  await screenshot(page, "completion");
  await page.keyboard.press("Enter");
  assert.equal(await expression.inputValue(), "attribute:stack ");
  await page.keyboard.type("=");
  await page.keyboard.press("Enter");
  assert.equal(await expression.inputValue(), "attribute:stack == ");
  await page.keyboard.press("ArrowDown");
  assert.equal(await option("two words").getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  assert.equal(await expression.inputValue(), "attribute:stack == 'two words' ");
  assert.equal(await list.count(), 0);
  await page.getByText("Matches 1 of 3 instances.").waitFor();
  await page.keyboard.press("ArrowDown");
  await option("or one of them holds").click();
  await page.keyboard.press("Escape");
  assert.equal(await list.count(), 0);
  assert.equal(await expression.inputValue(), "attribute:stack == 'two words' or ");
});

pageTest("attributes decide where tasks land", async ({ page }) => {
  await opened(page, scenario({ placementConstraints: [{ type: "memberOf", expression: "attribute:stack == prod" }] }));
  assert.deepEqual(await spread(page), [2, 2, 0]);
  await openSection(page, "Cluster");
  await unfold(page.getByRole("tabpanel", { name: "Cluster" }), "Attributes, row 3");
  await page.getByRole("textbox", { name: "Value, attribute 1 of row 3" }).fill("prod");
  await unfold(page.getByRole("tabpanel", { name: "Cluster" }), "Attributes, row 1");
  await page.getByRole("button", { name: "Remove attribute 1 of row 1" }).click();
  await run(page);
  assert.deepEqual(await spread(page), [0, 2, 2]);

  await page.getByRole("button", { name: "Add an attribute to row 1" }).click();
  await page.getByRole("textbox", { name: "Name, attribute 1 of row 1" }).fill("no name");
  await page.getByRole("tabpanel", { name: "Cluster" }).getByText("is no name of an attribute").waitFor();
  await page.getByRole("textbox", { name: "Name, attribute 1 of row 1" }).fill("stack");
  await page.getByRole("textbox", { name: "Value, attribute 1 of row 1" }).fill("prod");
  await page.getByRole("combobox", { name: "Status, row 3" }).selectOption("DRAINING");
  const memory = page.getByRole("textbox", { name: "Registered memory MiB, row 1" });
  assert.equal(await memory.getAttribute("placeholder"), "7,864");
  await memory.fill("300");
  await run(page);
  assert.deepEqual(await spread(page), [1, 3, 0]);
});

pageTest("a service is added, changed and removed", async ({ page }) => {
  await opened(page, scenario({ placementStrategy: [{ type: "random" }] }));
  await page.getByRole("button", { name: "+ Service" }).click();
  assert.equal(await page.getByRole("textbox", { name: "Service 2 name" }).inputValue(), "shop-2");
  await unfold(service(page, "shop"), "Launch");
  const scheduling = page.getByRole("combobox", { name: "Scheduling strategy of shop", exact: true });
  await scheduling.selectOption("DAEMON");
  await page.getByText("the desired count and the placement strategies of shop are gone").waitFor();
  await service(page, "shop").getByText("it takes no strategy").waitFor();
  await run(page);
  assert.deepEqual(await page.getByTestId("task").count(), 4);
  await service(page, "shop-2").getByRole("button", { name: "Remove service shop-2" }).click();
  await page.getByText("The service shop-2 is removed.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "+ Service");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await service(page, "shop-2").waitFor();
  await page.getByRole("combobox", { name: "Launch type of shop", exact: true }).selectOption("FARGATE");
  await service(page, "shop").getByText("Fargate spreads tasks over the zones").waitFor();
});

pageTest("of many services each has its editors", async ({ page }) => {
  const services = Array.from({ length: 45 }, (_, number) => ({ serviceName: `s${number + 1}`, taskDefinition: "shop", desiredCount: 0 }));
  await pasteScenario(page, { ...scenario(), services });
  await openSection(page, "Service");
  assert.equal(await page.getByRole("group", { name: /^Service s/ }).count(), 20);
  await page.getByRole("button", { name: "Show more of 25" }).click();
  await page.getByRole("button", { name: "Show more of 5" }).click();
  await page.getByRole("spinbutton", { name: "Desired count of s45" }).fill("3");
  await run(page);
  assert.equal(await page.getByTestId("task").count(), 3);
});

pageTest("a cluster to begin with can be undone", async ({ page }) => {
  await opened(page, scenario());
  await openSection(page, "Cluster");
  const choose = async (name) => {
    await page.getByRole("button", { name: "New cluster" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  const rows = page.getByRole("combobox", { name: /^Instance type, row/ });
  await choose("EC2 Windows");
  assert.deepEqual(await rows.evaluateAll((inputs) => inputs.map((input) => input.value)), ["m5.large", "m5.large", "m5.large"]);
  await page.getByText("WINDOWS_SERVER_2022_CORE").first().waitFor();
  await choose("Fargate only");
  assert.equal(await rows.count(), 0);
  await choose("EC2 Linux");
  assert.equal(await rows.first().inputValue(), "t3.medium");
  await choose("Fargate only");
  await page.getByText("New cluster, Fargate only").waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await finished(page);
  assert.equal(await rows.first().inputValue(), "t3.medium");
  const trunking = page.getByRole("switch", { name: "awsvpcTrunking" });
  await trunking.check();
  assert.ok(await trunking.isChecked());
  await trunking.uncheck();
});

const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } };

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries(sizes)) {
    pageTest(`axe finds nothing in placement: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await opened(page, scenario({ placementStrategy: [{ type: "spread", field: "attribute:stack" }, { type: "binpack", field: "cpu" }, { type: "random" }] }));
      await page.getByRole("button", { name: "Add a memberOf constraint to shop" }).click();
      await page.getByRole("button", { name: "Add a memberOf constraint to shop" }).click();
      await page.getByRole("combobox", { name: "Expression, constraint 2 of shop" }).fill("attribute:stack = prod");
      await page.getByText("1 problem above").waitFor();
      assert.equal(await page.getByRole("group", { name: "Problems of the scenario" }).count(), 0);
      await unfold(service(page, "shop"), "Launch");
      await axe(page);
      await screenshot(page, `placement ${name} ${colorScheme}`);
      await page.getByText("Matches 3 of 3").scrollIntoViewIfNeeded();
      await screenshot(page, `constraints ${name} ${colorScheme}`);
      await openSection(page, "Cluster");
      await unfold(page.getByRole("tabpanel", { name: "Cluster" }), "Attributes, row 1");
      await axe(page);
      await screenshot(page, `attributes ${name} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });
  }
}
