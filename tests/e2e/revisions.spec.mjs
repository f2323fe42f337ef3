// Revisions never change: an edit is a draft of the next one until it is registered.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { announcement, askedBeforeLeaving, box, boxText, definition, editor, finished, mainButton, openFromGallery, openSection, pasteHere, pasteScenario, run } from "./page.mjs";

const form = (page) => page.getByRole("tabpanel", { name: "Form" });
const memory = (page) => form(page).getByRole("group", { name: "app", exact: true }).getByRole("textbox", { name: "Memory MiB" });
const heading = (page, name) => page.getByRole("complementary", { name: "Set-up" }).getByRole("heading", { name, exact: true });
const register = (page, name) => page.getByRole("button", { name: `Register ${name}`, exact: true });
const revisions = (page) => page.getByRole("list", { name: /^Revisions of/ });
const revision = (page, name) => revisions(page).getByRole("button", { name: new RegExp(`^${name}`) });

/** Two families; `web` has two revisions, and a service each. */
const shop = {
  version: 1,
  name: "Shop",
  taskDefinitions: [
    definition({ family: "web" }, { name: "app", portMappings: [] }),
    definition({ family: "db" }, { name: "app", portMappings: [] }),
    definition({ family: "web" }, { name: "app", portMappings: [], memory: 512, environment: [{ name: "LEVEL", value: "info" }] }),
  ],
  services: [
    { serviceName: "front", taskDefinition: "web", desiredCount: 3 },
    { serviceName: "old", taskDefinition: "web:1", desiredCount: 1 },
  ],
  containerInstances: [{ instanceType: "m5.large", availabilityZone: "us-east-1a", count: 2 }],
};

async function openShop(page) {
  await pasteScenario(page, shop);
  await page.getByRole("button", { name: "Dismiss" }).click();
  await page.getByRole("tab", { name: "Form" }).click();
  await run(page);
}

pageTest("an edit opens a draft, registering it keeps services, deploying it moves them", async ({ page }) => {
  await finished(page);
  await heading(page, "web:1").waitFor();
  assert.match(await revision(page, "web:1").innerText(), /service web\s+7 tasks/);
  await memory(page).fill("640");
  await heading(page, "Draft of web:2").waitFor();
  await page.getByTestId("stale").getByText("Not in this run: the draft of web:2.").waitFor();
  await memory(page).fill("much");
  await page.getByRole("complementary", { name: "Set-up" }).getByText("1 problem", { exact: true }).waitFor();
  assert.equal(await register(page, "web:2").getAttribute("aria-disabled"), "true");
  await openSection(page, "Cluster");
  await page.getByRole("tab", { name: "Task problems: 1" }).click();
  await memory(page).fill("512");
  await heading(page, "web:1").waitFor();
  await memory(page).fill("640");
  await page.getByText("Made from web:1. Deploying it moves service web to it.").waitFor();

  await register(page, "web:2").click();
  await announcement(page).filter({ hasText: "Registered web:2." }).waitFor();
  await heading(page, "web:2").waitFor();
  assert.match(await revision(page, "web:2").innerText(), /no service/);
  await run(page);
  await page.getByRole("button", { name: /^web 7\/7 .*web:1/ }).waitFor();

  await revision(page, "web:1").click();
  assert.equal(await memory(page).inputValue(), "512");
  await memory(page).fill("700");
  await run(page);
  await page.getByRole("button", { name: /^web 7\/7 .*web:3/ }).waitFor();
  await page.getByRole("tab", { name: "Details" }).click();
  await page.getByTestId("task").first().click();
  const details = page.getByRole("tabpanel", { name: "Details" });
  await details.getByText("web:3", { exact: true }).waitFor();
  assert.match(await revision(page, "web:3").innerText(), /service web\s+7 tasks/);
  assert.match(await revision(page, "web:1").innerText(), /no service\s+0 tasks/);

  await openSection(page, "Service");
  await page.getByRole("combobox", { name: "Task definition of web" }).selectOption("web:1");
  await run(page);
  await page.getByRole("button", { name: /^web 7\/7 .*web:1/ }).waitFor();
});

pageTest("drafts survive looking elsewhere, and what replaces them can be undone", async ({ page }) => {
  await openShop(page);
  const family = page.getByRole("combobox", { name: "Task definition", exact: true });
  await memory(page).fill("2048");
  await heading(page, "Draft of web:3").waitFor();
  await family.selectOption("db");
  await memory(page).fill("900");
  await heading(page, "Draft of db:2").waitFor();
  await family.selectOption("web");
  await heading(page, "Draft of web:3").waitFor();
  assert.equal(await memory(page).inputValue(), "2048");
  assert.match(await revision(page, "web:1").innerText(), /draft/);
  await revision(page, "web:2").click();
  assert.equal(await memory(page).inputValue(), "512");

  await openFromGallery(page, "Two instances, one host port");
  await page.getByText("Two instances, one host port has replaced what was here.").waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await finished(page);
  assert.equal(await page.getByTestId("scenario").innerText(), "Shop");
  await revision(page, "web:1").click();
  assert.equal(await memory(page).inputValue(), "2048");
  await page.getByRole("button", { name: "Redo", exact: true }).click();
  assert.equal(await page.getByTestId("scenario").innerText(), "Two instances, one host port");
  await page.getByRole("button", { name: "Undo", exact: true }).click();

  await page.getByRole("button", { name: "Start from" }).click();
  await page.getByRole("menuitem", { name: "Batch job" }).click();
  await page.getByText("The template has replaced the draft of web:3.").waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  assert.equal(await memory(page).inputValue(), "2048");
  await page.getByRole("button", { name: "Discard draft" }).click();
  await heading(page, "web:1").waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  assert.equal(await memory(page).inputValue(), "2048");
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("dialog").getByText("Not in the link, because it is not registered: the draft of web:3, db:2.").waitFor();
});

pageTest("a draft is not in a run that does without it", async ({ page }) => {
  await openShop(page);
  await memory(page).fill("2048");
  await page.getByRole("button", { name: "Run without it" }).click();
  await finished(page);
  await page.getByRole("button", { name: /^front 3\/3 .*web:2/ }).waitFor();
  await heading(page, "Draft of web:3").waitFor();
});

pageTest("two revisions, or a revision and a draft, are compared", async ({ page }) => {
  await openShop(page);
  await revision(page, "web:2").click();
  await page.getByRole("button", { name: "Compare revisions" }).click();
  const found = page.getByRole("list", { name: "From web:1 to web:2" }).getByRole("listitem");
  const words = async (list) => (await list.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ").trim());
  assert.deepEqual(await words(found), [
    "changed containerDefinitions[app].memory before 1024 after 512",
    'added containerDefinitions[app].environment[LEVEL].value after "info"',
  ]);
  await page.getByRole("combobox", { name: "Before" }).selectOption("web:2");
  await page.getByText("Choose two that are not the same.").waitFor();
  await memory(page).fill("600");
  await page.getByRole("combobox", { name: "After" }).selectOption("Draft of web:3");
  const ofDraft = page.getByRole("list", { name: "From web:2 to Draft of web:3" }).getByRole("listitem");
  assert.deepEqual(await words(ofDraft), ["changed containerDefinitions[app].memory before 512 after 600"]);
});

pageTest("form and text side by side, in step", { viewport: { width: 1440, height: 900 } }, async ({ page }) => {
  await finished(page);
  const both = page.getByRole("tab", { name: "Both" });
  await both.click();
  await editor(page);
  await memory(page).fill("640");
  assert.match(await boxText(page), /"memory": 640/);
  await pasteHere(page, (await boxText(page)).replace("640", "650"));
  assert.equal(await memory(page).inputValue(), "650");
  await run(page);
  await page.getByTestId("task").first().click();
  await page.setViewportSize({ width: 1200, height: 900 });
  await both.waitFor({ state: "detached" });
  assert.ok(await memory(page).isVisible());
  assert.ok(!(await box(page).isVisible()));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("tab", { name: "Both", selected: true }).waitFor();
  assert.ok(await box(page).isVisible());
});

pageTest("revisions with the keyboard alone", async ({ page }) => {
  await openShop(page);
  const press = async (...keys) => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
  };
  await revision(page, "web:2").focus();
  await press("Enter");
  await heading(page, "web:2").waitFor();
  // Past the other revision, "Run task…" and "Roll out…".
  await press("Tab", "Tab", "Tab", "Tab", "Enter");
  await page.getByRole("list", { name: "From web:1 to web:2" }).waitFor();
  await memory(page).focus();
  await press("Control+A");
  await page.keyboard.type("600");
  await press("Control+Enter");
  await page.getByRole("button", { name: /^front 3\/3 .*web:3/ }).waitFor();
  await heading(page, "web:3").waitFor();
  await finished(page);
  await memory(page).focus();
  await press("Control+A");
  await page.keyboard.type("x");
  await page.getByRole("complementary", { name: "Set-up" }).getByText("1 problem", { exact: true }).waitFor();
  await mainButton(page).focus();
  await press("Enter");
  await announcement(page).filter({ hasText: "Not registered: the draft of web:4 has 1 problem." }).waitFor();
  await press("Shift+Tab", "Shift+Tab", "Shift+Tab", "Enter");
  await heading(page, "web:3").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Run");
  const tabs = page.getByRole("tablist", { name: "Set-up" });
  await tabs.getByRole("tab", { name: "Task" }).focus();
  for (const [key, name] of [["End", "JSON"], ["ArrowRight", "Task"], ["ArrowRight", "Service"], ["ArrowRight", "Cluster"]]) {
    await press(key);
    await tabs.getByRole("tab", { name, selected: true }).waitFor();
  }
});

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } };

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries(sizes)) {
    pageTest(`drafts and differences for everybody: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await openShop(page);
      await page.getByRole("button", { name: "Compare revisions" }).click();
      await axe(page);
      await memory(page).fill("2048");
      await page.getByText("Not in this run").waitFor();
      await axe(page);
      await screenshot(page, `revisions ${name} ${colorScheme}`);
      await page.getByRole("button", { name: "Compare revisions" }).click();
      await memory(page).fill("much");
      await page.locator('[aria-invalid="true"]').first().waitFor();
      if (name !== "phone") {
        await page.getByRole("tab", { name: "Both" }).click();
      }
      await axe(page);
      await screenshot(page, `revisions-both ${name} ${colorScheme}`);
      await page.getByRole("button", { name: "Discard draft" }).click();
      await axe(page);
      await screenshot(page, `revisions-undo ${name} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });
  }
}

const long = "a-family-whose-name-is-as-long-as-ecs-takes-".repeat(6).slice(0, 255);

for (const width of [1440, 1280, 360]) {
  pageTest(`a family of 255 characters at ${width} px`, { viewport: { width, height: 900 } }, async ({ page }) => {
    await finished(page);
    await page.getByRole("textbox", { name: "Family" }).fill(long);
    await heading(page, `Draft of ${long}:1`).waitFor();
    const { x, width: wide } = await mainButton(page).boundingBox();
    assert.ok(x >= 0 && x + wide <= width, `${x} ${wide}`);
    const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(await sideways(), 0);
    const panel = page.getByRole("complementary", { name: "Set-up" });
    const buttons = panel.getByRole("button", { name: /^(Start from|Register and deploy)$/ });
    for (const button of await buttons.all()) {
      assert.equal(await button.evaluate((one) => one.scrollWidth - one.clientWidth), 0);
    }
    await screenshot(page, `long family ${width}`);
    await run(page);
    assert.equal(await sideways(), 0);
    await screenshot(page, `long family deployed ${width}`);
  });
}

pageTest("a draft that is not in the box is told, and asked about before the page is left", async ({ page }) => {
  await openShop(page);
  await memory(page).fill("2048");
  const family = page.getByRole("combobox", { name: "Task definition", exact: true });
  await family.selectOption("db");
  await heading(page, "db:1").waitFor();
  assert.deepEqual(await family.locator("option").allInnerTexts(), ["web · draft", "db"]);
  await page.getByTestId("stale").getByText("Not in this run: the draft of web:3.").waitFor();
  assert.equal(await askedBeforeLeaving(page), "beforeunload");
  await family.selectOption("web");
  assert.equal(await memory(page).inputValue(), "2048");
});
