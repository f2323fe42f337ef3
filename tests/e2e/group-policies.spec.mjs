// Policies of Auto Scaling groups, expressions of alarms, what follows a name, and groups on the stage.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { button, field, opened, panel, said, scaled, scenario, told, unfold } from "./forms.mjs";
import { openSection, run } from "./page.mjs";

const group = (over = {}) => ({
  AutoScalingGroupName: "workers",
  MinSize: 1,
  MaxSize: 6,
  DesiredCapacity: 3,
  AvailabilityZones: ["us-east-1a"],
  simulation: { instanceType: "m5.large", launchSeconds: 30 },
  ...over,
});
const grouped = (over = {}) => scaled({ containerInstances: undefined, autoScalingGroups: [group()], ...over });
const pill = (page, name) => page.getByRole("list", { name: "Auto Scaling groups" }).getByRole("button", { name });

pageTest("a group tracks what its cluster has reserved, and a value tells what it would do", async ({ page }) => {
  await opened(page, grouped(), "Cluster", ["workers"]);
  await button(page, "Add target tracking to group workers").click();
  await unfold(panel(page, "Cluster"), "cpu-reservation");
  const of = "policy cpu-reservation of group workers";
  const preview = told(page, "What a value would do by policy cpu-reservation of group workers");
  await page.getByRole("textbox", { name: "Try: the metric is at" }).fill("120");
  assert.equal(await preview.innerText(), "120 is above 80. After 3 minutes: ceil(3 × 120 / 80) = 5; max 6; desired capacity 3 → 5.");
  await page.getByRole("spinbutton", { name: "with instances running" }).fill("6");
  await preview.getByText("not scaled: the maximum is 6").waitFor();
  await field(page, `Never scale in, ${of}`).check();
  await page.getByRole("textbox", { name: "Try: the metric is at" }).fill("20");
  await preview.getByText("this policy never scales in").waitFor();
  await field(page, `Enabled, ${of}`).uncheck();
  await preview.getByText("The policy is not enabled").waitFor();
  await field(page, `Enabled, ${of}`).check();

  await field(page, `Keeps at its target, ${of}`).selectOption("math");
  assert.equal(await field(page, `Expression, entry 3 of ${of}`).inputValue(), "MAX([cpu, memory])");
  assert.equal(await field(page, `Watched is, ${of}`).inputValue(), "reserved");
  await field(page, `Expression, entry 3 of ${of}`).fill("cpu + disk");
  await said(page, "disk").waitFor();
  await field(page, `Expression, entry 3 of ${of}`).fill("cpu");
  await run(page);
});

pageTest("steps and one number of a group, set off by an alarm, and what follows the group's name", async ({ page }) => {
  await opened(page, grouped(), "Cluster", ["workers"]);
  await button(page, "Add step scaling to group workers").click();
  await unfold(panel(page, "Cluster"), "steps");
  await field(page, "Set off by, policy steps of group workers").selectOption("busy");
  await button(page, "Add a step to policy steps of group workers").click();
  const preview = told(page, "What a value would do by policy steps of group workers");
  await page.getByRole("textbox", { name: "Try: the metric is at" }).fill("65");
  assert.equal(await preview.innerText(), "65 sets off the alarm busy: 65 is 15 above 50: step [10, ∞) adds 2; 3 + 2 = 5; max 6; desired capacity 3 → 5.");
  await button(page, "Remove policy steps of group workers").click();
  await page.getByText("The policy steps is removed.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "+ Target tracking");

  await button(page, "Add simple scaling to group workers").click();
  await unfold(panel(page, "Cluster"), "simple");
  await field(page, "Set off by, policy simple of group workers").selectOption("busy");
  await field(page, "The number is, policy simple of group workers").selectOption("PercentChangeInCapacity");
  await field(page, "Percent more, policy simple of group workers").fill("50");
  await page.getByRole("textbox", { name: "Try: the metric is at" }).fill("65");
  await told(page, "What a value would do by policy simple of group workers").getByText("adds 50 % of 3 = 1.5, so 1; 3 + 1 = 4").waitFor();

  await field(page, "Name, group workers").fill("pool");
  await field(page, "Name, group workers").press("Enter");
  assert.equal(await field(page, "Set off by, policy simple of group pool").inputValue(), "busy");
  await run(page);
});

pageTest("a policy of a group that there is not", async ({ page }) => {
  const lost = { AutoScalingGroupName: "wrokers", PolicyName: "lost", AdjustmentType: "ChangeInCapacity", ScalingAdjustment: 1 };
  await opened(page, grouped({ autoScalingPolicies: [lost] }), "Cluster");
  const part = page.getByRole("region", { name: "Scaling of no group here" });
  await part.getByText("Did you mean").waitFor();
  await axe(page);
  await part.getByRole("combobox", { name: "Auto Scaling group of /autoScalingPolicies/0" }).selectOption("workers");
  await part.waitFor({ state: "detached" });
  await unfold(panel(page, "Cluster"), "workers");
  await unfold(panel(page, "Cluster"), "lost");
  await field(page, "Instances more, policy lost of group workers").waitFor();
});

pageTest("an alarm watches an expression, and its metrics follow the service", async ({ page }) => {
  await opened(page, scaled(), "Service", ["busy"]);
  const metric = field(page, "Metric, alarm busy");
  await metric.selectOption({ label: "An expression of metrics" });
  assert.equal(await field(page, "Watched is, alarm busy").inputValue(), "e1");
  const id = field(page, "Id, entry 1 of alarm busy");
  await id.fill("cpu");
  await id.press("Enter");
  assert.equal(await field(page, "Expression, entry 2 of alarm busy").inputValue(), "cpu");
  await button(page, "Add a metric to alarm busy").click();
  await field(page, "Expression, entry 2 of alarm busy").fill("MAX([cpu, m2])");
  await said(page, "m2").waitFor({ state: "detached" });
  await button(page, "Remove entry 3 of alarm busy").click();
  await said(page, "m2").waitFor();
  assert.equal(await field(page, "Expression, entry 2 of alarm busy").getAttribute("aria-invalid"), "true");
  await field(page, "Expression, entry 2 of alarm busy").fill("cpu / 2");
  await field(page, "Watched is, alarm busy").selectOption("cpu");
  await page.getByRole("textbox", { name: "Service 1 name" }).fill("store");
  const watched = field(page, "Metric, entry 1 of alarm busy");
  assert.equal(await watched.evaluate((select) => select.selectedOptions[0].textContent), "CPUUtilization of service store");
  await metric.selectOption({ label: "CPUUtilization of service store" });
  assert.equal(await field(page, "Statistic, alarm busy").inputValue(), "Average");
  await run(page);
});

const provider = (name, of) => ({ name, autoScalingGroupProvider: { autoScalingGroupArn: of, managedScaling: { status: "ENABLED" } } });
const two = () => {
  const capacityProviderStrategy = [
    { capacityProvider: "cp-a", weight: 2 },
    { capacityProvider: "cp-b", weight: 1 },
  ];
  return scenario({
    containerInstances: undefined,
    services: [{ serviceName: "shop", taskDefinition: "shop", desiredCount: 6, capacityProviderStrategy }],
    autoScalingGroups: ["a", "b"].map((name) => group({ AutoScalingGroupName: name, MinSize: 0, DesiredCapacity: 0 })),
    capacityProviders: [provider("cp-a", "a"), provider("cp-b", "b")],
  });
};

pageTest("tasks that wait for several capacity providers say what each one lacks", async ({ page }) => {
  await opened(page, two(), "Cluster");
  await run(page);
  await page.getByRole("slider", { name: "Playhead", exact: true }).press("Home");
  await page.getByTestId("waiting").getByText("4 for an instance of cp-a: it has no instance yet; 2 for an instance of cp-b: it has no instance yet").waitFor();
});

pageTest("a group is selected on the stage, with the pointer and with the keyboard", async ({ page }) => {
  await opened(page, two(), "Cluster");
  await run(page);
  await pill(page, /^a 2\/2/).click();
  const details = page.getByRole("tabpanel", { name: "Details" });
  await details.getByRole("heading", { name: "Auto Scaling group a" }).waitFor();
  await details.getByText("cp-a").waitFor();
  assert.equal(await pill(page, /^a /).getAttribute("aria-pressed"), "true");
  await axe(page);
  await screenshot(page, "group-selected");
  await page.getByRole("slider", { name: "Playhead", exact: true }).press("Home");
  await pill(page, /^a 0\/0/).waitFor();
  await details.getByRole("heading", { name: "Auto Scaling group a" }).waitFor();
  await page.getByRole("slider", { name: "Playhead", exact: true }).press("End");
  await pill(page, /^b /).focus();
  await page.keyboard.press("Enter");
  await details.getByRole("heading", { name: "Auto Scaling group b" }).waitFor();
  await details.getByRole("list").getByRole("button").first().click();
  await details.getByRole("heading", { name: /^Instance i-/ }).waitFor();
  await details.getByRole("button", { name: "b", exact: true }).click();
  await details.getByRole("heading", { name: "Auto Scaling group b" }).waitFor();
});

const everything = () =>
  grouped({
    autoScalingPolicies: [
      {
        AutoScalingGroupName: "workers",
        PolicyName: "reserved",
        PolicyType: "TargetTrackingScaling",
        TargetTrackingConfiguration: {
          TargetValue: 80,
          CustomizedMetricSpecification: {
            Metrics: [
              { Id: "cpu", MetricStat: { Metric: { Namespace: "AWS/ECS", MetricName: "CPUReservation", Dimensions: [{ Name: "ClusterName", Value: "default" }] }, Stat: "Average" }, ReturnData: false },
              { Id: "most", Expression: "MAX([cpu, 10])" },
            ],
          },
        },
      },
      { AutoScalingGroupName: "workers", PolicyName: "steps", PolicyType: "StepScaling", AdjustmentType: "ChangeInCapacity", StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }] },
      { AutoScalingGroupName: "workers", PolicyName: "simple", AdjustmentType: "PercentChangeInCapacity", ScalingAdjustment: 50 },
    ],
  });

for (const [name, options] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { viewport: { width: 360, height: 740 }, colorScheme: "light" },
})) {
  pageTest(`axe finds nothing in the policies of groups: ${name}`, { reducedMotion: "reduce", ...options }, async ({ page }) => {
    const width = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await opened(page, everything(), "Cluster", ["workers", "reserved", "steps", "simple"]);
    await axe(page);
    for (const part of ["reserved", "steps", "simple"]) {
      await field(page, `Name, policy ${part} of group workers`).scrollIntoViewIfNeeded();
      await told(page, `What a value would do by policy ${part} of group workers`).scrollIntoViewIfNeeded();
      await screenshot(page, `group-policy ${part} ${name}`);
    }
    assert.equal(await width(), 0);
    await openSection(page, "Service");
    await unfold(panel(page, "Service"), "busy");
    await field(page, "Metric, alarm busy").selectOption("math");
    await field(page, "Watched is, alarm busy").scrollIntoViewIfNeeded();
    await axe(page);
    await screenshot(page, `alarm-expression ${name}`);
    assert.equal(await width(), 0);
  });
}
