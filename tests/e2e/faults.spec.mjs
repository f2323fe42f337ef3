// Instances that are not as they should be: what the stage says of them, in words and shapes.

import assert from "node:assert/strict";
import { axe, pageTest } from "./harness.mjs";
import { definition, openScenario } from "./page.mjs";

/** Four instances: one stays well, the others drain, lose their machine and lose their agent. */
const troubled = {
  version: 1,
  name: "Troubled",
  taskDefinitions: [definition({}, { cpu: 128, memory: 128, portMappings: [] })],
  services: [{ serviceName: "shop", taskDefinition: "shop:1", desiredCount: 4 }],
  containerInstances: [{ name: "host", instanceType: "t3.medium", availabilityZone: "us-east-1a", count: 4 }],
  simulation: {
    durationSeconds: 300,
    timeline: [
      { atSeconds: 60, action: "ecs:UpdateContainerInstancesState", input: { containerInstances: ["host/1"], status: "DRAINING" } },
      { atSeconds: 120, action: "ec2:TerminateInstances", input: { InstanceIds: ["host/2"] } },
      { atSeconds: 180, action: "simulation:DisconnectAgent", input: { containerInstance: "host/3", durationSeconds: 600 } },
    ],
  },
};

const stage = (page) => page.getByRole("main", { name: "Cluster" });
const cards = (page) => stage(page).getByTestId("instance");
const view = (page, name) => stage(page).getByRole("radio", { name });

const CONDITIONS = ["DRAINING", "TERMINATED", "AGENT DISCONNECTED"];

pageTest("an instance that drains, is lost or is not connected says so, and looks different", async ({ page }) => {
  await openScenario(page, troubled);
  const borders = (all) => all.map((card) => getComputedStyle(card).borderTopStyle);
  assert.deepEqual(await cards(page).evaluateAll(borders), ["dashed", "dotted", "solid", "double"], "what is gone comes last");
  for (const [words, border] of [["DRAINING", "dashed"], ["TERMINATED", "double"], ["AGENT DISCONNECTED", "dotted"]]) {
    const card = cards(page).filter({ has: page.getByText(words, { exact: true }) });
    assert.deepEqual(await card.evaluateAll(borders), [border], words);
  }
  assert.equal(await cards(page).getByText("ACTIVE", { exact: true }).count(), 0, "what is as it should be needs no word");
  await axe(page);
});

pageTest("the table and the grid say it, too", async ({ page }) => {
  await openScenario(page, troubled);
  await view(page, "Table").check();
  const table = page.getByRole("table", { name: /^Container instances/ });
  for (const words of CONDITIONS) {
    await table.getByRole("cell", { name: words, exact: true }).waitFor();
  }
  await view(page, "Dense").check();
  for (const words of CONDITIONS) {
    await page.getByRole("gridcell", { name: new RegExp(`^host/.*${words}`) }).waitFor();
  }
  await axe(page);
});

pageTest("what has happened to instances is among the events", async ({ page }) => {
  await openScenario(page, troubled);
  await page.getByRole("tab", { name: "Events" }).click();
  const events = page.getByRole("tabpanel", { name: "Events" });
  await events.getByText("host/1 is DRAINING").waitFor();
  await events.getByText(/^host\/2 \(i-.*\) was terminated$/).waitFor();
  await events.getByText("host/3: the agent is disconnected; ECS hears nothing of its tasks").waitFor();
});
