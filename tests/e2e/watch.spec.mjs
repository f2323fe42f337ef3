// A deployment that is watched: on the stage, in the details of its service, and where it does not go on.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { announcement, definition, finished, mainButton, openFromGallery, openScenario, pasteScenario, settled } from "./page.mjs";

const playhead = (page) => page.getByRole("slider", { name: "Playhead", exact: true });
const details = (page) => page.getByRole("tabpanel", { name: "Details" });
const deployments = (page) => details(page).getByRole("region", { name: "Deployments" });
const chip = (page, name) => page.getByRole("list", { name: "Services" }).getByRole("button", { name });

/** Opens a scenario of the gallery and goes so many minutes and seconds into its run. */
async function openAt(page, name, minutes, seconds) {
  await finished(page);
  await openFromGallery(page, name);
  await playhead(page).press("Home");
  for (let minute = 0; minute < minutes; minute += 1) await playhead(page).press("PageUp");
  for (let second = 0; second < seconds; second += 1) await playhead(page).press("ArrowRight");
  await page.getByText(new RegExp(`State at 0${minutes}:${seconds}`)).waitFor();
  await settled(page);
}

const fargate = (percent) => ({
  version: 1,
  name: "Exchange",
  taskDefinitions: [
    definition({
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "256",
      memory: "512",
      containerDefinitions: [{ name: "shop", image: "shop:1" }],
    }),
  ],
  services: [
    {
      serviceName: "shop",
      taskDefinition: "shop",
      desiredCount: 4,
      launchType: "FARGATE",
      networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-a", "subnet-b"] } },
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: percent },
    },
  ],
  simulation: {
    durationSeconds: 1200,
    timeline: [{ atSeconds: 300, action: "ecs:UpdateService", input: { service: "shop", forceNewDeployment: true } }],
  },
});

pageTest("a rolling update is seen revision by revision", async ({ page }) => {
  await openAt(page, /Rolling update under traffic/, 3, 30);
  await chip(page, /^web web:1 2 · web:2 [0-4] of 4/).click();
  const names = await page.getByTestId("task").allInnerTexts();
  assert.ok(names.some((name) => name.startsWith("web:1")) && names.some((name) => name.startsWith("web:2")), `${names}`);
  await page.getByRole("combobox", { name: "Colour by" }).selectOption({ label: "revision" });
  const legend = page.getByRole("list", { name: "Colour: revision" });
  assert.deepEqual((await legend.getByRole("listitem").allInnerTexts()).map((text) => text.trim().replace(/ \d tasks?$/, "")), ["web:1", "web:2"]);
  await page.getByRole("tab", { name: "Details" }).click();
  const both = deployments(page).getByRole("listitem");
  await both.filter({ hasText: "PRIMARY" }).getByText("web:2", { exact: true }).waitFor();
  await both.filter({ hasText: "ACTIVE" }).getByText("web:1", { exact: true }).waitFor();
  await deployments(page).getByText("between 2 and 6 tasks: 50 % and 150 % of 4").waitFor();
  await axe(page);
  await screenshot(page, "watch-rolling");
  await playhead(page).press("End");
  await chip(page, /^web 4\/4\b.*web:2/).waitFor();
  await deployments(page).getByText("ACTIVE", { exact: true }).waitFor({ state: "detached" });
});

pageTest("a circuit breaker is seen to count, and the service goes back", async ({ page }) => {
  await openAt(page, /A circuit breaker that rolls back/, 3, 35);
  await chip(page, /^web/).click();
  await page.getByRole("tab", { name: "Details" }).click();
  const primary = deployments(page).getByRole("listitem").filter({ hasText: "PRIMARY" });
  await primary.getByText(/^[12] of 3$/).waitFor();
  await deployments(page).getByText("a task that exits after it was RUNNING is not counted").waitFor();
  await playhead(page).press("End");
  await deployments(page).getByText("COMPLETED", { exact: true }).waitFor();
  await chip(page, /^web 4\/4\b.*web:1/).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries({ wide: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } })) {
    pageTest(`a deployment that has stalled says why: ${colorScheme}, ${name}`, { colorScheme, viewport }, async ({ page }) => {
      await openScenario(page, fargate(100));
      await chip(page, /^shop shop:1 4 old · shop:1 0 new of 4 stalled/).waitFor();
      await page.getByText("State at 20:00, the end of the timeline: 1 deployment halted.").waitFor();
      const strip = page.getByTestId("waiting");
      await strip.getByText(/so none can stop and none can start/).waitFor();
      assert.equal(await page.getByRole("main").getByText(/so none can stop and none can start/).count(), 1, "it is told once");
      await strip.getByRole("button", { name: "Deployments of shop" }).click();
      await deployments(page).getByText(/^The deployment has stalled/).waitFor();
      await axe(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      await screenshot(page, `watch-stalled ${name} ${colorScheme}`);
    });
  }
}

pageTest("a long run says how far it is in its own time, and can be stopped", async ({ page }) => {
  // A week of requests that are more and fewer all the time: every second of it is worked out.
  const file = new URL("../../crates/ecs-workshop/gallery/rolling-update.json", import.meta.url);
  const scenario = JSON.parse(readFileSync(file, "utf8"));
  scenario.simulation.durationSeconds = 604_800;
  scenario.simulation.traffic[0].shape = { wave: { mean: 60, amplitude: 50, periodSeconds: 20 } };
  await pasteScenario(page, scenario);
  await mainButton(page).click();
  await page.getByLabel(/^Simulating: \d+ h of 168 h$/).waitFor();
  await page.getByText("Below is the earlier run.").waitFor();
  await page.getByRole("button", { name: "Stop the run" }).click();
  await announcement(page).filter({ hasText: "The run was stopped at" }).waitFor();
  await page.getByLabel(/^Simulating/).waitFor({ state: "detached" });
  await page.getByText("The set-up has changed: press Run.").waitFor();
});

pageTest("a scenario for Fargate without a task asks for no instance", async ({ page }) => {
  await openScenario(page, { ...fargate(200), services: [], simulation: { durationSeconds: 60 } });
  await page.getByText("No task at this moment.").waitFor();
});
