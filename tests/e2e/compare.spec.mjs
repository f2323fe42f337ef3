// What a run costs, and two scenarios side by side.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { definition, finished, openScenario, openSection } from "./page.mjs";

const phone = { width: 360, height: 740 };

/** Two tasks of half a vCPU and a GB on an m5.large, for an hour. */
const hour = {
  version: 1,
  name: "An hour",
  taskDefinitions: [definition({}, { cpu: 512, memory: 1024, portMappings: [] })],
  services: [{ serviceName: "shop", taskDefinition: "shop:1", desiredCount: 2 }],
  containerInstances: [{ name: "host", instanceType: "m5.large", availabilityZone: "us-east-1a" }],
  simulation: { durationSeconds: 3600 },
};

const button = (page, name) => page.getByRole("button", { name, exact: true });
const meter = (page) => page.getByRole("region", { name: "Cost", exact: true });
const dialog = (page, name) => page.getByRole("dialog", { name });

pageTest("the meter says what the run costs where the playhead stands, and its lines", async ({ page }) => {
  await openScenario(page, hour);
  await meter(page).getByText("$ 0.0960 an hour now").waitFor();
  await meter(page).getByText("58 % of it unused").waitFor();
  await meter(page).getByText("$ 0.0960 so far").waitFor();
  await page.getByRole("slider", { name: "Playhead", exact: true }).press("Home");
  await meter(page).getByText("$ 0.0016 so far").waitFor();
  await button(page, "Cost details").click();
  const lines = dialog(page, "Cost at t+00:00");
  await lines.getByRole("rowheader", { name: "m5.large" }).waitFor();
  await lines.getByRole("columnheader", { name: "An hour now" }).waitFor();
  await lines.getByText("On-Demand prices of us-east-1").waitFor();
  await lines.getByRole("definition").filter({ hasText: /karpenter-provider-aws.*, 2026-07-20$/ }).waitFor();
  await axe(page);
  await page.keyboard.press("Escape");
  await lines.waitFor({ state: "detached" });
});

pageTest("a kept copy is held against what the scenario has become", async ({ page }) => {
  await openScenario(page, hour);
  await button(page, "Compare").click();
  const compare = dialog(page, "Compare two scenarios");
  await compare.getByRole("button", { name: "Keep a copy of this scenario" }).click();
  await compare.getByText("Both event logs are the same").waitFor();
  await page.keyboard.press("Escape");
  await compare.waitFor({ state: "detached" });
  await openSection(page, "Service");
  await page.getByRole("spinbutton", { name: "Desired count of shop" }).fill("3");
  await button(page, "Compare").click();
  await compare.getByRole("row", { name: /^Tasks running ≠? ?\(differs\) 3 2$/ }).waitFor();
  await compare.getByRole("heading", { name: /^First decision that differs: t\+00:00/ }).waitFor();
  const charts = compare.getByRole("region", { name: "Both runs over time" });
  await charts.getByText("Running here").waitFor();
  await charts.getByText("Cost there").waitFor();
  await charts.getByText("The first decision that differs: t+00:00").waitFor();
  assert.equal(await charts.getByTestId("parting-line").count(), 3);
  await axe(page);
  await screenshot(page, "compare");
  await compare.getByRole("button", { name: "Go to this moment" }).click();
  await compare.waitFor({ state: "detached" });
  await page.getByTestId("moment").getByText("t+00:00").waitFor();
});

pageTest("the first difference stays on the track of the run that was compared", async ({ page }) => {
  await openScenario(page, hour);
  await button(page, "Compare").click();
  const compare = dialog(page, "Compare two scenarios");
  await compare.getByRole("textbox", { name: /^The other scenario/ }).fill(JSON.stringify({ ...hour, services: [] }));
  await compare.getByRole("heading", { name: /^First decision that differs: t\+00:00/ }).waitFor();
  await page.keyboard.press("Escape");
  await compare.waitFor({ state: "detached" });
  const mark = page.getByRole("button", { name: /^First difference from the other scenario, t\+00:00/ });
  await mark.waitFor();
  await axe(page);
  await screenshot(page, "parting");
  await mark.press("Enter");
  await page.getByTestId("moment").getByText("t+00:00").waitFor();
  await mark.press("Delete");
  await mark.waitFor({ state: "detached" });
});

pageTest("another scenario is pasted, as JSON or as a link; what is none is said", async ({ page }) => {
  await openScenario(page, hour);
  await button(page, "Share").click();
  const link = await dialog(page, "Share this scenario").getByRole("textbox", { name: "Link" }).inputValue();
  await page.keyboard.press("Escape");
  await button(page, "Compare").click();
  const compare = dialog(page, "Compare two scenarios");
  await compare.getByLabel("This scenario against").selectOption({ label: "one that I paste, or a link" });
  const other = compare.getByRole("textbox", { name: "The other scenario: its JSON, or a link to it" });
  await other.fill(link);
  await compare.getByText("Both event logs are the same").waitFor();
  await other.fill(JSON.stringify({ ...hour, containerInstances: [{ ...hour.containerInstances[0], instanceType: "c5.large" }] }));
  await compare.getByRole("row", { name: /^Cost so far/ }).getByText("$ 0.0850").waitFor();
  await other.fill("nothing");
  await compare.getByRole("alert").getByText("The other scenario").waitFor();
  await other.fill(JSON.stringify({ ...hour, services: [{ serviceName: "shop" }] }));
  await compare.getByRole("alert").getByText("has errors").waitFor();
  await axe(page);
});

pageTest("the amounts of what a run costs are in view on a phone", { viewport: phone }, async ({ page }) => {
  await openScenario(page, hour);
  await button(page, "Cost details").click();
  const table = dialog(page, /^Cost at/).getByRole("region", { name: "What is paid for" });
  assert.equal(await table.evaluate((table) => table.scrollWidth - table.clientWidth), 0);
  await table.getByRole("columnheader", { name: "Unused now" }).waitFor();
  await table.getByRole("rowheader").getByText("1.000 instance-hours at $ 0.096", { exact: true }).waitFor();
  await axe(page);
  await screenshot(page, "cost-360");
});

pageTest("the comparison fits a phone", { viewport: phone }, async ({ page }) => {
  await finished(page);
  await button(page, "Compare").click();
  const compare = dialog(page, "Compare two scenarios");
  await compare.getByRole("button", { name: "Keep a copy of this scenario" }).click();
  await compare.getByText("Both event logs are the same").waitFor();
  const figures = compare.getByRole("region", { name: "Both runs", exact: true });
  const hidden = await figures.evaluate((table) => table.scrollWidth - table.clientWidth);
  assert.ok(hidden <= 0, `${hidden} pixels of the figures are cut off`);
  await screenshot(page, "compare-360");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} pixels too wide`);
  await axe(page);
});
