// How services are scaled, and what the cluster's capacity follows: forms, previews, mistakes.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { button, field, opened, panel, said, scaled, scenario, service, told, unfold } from "./forms.mjs";
import { openSection, run, tasks } from "./page.mjs";

pageTest("a service tracks a target, and a value tells what it would do", async ({ page }) => {
  await opened(page, scenario(), "Service", ["Auto scaling"]);
  await button(page, "Add auto scaling to shop").click();
  assert.equal(await field(page, "Minimum tasks, auto scaling of shop").inputValue(), "1");
  await field(page, "Maximum tasks, auto scaling of shop").fill("8");
  await button(page, "Add target tracking to shop").click();
  await unfold(service(page, "shop"), "cpu");
  const preview = told(page, "What a value would do by policy cpu");
  await page.getByRole("textbox", { name: "Try: the metric is at" }).fill("82");
  assert.equal(await preview.innerText(), "82 is above 70. After 3 minutes: ceil(6 × 82 / 70) = 8; scale-out cooldown free; max 8; desired count 6 → 8.");
  await field(page, "Target value, policy cpu of shop").fill("50");
  await preview.getByText("ceil(6 × 82 / 50) = 10; scale-out cooldown free; max 8; desired count 6 → 8").waitFor();
  await page.getByRole("textbox", { name: "Try: the metric is at" }).fill("20");
  await preview.getByText("20 is below 45. After 15 minutes: ceil(6 × 20 / 50) = 3").waitFor();
  await field(page, "Never scale in, policy cpu of shop").check();
  await preview.getByText("this policy never scales in").waitFor();
  await page.getByRole("spinbutton", { name: "with tasks running" }).fill("");
  await preview.getByText("Numbers are needed to tell").waitFor();
  await field(page, "Suspend scaling out, auto scaling of shop").check();
  await run(page);
  assert.equal((await tasks(page)).length, 6);
});

pageTest("what a button adds has the focus, unfolded", async ({ page }) => {
  await opened(page, scenario(), "Service", ["Auto scaling"]);
  const focused = (name) => page.waitForFunction((name) => document.activeElement.getAttribute("aria-label") === name && document.activeElement.checkVisibility(), name);
  await button(page, "Add auto scaling to shop").press("Enter");
  await focused("Minimum tasks, auto scaling of shop");
  await button(page, "Add target tracking to shop").press("Enter");
  await focused("Name, policy cpu of shop");
  await button(page, "Add step scaling to shop").press("Enter");
  await focused("Name, policy steps of shop");
  await button(page, "Add a step to policy steps of shop").press("Enter");
  await focused("From, step 2 of policy steps of shop");
  await button(page, "Add a scheduled action to shop").press("Enter");
  await focused("Name, scheduled action morning of shop");
  await openSection(page, "Cluster");
  // It comes with a group, which is further away.
  await button(page, "+ Capacity provider").press("Enter");
  await focused("Name, capacity provider cp");
  await openSection(page, "Task");
  await unfold(panel(page, "Task"), "Volumes");
  await button(page, "+ Volume").press("Enter");
  await page.waitForFunction(() => document.activeElement.matches("input") && document.activeElement.checkVisibility());
});

pageTest("problems are counted once: at their fields, or below them with their tab", async ({ page }) => {
  const strategy = ["one", "two"].map((capacityProvider) => ({ capacityProvider, weight: 1 }));
  await opened(page, scenario({ services: [{ ...scenario().services[0], desiredCount: -1, capacityProviderStrategy: strategy }], scalableTargets: [{ ResourceId: "service/default/shop", MinCapacity: 9, MaxCapacity: 3 }] }), "Service");
  const group = page.getByRole("group", { name: "Problems of the scenario" });
  await page.getByText(/^\d problems? above$/).waitFor();
  const numberOf = async (text) => Number((await text.innerText()).split(" ")[0]);
  const [above, others] = [await numberOf(page.getByText(/^\d problems? above$/)), await numberOf(group.getByText(/^\d+ other problems? in the scenario$/))];
  assert.equal(await group.getByRole("listitem").count(), others);
  await group.getByText("Tab Service, in the JSON").first().waitFor();
  await openSection(page, "JSON");
  await page.getByText(`${above + others} problems in the scenario`).waitFor();
});

pageTest("steps, the alarm that sets them off, and how they go", async ({ page }) => {
  await opened(page, scaled(), "Service", ["Auto scaling"]);
  await button(page, "Add step scaling to shop").click();
  await unfold(service(page, "shop"), "steps");
  await said(page, "No alarm has this policy among its actions").waitFor();
  const preview = told(page, "What a value would do by policy steps");
  await preview.getByText("No alarm sets this policy off yet").waitFor();
  await field(page, "Set off by, policy steps of shop").selectOption("busy");
  await button(page, "Add a step to policy steps of shop").click();
  const lower = (step) => field(page, `From, step ${step} of policy steps of shop`);
  assert.equal(await lower(2).inputValue(), "10");
  await page.getByRole("textbox", { name: "Try: the metric is at" }).fill("61");
  assert.equal(await preview.innerText(), "61 sets off the alarm busy: 61 is 11 above 50: step [10, ∞) adds 2; 6 + 2 = 8; scale-out cooldown free; max 8; desired count 6 → 8.");
  await field(page, "A step's number is, policy steps of shop").selectOption("PercentChangeInCapacity");
  await field(page, "At the least, tasks, policy steps of shop").fill("2");
  await preview.getByText("adds 2 % of 6 = 0.12, at least 2; 6 + 2 = 8").waitFor();

  await lower(2).fill("12");
  await said(page, "Step adjustment intervals cannot have gaps between them").waitFor();
  assert.equal(await lower(2).getAttribute("aria-invalid"), "true");
  await lower(2).fill("8");
  await said(page, "Step adjustment intervals cannot overlap").waitFor();
  await lower(2).fill("");
  await said(page, "Step adjustment intervals cannot overlap").waitFor();
  await button(page, "Remove step 2 of policy steps of shop").click();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "+ Step");
  await button(page, "Remove policy steps of shop").click();
  await page.getByText("The policy steps is removed.").waitFor();
  await button(page, "Undo").click();
  await lower(1).waitFor({ state: "attached" });
});

pageTest("a scheduled action shows its next dates", async ({ page }) => {
  await opened(page, scaled(), "Service", ["Auto scaling"]);
  await button(page, "Add a scheduled action to shop").click();
  await unfold(service(page, "shop"), "morning");
  const part = service(page, "shop").locator("details").filter({ hasText: "morning" }).last();
  const dates = part.getByRole("status");
  await dates.getByText("Next: Thu 2026-01-01 09:00, Fri 2026-01-02 09:00, Sat 2026-01-03 09:00 (UTC).").waitFor();
  const schedule = field(page, "Schedule, scheduled action morning of shop");
  const zone = field(page, "Time zone, scheduled action morning of shop");
  await zone.fill("Europe/Berlin");
  await schedule.fill("rate(10 minutes)");
  await dates.getByText("In the run after 10 minutes, 20 minutes, 30 minutes.").waitFor();

  await schedule.fill("cron(0 9 1 * MON *)");
  await dates.waitFor({ state: "detached" });
  await part.getByText("Invalid CRON expression", { exact: false }).waitFor();
  assert.equal(await schedule.getAttribute("aria-invalid"), "true");
  await schedule.fill("at(2026-01-01T01:10:00)");
  await dates.getByText("Next: Thu 2026-01-01 01:10 (Europe/Berlin). In the run after 10 minutes.").waitFor();
  await zone.fill("Europe/Atlantis");
  await part.getByText("There is no time zone").waitFor();
  assert.equal(await zone.getAttribute("aria-invalid"), "true");
  await zone.fill("");
  await dates.getByText("(UTC)").waitFor();
  await field(page, "Sets the minimum, scheduled action morning of shop").fill("");
  await part.getByText("ScalableTargetAction must be set").waitFor();
});

pageTest("bounds the wrong way round, a target of 0, and what follows a name", async ({ page }) => {
  await opened(page, scaled(), "Service", ["Auto scaling"]);
  const least = field(page, "Minimum tasks, auto scaling of shop");
  await least.fill("9");
  await said(page, "Maximum capacity cannot be less than minimum capacity").waitFor();
  assert.equal(await least.getAttribute("aria-invalid"), "true");
  await least.fill("2");
  await said(page, "Maximum capacity cannot be less than minimum capacity").waitFor({ state: "detached" });
  await button(page, "Add target tracking to shop").click();
  await unfold(service(page, "shop"), "cpu");
  const target = field(page, "Target value, policy cpu of shop");
  await target.fill("0");
  await said(page, "has to be above 0: tasks are added until").waitFor();
  assert.equal(await target.getAttribute("aria-invalid"), "true");
  await target.fill("70");
  await button(page, "Add target tracking to shop").click();
  await unfold(service(page, "shop"), "memory");
  await field(page, "Keeps at its target, policy memory of shop").selectOption({ label: "CPU of its tasks, % of what they reserve" });
  await said(page, "Only one TargetTrackingScaling policy for a given metric specification is allowed.").waitFor();
  await field(page, "Keeps at its target, policy memory of shop").selectOption("math");
  await page.getByRole("group", { name: "Expression of policy memory of shop" }).waitFor();

  await page.getByRole("textbox", { name: "Service 1 name" }).fill("store");
  assert.equal(await field(page, "Maximum tasks, auto scaling of store").inputValue(), "8");
});

pageTest("a policy of a service that there is not", async ({ page }) => {
  const policy = {
    PolicyName: "lost",
    ResourceId: "service/default/shopp",
    PolicyType: "TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration: { TargetValue: 70, PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" } },
  };
  await opened(page, scaled({ scalingPolicies: [policy] }), "Service");
  const part = page.getByRole("region", { name: "Auto scaling of no service here" });
  await part.getByText("No scalable target registered for service namespace: ecs, resource ID: service/default/shopp").waitFor();
  await part.getByText("Did you mean").waitFor();
  await axe(page);
  await part.getByRole("combobox", { name: "Service of /scalingPolicies/0" }).selectOption({ label: "shop" });
  await part.waitFor({ state: "detached" });
  await unfold(service(page, "shop"), "Auto scaling");
  await unfold(service(page, "shop"), "lost");
  await field(page, "Target value, policy lost of shop").waitFor();
});

pageTest("a provider brings a group, and tasks that wait tell what it would do", async ({ page }) => {
  await opened(page, scenario(), "Cluster");
  await button(page, "+ Capacity provider").click();
  await unfold(panel(page, "Cluster"), "cp");
  const preview = told(page, "What waiting tasks would do by cp");
  await preview.getByText("asks for more instances of asg, 2 instead of 0").waitFor();
  await page.getByRole("spinbutton", { name: "with instances running" }).fill("2");
  await page.getByRole("spinbutton", { name: "Try: tasks that wait" }).fill("9");
  assert.equal(
    await preview.innerText(),
    "Capacity provider cp asks for more instances of asg, 4 instead of 2: M = 2 + 2 = 4 for 9 tasks waiting, 8 to an instance; 100 × 4 / 2 = 200; ceil(2 × 200 / 100) = 4.",
  );
  const percent = field(page, "Target capacity, %, capacity provider cp");
  for (const wrong of ["0", "101"]) {
    await percent.fill(wrong);
    await said(page, `is ${wrong}; it has to be from 1 to 100`).waitFor();
    assert.equal(await percent.getAttribute("aria-invalid"), "true");
    await preview.getByText("Numbers are needed to tell").waitFor();
  }
  await percent.fill("100");
  await field(page, "Termination protection, capacity provider cp").selectOption("ENABLED");
  await said(page, "the Auto Scaling group must have instance protection from scale in enabled").waitFor();
  await unfold(panel(page, "Cluster"), "asg");
  await field(page, "Protect new instances from scale-in, group asg").check();
  await said(page, "must have instance protection from scale in enabled").waitFor({ state: "detached" });

  await field(page, "Name, capacity provider cp").fill("spot-cp");
  await field(page, "Name, capacity provider cp").press("Enter");
  await field(page, "Managed scaling, capacity provider spot-cp").selectOption("DISABLED");
  await said(page, "Managed scaling is off").waitFor();
  await said(page, "Managed termination protection needs managed scaling").waitFor();
  await field(page, "Termination protection, capacity provider spot-cp").selectOption("DISABLED");
  await run(page);
});

pageTest("a group of one type or of several, and its bounds", async ({ page }) => {
  await opened(page, scenario(), "Cluster");
  await button(page, "+ Auto Scaling group").click();
  await unfold(panel(page, "Cluster"), "asg");
  await field(page, "Minimum size, group asg").fill("7");
  await said(page, "7 is above").waitFor();
  await field(page, "Minimum size, group asg").fill("1");
  await said(page, "must be between the specified min size:1 and max size:6").waitFor();
  await field(page, "Desired, group asg").fill("2");
  await said(page, "must be between the specified min size").waitFor({ state: "detached" });
  await field(page, "Several instance types, group asg").check();
  await button(page, "Add an instance type to group asg").click();
  await field(page, "Instance type, type 2 of group asg").fill("m5.lrage");
  await said(page, "Did you mean").waitFor();
  await field(page, "Instance type, type 2 of group asg").fill("m5.xlarge");
  await field(page, "Weight, type 2 of group asg").fill("2");
  await said(page, "All instance types have a weight, or none has one").waitFor();
  await field(page, "Weight, type 1 of group asg").fill("1");
  await said(page, "All instance types have a weight, or none has one").waitFor({ state: "detached" });
  for (const zone of ["a", "b", "c"]) {
    await field(page, `us-east-1${zone}, Availability Zones of group asg`).uncheck();
  }
  await said(page, "At least one Availability Zone or VPC Subnet is required.").waitFor();
  await field(page, "us-east-1b, Availability Zones of group asg").check();
  await button(page, "Add a scheduled action to group asg").click();
  await unfold(panel(page, "Cluster"), "morning");
  await said(page, "Next: Thu 2026-01-01 09:00, Fri 2026-01-02 09:00, Mon 2026-01-05 09:00 (UTC).").waitFor();
  await field(page, "Minimum size, scheduled action morning of group asg").fill("2");
  await run(page);
  await page.getByRole("heading", { name: "us-east-1b" }).waitFor();
});

pageTest("the cluster's strategy, and what AWS takes of none", async ({ page }) => {
  await opened(page, scenario(), "Cluster");
  await button(page, "+ Capacity provider").click();
  await button(page, "+ Capacity provider").click();
  await unfold(panel(page, "Cluster"), "The cluster");
  const add = button(page, "Add a capacity provider to the default strategy");
  await add.click();
  await add.click();
  const own = (label, item) => field(page, `${label}, provider ${item} of the default strategy`);
  await own("Base", 1).fill("1");
  await own("Base", 2).fill("1");
  await said(page, "One capacity provider of a strategy may have a").waitFor();
  await own("Base", 2).fill("");
  await own("Weight", 1).fill("0");
  await own("Weight", 2).fill("0");
  await said(page, "There are no capacity providers with a weight value greater than zero").waitFor();
  await own("Weight", 1).fill("1");
  await own("Provider", 2).selectOption("FARGATE");
  await said(page, "A capacity provider strategy cannot contain a mix of capacity providers").waitFor();
  await button(page, "Remove provider 2 of the default strategy").click();
  await said(page, "cannot contain a mix").waitFor({ state: "detached" });
  await field(page, "cp, Capacity providers of the cluster").uncheck();
  await said(page, "cannot contain a capacity provider that is not associated with the cluster").waitFor();
  await unfold(panel(page, "Cluster"), "cp");
  await button(page, "Remove capacity provider cp").click();
  await page.getByText("The capacity provider cp is removed, also from strategies.").waitFor();
  await button(page, "Undo").click();
  await own("Provider", 1).waitFor({ state: "attached" });
});

const everything = () =>
  scaled({
    scalingPolicies: [
      {
        PolicyName: "cpu",
        ResourceId: "service/default/shop",
        PolicyType: "TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration: { TargetValue: 70, PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" } },
      },
      {
        PolicyName: "steps",
        ResourceId: "service/default/shop",
        PolicyType: "StepScaling",
        StepScalingPolicyConfiguration: { AdjustmentType: "ChangeInCapacity", StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }] },
      },
    ],
    scheduledActions: [{ ScheduledActionName: "morning", ResourceId: "service/default/shop", Schedule: "cron(0 9 * * ? *)", ScalableTargetAction: { MinCapacity: 4 } }],
    autoScalingGroups: [{ AutoScalingGroupName: "workers", MinSize: 0, MaxSize: 6, AvailabilityZones: ["us-east-1a"], simulation: { instanceType: "t3.medium" } }],
    capacityProviders: [{ name: "workers-cp", autoScalingGroupProvider: { autoScalingGroupArn: "workers", managedScaling: { status: "ENABLED", targetCapacity: 101 } } }],
  });

for (const [name, options] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { viewport: { width: 360, height: 740 }, colorScheme: "light" },
})) {
  pageTest(`axe finds nothing in the forms of scaling: ${name}`, { reducedMotion: "reduce", ...options }, async ({ page }) => {
    const width = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await opened(page, everything(), "Service", ["Auto scaling", "cpu", "steps", "morning"]);
    await told(page, "What a value would do by policy cpu").scrollIntoViewIfNeeded();
    await axe(page);
    await screenshot(page, `scaling policy ${name}`);
    await field(page, "Schedule, scheduled action morning of shop").scrollIntoViewIfNeeded();
    await screenshot(page, `scaling schedule ${name}`);
    assert.equal(await width(), 0);
    await openSection(page, "Cluster");
    for (const part of ["workers", "workers-cp", "The cluster"]) {
      await unfold(panel(page, "Cluster"), part);
    }
    await axe(page);
    await field(page, "Name, group workers").scrollIntoViewIfNeeded();
    await screenshot(page, `scaling group ${name}`);
    await field(page, "Name, capacity provider workers-cp").scrollIntoViewIfNeeded();
    await screenshot(page, `scaling provider ${name}`);
    assert.equal(await width(), 0);
  });
}

pageTest("everything is reached with the keyboard", async ({ page }) => {
  await opened(page, scenario(), "Service", ["Auto scaling"]);
  await button(page, "Add auto scaling to shop").focus();
  await page.keyboard.press("Enter");
  await field(page, "Maximum tasks, auto scaling of shop").waitFor();
  await field(page, "Minimum tasks, auto scaling of shop").focus();
  const names = [];
  for (let count = 0; count < 7; count += 1) {
    names.push(await page.evaluate(() => document.activeElement.getAttribute("aria-label")));
    await page.keyboard.press("Tab");
  }
  assert.deepEqual(names, [
    "Minimum tasks, auto scaling of shop",
    "Maximum tasks, auto scaling of shop",
    "Remove auto scaling of shop",
    "Suspend scaling in, auto scaling of shop",
    "Suspend scaling out, auto scaling of shop",
    "Suspend scheduled actions, auto scaling of shop",
    "Add target tracking to shop",
  ]);
  await button(page, "Remove auto scaling of shop").press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "+ Auto scaling");
});
