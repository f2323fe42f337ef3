// The roles and volumes of a task, below its details.

import assert from "node:assert/strict";
import { axe, pageTest } from "./harness.mjs";
import { openScenario } from "./page.mjs";

const SCENARIO = JSON.stringify({
  version: 1,
  taskDefinitions: [{
    family: "web",
    taskRoleArn: "app",
    volumes: [{ name: "data", host: { sourcePath: "/data" } }, { name: "scratch" }],
    containerDefinitions: [{
      name: "app", image: "app:1", memory: 64,
      mountPoints: [{ sourceVolume: "data", containerPath: "/var/lib" }, { sourceVolume: "scratch", containerPath: "/tmp" }],
      simulation: {
        calls: [{ call: "s3:GetObject", resource: "in", on: "start" }],
        writes: [{ sourceVolume: "data", mibPerMinute: 60 }],
      },
    }],
  }],
  services: [{ serviceName: "web", taskDefinition: "web", desiredCount: 2 }],
  containerInstances: [{ name: "host", instanceType: "t3.medium", availabilityZone: "us-east-1a" }],
  roles: [{ RoleName: "app" }],
}, null, 2);

const details = (page) => page.getByRole("tabpanel", { name: "Details" });
const part = (page, name) => details(page).getByRole("region", { name });

async function openTask(page) {
  await openScenario(page, SCENARIO);
  await page.getByTestId("task").first().click();
  await page.getByRole("tab", { name: "Details" }).click();
}

pageTest("a task says which role signs a call, and a permission is added where it is missing", async ({ page }) => {
  await openTask(page);
  const roles = part(page, "Roles of service:web/1");
  const call = roles.getByRole("list", { name: "Calls of AWS" }).getByRole("listitem");
  await call.getByText("denied: ", { exact: true }).waitFor();
  await call.getByText("Signed by the task role, app, for arn:aws:s3:::in/*").waitFor();
  await call.getByText("is not authorized to perform: s3:GetObject").waitFor();
  await roles.getByRole("button", { name: "Add this permission: role app may s3:GetObject on arn:aws:s3:::in/*" }).click();
  await page.getByText("Added: role app may s3:GetObject on arn:aws:s3:::in/*.").waitFor();
  await call.getByText("allowed: ", { exact: true }).waitFor();
  await call.getByText("Allowed by statement 1 of allow-s3-GetObject.").waitFor();
  assert.equal(await roles.getByRole("button").count(), 0);
  await axe(page);
});

pageTest("a task's volumes are drawn in what they go with", async ({ page }) => {
  await openTask(page);
  const volumes = part(page, "Volumes of service:web/1");
  const picture = volumes.getByRole("figure", { name: "What lives and dies with what" });
  assert.match(await picture.innerText(), /Outlives everything here[^]*none of its volumes[^]*Goes with the instance[^]*data[^]*\/data on host\/1[^]*Goes with the task[^]*scratch/i);
  await picture.getByText("Shared with 1 other task: service:web/2.").waitFor();
  await picture.getByText(/^3,5\d\d MiB written so far\.$/).waitFor();
  await axe(page);
});
