// What is said of the timeline's actions stands where they stand: below each in the list, and at its marker.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { announcement, definition, finished, mainButton, paste, settled } from "./page.mjs";

/** Of four actions the first is fine; the others name nothing, are refused by AWS, or are not simulated. */
const mistaken = {
  version: 1,
  name: "Mistaken",
  taskDefinitions: [definition({}, { cpu: 128, memory: 128, portMappings: [] })],
  services: [{ serviceName: "shop", taskDefinition: "shop:1", desiredCount: 1 }],
  containerInstances: [{ name: "host", instanceType: "t3.medium", availabilityZone: "us-east-1a", count: 2 }],
  simulation: {
    durationSeconds: 300,
    timeline: [
      { atSeconds: 30, action: "ecs:UpdateService", input: { service: "shop", desiredCount: 2 } },
      { atSeconds: 60, action: "ecs:UpdateService", input: { service: "shpo", desiredCount: 3 } },
      { atSeconds: 120, action: "simulation:LoseZone", input: { availabilityZone: "us-east-1x", durationSeconds: 60 } },
      { atSeconds: 180, action: "ecs:DeleteService", input: { service: "shop" } },
      { atSeconds: 240, action: "ecs:PutAccountSetting", input: { name: "awsvpcTrunking", value: "enabled" } },
    ],
  },
};

const rows = (page) => page.getByRole("region", { name: "Timeline" }).locator("#timeline-actions > li");
const row = (page, words) => rows(page).filter({ hasText: words });
const marker = (page, name) => page.getByRole("slider", { name });
const clicked = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function open(page) {
  await finished(page);
  await paste(page, mistaken);
  await page.getByText("The pasted scenario has replaced").waitFor();
  await mainButton(page).click();
  await announcement(page).filter({ hasText: "Run finished" }).waitFor();
  await settled(page);
}

/** The words that an element is described by. */
async function described(page, element) {
  const id = await element.getAttribute("aria-describedby");
  return id === null ? "" : page.locator(`#${id}`).innerText();
}

pageTest("findings and refusals stand at the action's row and at its marker", async ({ page }) => {
  await open(page);
  const unknown = row(page, "UpdateService shpo");
  await unknown.getByText("Warning", { exact: true }).waitFor();
  await unknown.getByText("There is no service `shpo` at that time.".replaceAll("`", "")).waitFor();
  await unknown.getByText("Did you mean shop?").waitFor();
  await unknown.getByText("In the run", { exact: true }).waitFor();
  await unknown.getByText(/^At 01:00: .*Service not found\./).waitFor();
  await row(page, "LoseZone").getByText("Nothing in this scenario is in a zone us-east-1x.").waitFor();
  await row(page, "DeleteService shop").getByText(/^At 03:00: /).waitFor();
  await row(page, "PutAccountSetting").getByText("Info", { exact: true }).waitFor();
  const second = page.getByRole("textbox", { name: /^Second of UpdateService shpo/ });
  assert.match(await described(page, second), /There is no service shpo/);
  assert.equal(await page.getByRole("textbox", { name: /^Second of UpdateService shop/ }).getAttribute("aria-describedby"), null);
  assert.match(await described(page, marker(page, /^LoseZone/)), /Nothing in this scenario is in a zone/);
  assert.match(await described(page, marker(page, /^DeleteService/)), /t\+03:00/);
  assert.equal(await described(page, marker(page, /^UpdateService shop/)), "");
  await axe(page);
  await screenshot(page, "remarks at actions");
});

pageTest("what is mended is said no more, and what comes back is said again", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Remove LoseZone us-east-1x", exact: false }).click();
  await row(page, "LoseZone").waitFor({ state: "detached" });
  await announcement(page).filter({ hasText: "Run finished" }).waitFor();
  await row(page, "DeleteService shop").getByText(/^At 03:00: /).waitFor();
  await clicked(page, "Undo");
  await row(page, "LoseZone").getByText("Nothing in this scenario is in a zone us-east-1x.").waitFor();
});

pageTest("on a phone it is said, too", { viewport: { width: 360, height: 740 } }, async ({ page }) => {
  await open(page);
  await row(page, "LoseZone").getByText("Nothing in this scenario is in a zone us-east-1x.").waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  await screenshot(page, "remarks on a phone");
});
