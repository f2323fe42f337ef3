// The network that tasks run in: subnets, security groups, load balancers, and the scenario's text.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { behindCaret, definition, editor, mainButton, openSection, pasteHere, pasteScenario, run, scenarioBox } from "./page.mjs";

const part = (page, title) => page.locator("details").filter({ has: page.locator("summary").filter({ hasText: title }) }).last();

/** Opens a part that is folded away. One that was just added is open. */
async function unfold(page, title) {
  const summary = page.locator("summary").filter({ hasText: title }).last();
  if (!(await summary.evaluate((element) => element.parentElement.open))) {
    await summary.click();
  }
}

const button = (page, name) => page.getByRole("button", { name, exact: true });
const scenarioText = async (page) => JSON.parse(await scenario(page));
const scenario = async (page) => {
  await openSection(page, "JSON");
  return wholeText(page);
};
/** The editor draws only what is in view: the whole text is what it copies. */
const wholeText = async (page) => {
  await editor(page, scenarioBox);
  await scenarioBox(page).press("ControlOrMeta+a");
  return scenarioBox(page).evaluate((area) => {
    const clipboardData = new DataTransfer();
    area.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
    return clipboardData.getData("text/plain");
  });
};

const shop = (over = {}) => ({
  version: 1,
  taskDefinitions: [definition({ networkMode: "awsvpc" }, { cpu: 128, memory: 256, portMappings: [{ containerPort: 8080 }] })],
  services: [
    {
      serviceName: "shop",
      taskDefinition: "shop",
      desiredCount: 2,
      networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-a", "subnet-b"] } },
    },
  ],
  containerInstances: ["a", "b"].map((zone) => ({ instanceType: "m5.large", availabilityZone: `us-east-1${zone}` })),
  ...over,
});

async function opened(page, text, section) {
  await pasteScenario(page, text);
  await button(page, "Dismiss").click();
  await openSection(page, section);
}

pageTest("a load balancer is put in front of a service, and taken back", async ({ page }) => {
  await opened(page, shop(), "Service");
  await unfold(page, "Load balancers");
  await button(page, "Put a load balancer in front of shop").click();
  const note = page.getByRole("status").filter({ hasText: "Put in front of shop: shop-alb with a listener HTTP:80" });
  await note.getByText("target group shop of type ip").waitFor();
  const entry = page.getByRole("group", { name: "load balancer 1 of shop" });
  assert.equal(await entry.getByRole("combobox", { name: /^Target group/ }).inputValue(), "shop");
  assert.equal(await entry.getByRole("textbox", { name: /^Container port/ }).inputValue(), "8080");
  const text = await scenarioText(page);
  assert.deepEqual(text.loadBalancers, [{ Name: "shop-alb", Type: "application", Scheme: "internet-facing", Subnets: ["subnet-a", "subnet-b"] }]);
  assert.deepEqual(text.targetGroups, [{ Name: "shop", Protocol: "HTTP", Port: 8080, TargetType: "ip" }]);
  assert.deepEqual(text.services[0].loadBalancers, [{ targetGroupArn: "shop", containerName: "shop", containerPort: 8080 }]);
  await openSection(page, "Network");
  await unfold(page, "shop-alb");
  await page.getByRole("group", { name: "listener HTTP:80 of shop-alb" }).waitFor();
  await button(page, "Undo").click();
  assert.equal(await page.getByText("shop-alb").count(), 0);
  await button(page, "Redo").click();
  await page.getByText("shop-alb").first().waitFor();
  await run(page);
});

pageTest("what targets need of security groups is made, too", async ({ page }) => {
  await opened(page, shop(), "Network");
  await page.getByText("No security groups listed: everything is allowed.").waitFor();
  await button(page, "Add a security group").click();
  await openSection(page, "Service");
  await unfold(page, "Network");
  await page.getByRole("checkbox", { name: "sg-1, Security groups of shop" }).check();
  await unfold(page, "Load balancers");
  await button(page, "Put a load balancer in front of shop").click();
  await page.getByText("security group sg-shop-alb, and it may reach port 8080 of sg-1").waitFor();
  await openSection(page, "Network");
  await unfold(page, "sg-1");
  const rule = page.getByRole("group", { name: "rule 1 of sg-1", exact: true });
  assert.equal(await rule.getByRole("textbox", { name: /^Ports/ }).inputValue(), "8080");
  assert.equal(await rule.getByRole("combobox", { name: /^From/ }).inputValue(), "sg-shop-alb");
  await rule.getByRole("combobox", { name: /^From/ }).selectOption("addresses");
  await rule.getByRole("textbox", { name: /^Block/ }).fill("10.0.0.0/8");
  await rule.getByRole("textbox", { name: /^Ports/ }).fill("8000-8080");
  assert.deepEqual((await scenarioText(page)).securityGroups[0].IpPermissions, [
    { IpProtocol: "tcp", FromPort: 8000, ToPort: 8080, IpRanges: [{ CidrIp: "10.0.0.0/8" }] },
  ]);
});

pageTest("subnets are written out, named, routed and removed", async ({ page }) => {
  await opened(page, shop(), "Network");
  await page.getByText("No subnets listed: the default VPC.").waitFor();
  await button(page, "Write the default subnets out").click();
  await unfold(page, "subnet-a");
  const id = page.getByRole("textbox", { name: "Subnet id, subnet-a" });
  await id.fill("subnet-public");
  await page.getByRole("textbox", { name: "CIDR block, subnet-a" }).fill("10.0.0.0/28");
  await part(page, "subnet-public").getByText("Room for 11 addresses").waitFor();
  await page.getByRole("combobox", { name: "Way to the internet, subnet-public" }).selectOption("internet-gateway");
  await part(page, "subnet-public").getByText("A public subnet").waitFor();
  await unfold(page, "VPC endpoints");
  await page.getByRole("checkbox", { name: "s3, Endpoints of the VPC" }).check();
  const text = await scenarioText(page);
  assert.deepEqual(text.subnets[0], { SubnetId: "subnet-public", AvailabilityZone: "us-east-1a", CidrBlock: "10.0.0.0/28", simulation: { route: "internet-gateway" } });
  assert.deepEqual(text.services[0].networkConfiguration.awsvpcConfiguration.subnets, ["subnet-public", "subnet-b"]);
  assert.deepEqual(text.vpcEndpoints, ["s3"]);
  await openSection(page, "Network");
  await button(page, "Add a subnet").click();
  await unfold(page, "subnet-7");
  await button(page, "Remove subnet subnet-7").click();
  await page.getByText("The subnet subnet-7 is removed.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "add-subnet");
});

pageTest("a name counts with Ctrl+Enter, and half of it does not", async ({ page }) => {
  await opened(page, shop(), "Network");
  await button(page, "Add a target group").click();
  await unfold(page, "targets");
  const name = page.getByRole("textbox", { name: "Name, targets" });
  await name.fill("web");
  await page.locator("summary").filter({ hasText: "targets" }).waitFor();
  await name.press("ControlOrMeta+Enter");
  await page.locator("summary").filter({ hasText: "web" }).waitFor();
  assert.equal((await scenarioText(page)).targetGroups[0].Name, "web");
});

pageTest("the scenario's text is what the forms show", async ({ page }) => {
  await opened(page, shop(), "JSON");
  await pasteHere(page, shop({ services: [{ ...shop().services[0], desiredCount: 3 }] }), scenarioBox);
  await openSection(page, "Service");
  assert.equal(await page.getByRole("spinbutton", { name: "Desired count of shop" }).inputValue(), "3");
  await page.getByRole("spinbutton", { name: "Desired count of shop" }).fill("4");
  assert.match(await scenario(page), /"desiredCount": 4/);
  await scenarioBox(page).press("ControlOrMeta+z");
  await openSection(page, "Service");
  assert.equal(await page.getByRole("spinbutton", { name: "Desired count of shop" }).inputValue(), "3");
  await run(page);
  assert.equal(await page.getByTestId("task").count(), 3);
});

pageTest("a text that is no JSON is kept, and the forms stay", async ({ page }) => {
  await opened(page, shop(), "JSON");
  const before = await wholeText(page);
  await scenarioBox(page).press("ControlOrMeta+Home");
  await page.keyboard.type("{{ half");
  const broken = await wholeText(page);
  await page.getByRole("list", { name: "Findings" }).first().waitFor();
  await openSection(page, "Service");
  await page.getByText("is no JSON at the moment").filter({ visible: true }).waitFor();
  assert.equal(await page.getByRole("spinbutton", { name: "Desired count of shop" }).inputValue(), "2");
  await page.getByRole("spinbutton", { name: "Desired count of shop" }).fill("5");
  await page.getByRole("alert").getByText("could not be changed").waitFor();
  await button(page, "Show the text").click();
  assert.equal(await wholeText(page), broken);
  await openSection(page, "Cluster");
  await button(page, "Go back to the last readable text").click();
  assert.equal(await scenario(page), before);
  await button(page, "Undo").click();
  assert.equal(await wholeText(page), broken);
});

pageTest("the scenario's members are completed, and Tab leaves", async ({ page }) => {
  await opened(page, shop(), "JSON");
  await editor(page, scenarioBox);
  await scenarioBox(page).press("ControlOrMeta+Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ControlOrMeta+Space");
  await page.keyboard.type("subn");
  await page.locator(".cm-tooltip-autocomplete").getByRole("option", { name: "subnets" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".cm-editor")), null);
  assert.equal(await behindCaret(page), undefined);
});

pageTest("problems are counted on the tab that shows them", async ({ page }) => {
  await opened(page, shop(), "JSON");
  await pasteHere(page, shop({ simulation: { seed: "x" } }), scenarioBox);
  await page.getByRole("tab", { name: /^JSON problems: 1/ }).waitFor();
  await mainButton(page).click();
  await page.getByText("Not run: the scenario has errors.").waitFor({ state: "attached" });
});

pageTest("a problem opens its part and stands at its field", async ({ page }) => {
  await pasteScenario(page, shop());
  await openSection(page, "JSON");
  const text = shop({
    subnets: [{ SubnetId: "subnet-a", AvailabilityZone: "us-east-1a", CidrBlock: "10.0.0/24" }, { SubnetId: "subnet-b", AvailabilityZone: "us-east-1b" }],
    loadBalancers: [{ Name: "alb", Subnets: ["subnet-a", "subnet-z"] }],
    listeners: [{ LoadBalancerArn: "alb", Protocol: "HTTP", Port: 80, DefaultActions: [{ Type: "forward", TargetGroupArn: "ghost" }] }],
  });
  await pasteHere(page, text, scenarioBox);
  await page.getByRole("tab", { name: /^Network problems: \d/ }).click();
  const block = page.getByRole("textbox", { name: "CIDR block, subnet-a" });
  await block.and(page.locator('[aria-invalid="true"]')).waitFor();
  const target = page.getByRole("combobox", { name: /^Forwards to, listener 1/ });
  assert.equal(await target.getAttribute("aria-invalid"), "true");
  await part(page, "alb").getByText("subnet-z").first().waitFor();
  const said = (await target.getAttribute("aria-describedby")) ?? "";
  assert.match(await page.locator(`[id="${said}"]`).innerText(), /ghost/);
  await screenshot(page, "network-problems");
});

const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } };

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries(sizes)) {
    pageTest(`axe finds nothing in the network: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await opened(page, shop(), "Network");
      await axe(page);
      await screenshot(page, `network-empty ${name} ${colorScheme}`);
      await button(page, "Write the default subnets out").click();
      await button(page, "Add a security group").click();
      await openSection(page, "Service");
      await unfold(page, "Network");
      await unfold(page, "Load balancers");
      await button(page, "Put a load balancer in front of shop").click();
      await button(page, "Put a load balancer in front of shop").scrollIntoViewIfNeeded();
      await axe(page);
      await screenshot(page, `network-service ${name} ${colorScheme}`);
      await openSection(page, "Network");
      for (const title of ["subnet-b", "VPC endpoints", "sg-shop-alb", "sg-shop", "shop-alb", "ip"]) {
        await unfold(page, title);
      }
      await axe(page);
      for (const [number, heading] of ["Subnets", "Security groups", "Load balancers", "Target groups"].entries()) {
        await page.getByRole("heading", { name: heading, exact: true }).evaluate((element) => element.scrollIntoView({ block: "start" }));
        await screenshot(page, `network-${number} ${name} ${colorScheme}`);
      }
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      await openSection(page, "JSON");
      await editor(page, scenarioBox);
      await axe(page);
      await screenshot(page, `network-json ${name} ${colorScheme}`);
      await pasteHere(page, '{"version": 1, "services": [', scenarioBox);
      await page.getByRole("list", { name: "Findings" }).first().waitFor();
      await axe(page);
      await screenshot(page, `network-broken-json ${name} ${colorScheme}`);
      await openSection(page, "Cluster");
      await axe(page);
      await screenshot(page, `network-broken ${name} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });
  }
}
