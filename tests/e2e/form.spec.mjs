// The task definition as a form: always in step with its text.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { box, definition, finished, openForm, paste, run, tasks } from "./page.mjs";

const commented = `{
  // our shop
  "family": "shop",
  "networkMode": "bridge",
  "tags": [{ "key": "team", "value": "web" }], // left alone
  "containerDefinitions": [
    {
      "name": "shop", // the one
      "image": "shop:1",
      "cpu": 512,
      "memory": 1024,
      "portMappings": [{ "containerPort": 80, "hostPort": 8080 }]
    }
  ]
}`;

const form = (page) => page.getByRole("tabpanel", { name: "Form" });
const field = (page, name) => form(page).getByRole("textbox", { name, exact: true });
const read = async (page) => JSON.parse((await box(page).inputValue()).replaceAll(/\/\/.*$/gm, ""));

pageTest("what the form edits stands in the text, and nothing else changes", async ({ page }) => {
  await finished(page);
  await paste(page, commented);
  await openForm(page);
  await field(page, "Memory MiB").fill("2048");
  assert.equal(await box(page).inputValue(), commented.replace("1024", "2048"));
  await field(page, "Family").fill("store");
  await field(page, "Memory reservation MiB").fill("512");
  await field(page, "Memory reservation MiB").fill("");
  assert.equal(await box(page).inputValue(), commented.replace("1024", "2048").replace('"shop",\n  "net', '"store",\n  "net'));

  await field(page, "Host port, shop port 1").fill("");
  assert.equal(await field(page, "Host port, shop port 1").getAttribute("placeholder"), "0 · dynamic");
  assert.equal(await field(page, "Task CPU").getAttribute("placeholder"), "— (sum: 512)");
  await page.getByRole("button", { name: "Add a variable to shop" }).click();
  await field(page, "Name, shop variable 1").fill("TOKEN");
  await field(page, "Value, shop variable 1").fill("x");
  await page.getByRole("button", { name: "+ Container" }).click();
  await form(page).getByRole("group", { name: "container-2" }).getByRole("checkbox", { name: "Essential" }).uncheck();
  const text = await box(page).inputValue();
  assert.match(text, /\/\/ our shop[^]*\/\/ left alone[^]*\/\/ the one/);
  const [shop, second] = (await read(page)).containerDefinitions;
  assert.deepEqual(shop.portMappings, [{ containerPort: 80 }]);
  assert.deepEqual(shop.environment, [{ name: "TOKEN", value: "x" }]);
  assert.deepEqual([second.name, second.essential, second.memory], ["container-2", false, 128]);
  await page.getByRole("button", { name: "Remove container container-2" }).click();
  assert.equal((await read(page)).containerDefinitions.length, 1);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "+ Container");
  await run(page);
  await page.getByRole("button", { name: /^store \d\/7/ }).waitFor();
});

pageTest("the form follows the text", async ({ page }) => {
  await finished(page);
  await paste(page, definition({ family: "typed", networkMode: "host" }, { portMappings: [{ containerPort: 80 }] }));
  await openForm(page);
  assert.equal(await field(page, "Family").inputValue(), "typed");
  assert.ok(await form(page).getByRole("radio", { name: "host" }).isChecked());
  assert.equal(await field(page, "Host port, shop port 1").count(), 0);
  await form(page).getByRole("radio", { name: "bridge" }).check();
  await field(page, "Host port, shop port 1").waitFor();
  await form(page).getByText("a host port of 0 is drawn from 32768–60999").waitFor();
  assert.equal((await read(page)).networkMode, "bridge");
});

pageTest("Fargate offers what it sells", async ({ page }) => {
  await finished(page);
  await page.getByRole("button", { name: "Start from" }).click();
  await page.getByRole("menuitem", { name: "nginx on Fargate" }).click();
  const cpu = form(page).getByRole("combobox", { name: "Task CPU" });
  const memory = form(page).getByRole("combobox", { name: "Task memory" });
  const offered = () => memory.locator("option").evaluateAll((options) => options.map((option) => option.value));
  assert.deepEqual(await offered(), ["512", "1024", "2048"]);
  await memory.selectOption("1024");
  await cpu.selectOption("1024");
  assert.deepEqual((await offered()).slice(0, 2), ["2048", "3072"]);
  assert.equal(await memory.inputValue(), "2048");
  const { cpu: units, memory: mib } = await read(page);
  assert.deepEqual([units, mib], ["1024", "2048"]);
  await cpu.selectOption("256");
  assert.equal(await memory.inputValue(), "2048");
  await run(page);
  assert.equal((await tasks(page)).length, 7);
  await form(page).getByRole("checkbox", { name: "Fargate" }).uncheck();
  await field(page, "Task CPU").waitFor();
  await page.getByRole("button", { name: "Start from" }).click();
  await page.getByRole("menuitem", { name: "nginx on Fargate" }).click();
  assert.deepEqual([await cpu.inputValue(), await memory.inputValue()], ["256", "512"]);
});

pageTest("a finding stands at its field", async ({ page }) => {
  await finished(page);
  await paste(page, commented);
  await openForm(page);
  const memory = field(page, "Memory MiB");
  await memory.fill("much");
  await form(page).getByText("has to be a whole number").waitFor();
  assert.equal(await memory.getAttribute("aria-invalid"), "true");
  const id = await memory.getAttribute("aria-describedby");
  assert.match(await page.locator(`[id="${id}"]`).innerText(), /AWS: Invalid type for parameter/);
  // Below is only what has no field: that the text has comments.
  assert.equal(await page.getByRole("list", { name: "Findings" }).getByText("has to be a whole number").count(), 0);
  await page.getByRole("tab", { name: "JSON" }).click();
  await page.getByRole("list", { name: "Findings" }).getByRole("button", { name: "line 11, column" }).waitFor();
  await openForm(page);
  await memory.fill("512");
  await page.locator(`[id="${id}"]`).waitFor({ state: "detached" });
  assert.equal(await memory.getAttribute("aria-invalid"), "false");
});

pageTest("a text that the form cannot show", async ({ page }) => {
  await finished(page);
  await paste(page, '{\n  "family": "x",\n  "containerDefinitions": [{ "na');
  await openForm(page);
  await form(page).getByText("The form cannot show this text").waitFor();
  await page.getByRole("list", { name: "Findings" }).getByRole("button", { name: /^line 3/ }).click();
  await page.getByRole("tab", { name: "JSON", selected: true }).waitFor();
  assert.ok(await box(page).evaluate((area) => document.activeElement === area && area.selectionStart > 20));
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries({ wide: { width: 1440, height: 1600 }, phone: { width: 360, height: 2400 } })) {
    pageTest(`every template is at home in the form: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await finished(page);
      for (const template of ["nginx on Fargate", "Web with a sidecar", "Worker on a queue", "Daemon agent", "Batch job"]) {
        await page.getByRole("button", { name: "Start from" }).click();
        await axe(page);
        if (template === "Daemon agent") {
          await screenshot(page, `form-menu ${name} ${colorScheme}`);
        }
        await page.getByRole("menuitem", { name: template }).click();
        await run(page);
        assert.equal(await page.locator('[aria-invalid="true"]').count(), 0, template);
        await axe(page);
        await screenshot(page, `form ${template} ${name} ${colorScheme}`);
      }
      await page.getByRole("button", { name: "Start from" }).click();
      await page.getByRole("menuitem", { name: "Web with a sidecar" }).click();
      await field(page, "Family").fill("not a name!");
      await form(page).getByRole("group", { name: "app", exact: true }).getByRole("textbox", { name: "CPU units" }).fill("much");
      await form(page).getByRole("group", { name: "app", exact: true }).getByRole("textbox", { name: "Memory MiB" }).fill("");
      await page.locator('[aria-invalid="true"]').first().waitFor();
      await axe(page);
      await screenshot(page, `form-findings ${name} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });
  }
}

pageTest("the form with the keyboard alone", async ({ page }) => {
  await finished(page);
  const focused = () => page.evaluate(() => document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent);
  await page.getByRole("button", { name: "Start from" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(), /^Web with a sidecar/);
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "Start from");
  assert.equal(await field(page, "Family").inputValue(), "web");
  await page.keyboard.press("Tab");
  assert.match(await focused(), /^web:1/);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Compare revisions");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Form");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "JSON");
  assert.ok(await box(page).isVisible());
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Family");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  assert.deepEqual((await read(page)).requiresCompatibilities, undefined);
  await page.keyboard.press("Space");
  assert.deepEqual((await read(page)).requiresCompatibilities, ["EC2"]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "bridge");
  await page.keyboard.press("ArrowRight");
  assert.equal((await read(page)).networkMode, "host");
  await page.keyboard.press("Tab");
  await page.keyboard.type("512");
  assert.equal(await focused(), "Task CPU");
  assert.equal((await read(page)).cpu, "512");
});
