// The health of targets over time, the list behind it, and the charts of traffic beside it.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { openScenario } from "./page.mjs";

/** A service of six tasks behind a load balancer, of which one fails from the fifteenth minute on. */
const shop = {
  version: 1,
  name: "Shop under load",
  taskDefinitions: [
    {
      family: "web",
      networkMode: "bridge",
      containerDefinitions: [
        {
          name: "app",
          image: "web:1",
          cpu: 256,
          memory: 512,
          portMappings: [{ containerPort: 80, hostPort: 0 }],
          simulation: { cpuMillisPerRequest: 10, requestMillis: 40 },
        },
      ],
    },
  ],
  services: [
    {
      serviceName: "web",
      taskDefinition: "web",
      desiredCount: 6,
      loadBalancers: [{ targetGroupArn: "web", containerName: "app", containerPort: 80 }],
    },
  ],
  targetGroups: [{ Name: "web", Protocol: "HTTP", Port: 80, TargetType: "instance" }],
  containerInstances: ["a", "b"].map((zone) => ({ instanceType: "m5.large", availabilityZone: `us-east-1${zone}`, count: 2 })),
  simulation: {
    durationSeconds: 3600,
    traffic: [{ targetGroup: "web", shape: { wave: { mean: 120, amplitude: 80, periodSeconds: 1800 } } }],
    timeline: [
      { atSeconds: 900, action: "simulation:SetBehaviour", input: { task: "service:web/1", container: "app", behaviour: { errorRate: 1 } } },
    ],
  },
};

const figure = (page) => page.getByRole("figure", { name: /Target health/ });
const list = (page) => page.getByRole("region", { name: "Targets of web" });
const group = (page) => figure(page).getByRole("button", { name: "web" });

pageTest("a strip tells the health of targets, and its name lists them at the playhead", async ({ page }) => {
  await openScenario(page, shop);
  await figure(page).getByText("6 healthy").waitFor();
  await figure(page).getByRole("img", { name: /Health of the targets of web: at most 6 healthy targets, unhealthy from 1\d minutes/ }).waitFor();
  await group(page).click();
  assert.equal(await group(page).getAttribute("aria-expanded"), "true");
  assert.equal(await list(page).getByRole("row").count(), 7);
  await axe(page);
  await screenshot(page, "targets");
  // At another moment another list: the one that fails comes first, with ELB's reason.
  await page.getByRole("slider", { name: "Playhead", exact: true }).press("Home");
  await list(page).getByText("No target is registered at this moment.").waitFor();
  for (let minute = 0; minute < 16; minute += 1) {
    await page.getByRole("slider", { name: "Playhead", exact: true }).press("PageUp");
  }
  await list(page).getByRole("row", { name: /unhealthy|draining/ }).first().getByText(/Target\./).waitFor();
  await list(page).getByRole("button", { name: "service:web/1", exact: true }).click();
  await page.getByRole("tab", { name: "Details", selected: true }).waitFor();
  await page.getByRole("tabpanel", { name: "Details" }).getByRole("heading", { name: /^Task [0-9a-f]{4}$/ }).waitFor();
  await list(page).getByRole("button", { name: "Close the list of targets" }).click();
  await list(page).waitFor({ state: "detached" });
  assert.equal(await group(page).getAttribute("aria-expanded"), "false");
});

pageTest("charts of traffic on a phone in the dark", { viewport: { width: 360, height: 740 }, colorScheme: "dark" }, async ({ page }) => {
  await openScenario(page, shop);
  await group(page).click();
  await list(page).waitFor();
  await axe(page);
  await screenshot(page, "targets-phone");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(wide, 360);
});

pageTest("the bar of time is one row", async ({ page }) => {
  await openScenario(page, shop);
  const names = ["To the start", "Play", "To the end", "Add action…", "Loop", "Charts"];
  const boxes = await Promise.all(names.map((name) => page.getByRole("button", { name, exact: true }).boundingBox()));
  const tops = new Set(boxes.map((box) => Math.round(box.y)));
  assert.equal(tops.size, 1, `${names.map((name, number) => `${name} at ${boxes[number].y}`)}`);
});
