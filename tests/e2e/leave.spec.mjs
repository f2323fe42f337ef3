// Whoever leaves the page is asked, where something is lost with it, and only there.

import assert from "node:assert/strict";
import { pageTest } from "./harness.mjs";
import { askedBeforeLeaving, finished, openFromGallery, openSection, pasteHere, pasteScenario, run, scenarioBox } from "./page.mjs";
import { button, field, scenario, unfold, panel } from "./forms.mjs";

pageTest("nobody is asked about a scenario of the gallery, whatever was looked at", async ({ page }) => {
  await finished(page);
  assert.equal(await askedBeforeLeaving(page), undefined);
  await openFromGallery(page, "Two providers flapping");
  await page.getByRole("slider", { name: "Playhead", exact: true }).press("Home");
  await openSection(page, "Cluster");
  assert.equal(await askedBeforeLeaving(page), undefined);
});

pageTest("a pasted scenario is asked about, and so is one that was run", async ({ page }) => {
  await pasteScenario(page, scenario());
  assert.equal(await askedBeforeLeaving(page), "beforeunload");
  await run(page);
  assert.equal(await askedBeforeLeaving(page), "beforeunload");
  await page.getByRole("button", { name: /^Undo: / }).click();
  await page.getByText("Undone: pasted a scenario.").waitFor();
  assert.equal(await askedBeforeLeaving(page), undefined);
});

pageTest("an edit in a form is asked about until a link has it, and again after the next one", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, "Two providers flapping");
  await openSection(page, "Cluster");
  await unfold(panel(page, "Cluster"), "one-asg");
  const most = field(page, "Maximum size, group one-asg");
  const before = await most.inputValue();
  await most.fill("9");
  assert.equal(await askedBeforeLeaving(page), "beforeunload");
  assert.equal(await most.inputValue(), "9");
  await button(page, "Share").click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Link" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await askedBeforeLeaving(page), undefined);
  await openSection(page, "Cluster");
  await unfold(panel(page, "Cluster"), "one-asg");
  assert.deepEqual([before === "9", await most.inputValue()], [false, "9"]);
  await most.fill("8");
  assert.equal(await askedBeforeLeaving(page), "beforeunload");
});

pageTest("what is typed into the scenario's text is asked about, also where it is no JSON", async ({ page }) => {
  await finished(page);
  await openSection(page, "JSON");
  await pasteHere(page, "{", scenarioBox);
  await openSection(page, "Service");
  await page.getByText("The scenario's text is no JSON at the moment.").filter({ visible: true }).waitFor();
  assert.equal(await askedBeforeLeaving(page), "beforeunload");
});
