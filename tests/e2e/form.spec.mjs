// The task definition as a form: always in step with its text.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { behindCaret, box, boxText, definition, finished, jsonTab, openForm, paste, run, tasks } from "./page.mjs";

const commented = `{
  // our shop
  "family": "shop",
  "networkMode": "bridge",
  "tags": [{ "key": "team", "value": "web" }], // left alone
  "containerDefinitions": [
    {
      "name": "shop", // the one
      "image": "shop:1",
      "cpu": 512,
      "memory": 1024,
      "portMappings": [{ "containerPort": 80, "hostPort": 8080 }]
    }
  ]
}`;

const form = (page) => page.getByRole("tabpanel", { name: "Form" });
const field = (page, name) => form(page).getByRole("textbox", { name, exact: true });
const card = (page, name) => form(page).getByRole("group", { name, exact: true });
const choice = (page, name) => form(page).getByRole("combobox", { name, exact: true });
/** A part that is folded away: its line, which opens it. */
const section = (place, title) => place.locator("summary").filter({ hasText: title });
const read = async (page) => JSON.parse((await boxText(page)).replaceAll(/\/\/ .*$/gm, ""));

pageTest("what the form edits stands in the text, and nothing else changes", async ({ page }) => {
  await finished(page);
  await paste(page, commented);
  await openForm(page);
  await field(page, "Memory MiB").fill("2048");
  assert.equal(await boxText(page), commented.replace("1024", "2048"));
  await field(page, "Family").fill("store");
  await field(page, "Memory reservation MiB").fill("512");
  await field(page, "Memory reservation MiB").fill("");
  assert.equal(await boxText(page), commented.replace("1024", "2048").replace('"shop",\n  "net', '"store",\n  "net'));

  await field(page, "Host port, shop port 1").fill("");
  assert.equal(await field(page, "Host port, shop port 1").getAttribute("placeholder"), "0 · dynamic");
  assert.equal(await field(page, "Task CPU").getAttribute("placeholder"), "— (sum: 512)");
  await section(card(page, "shop"), "Environment").click();
  await page.getByRole("button", { name: "Add a variable to shop" }).click();
  await field(page, "Name, shop variable 1").fill("TOKEN");
  await field(page, "Value, shop variable 1").fill("x");
  await page.getByRole("button", { name: "+ Container" }).click();
  await form(page).getByRole("group", { name: "container-2" }).getByRole("checkbox", { name: "Essential" }).uncheck();
  const text = await boxText(page);
  assert.match(text, /\/\/ our shop[^]*\/\/ left alone[^]*\/\/ the one/);
  const [shop, second] = (await read(page)).containerDefinitions;
  assert.deepEqual(shop.portMappings, [{ containerPort: 80 }]);
  assert.deepEqual(shop.environment, [{ name: "TOKEN", value: "x" }]);
  assert.deepEqual([second.name, second.essential, second.memory], ["container-2", false, 128]);
  await page.getByRole("button", { name: "Remove container container-2" }).click();
  assert.equal((await read(page)).containerDefinitions.length, 1);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "+ Container");
  await run(page);
  await page.getByRole("button", { name: /^store \d\/7/ }).waitFor();
});

pageTest("the form follows the text", async ({ page }) => {
  await finished(page);
  await paste(page, definition({ family: "typed", networkMode: "host" }, { portMappings: [{ containerPort: 80 }] }));
  await openForm(page);
  assert.equal(await field(page, "Family").inputValue(), "typed");
  assert.ok(await form(page).getByRole("radio", { name: "host" }).isChecked());
  assert.equal(await field(page, "Host port, shop port 1").count(), 0);
  await form(page).getByRole("radio", { name: "bridge" }).check();
  await field(page, "Host port, shop port 1").waitFor();
  await form(page).getByText("a host port of 0 is drawn from 32768–60999").waitFor();
  assert.equal((await read(page)).networkMode, "bridge");
});

pageTest("Fargate offers what it sells", async ({ page }) => {
  await finished(page);
  await page.getByRole("button", { name: "Start from" }).click();
  await page.getByRole("menuitem", { name: "nginx on Fargate" }).click();
  const cpu = form(page).getByRole("combobox", { name: "Task CPU" });
  const memory = form(page).getByRole("combobox", { name: "Task memory" });
  const offered = () => memory.locator("option").evaluateAll((options) => options.map((option) => option.value));
  assert.deepEqual(await offered(), ["512", "1024", "2048"]);
  await memory.selectOption("1024");
  await cpu.selectOption("1024");
  assert.deepEqual((await offered()).slice(0, 2), ["2048", "3072"]);
  assert.equal(await memory.inputValue(), "2048");
  const { cpu: units, memory: mib } = await read(page);
  assert.deepEqual([units, mib], ["1024", "2048"]);
  await cpu.selectOption("256");
  assert.equal(await memory.inputValue(), "2048");
  await run(page);
  assert.equal((await tasks(page)).length, 7);
  await form(page).getByRole("checkbox", { name: "Fargate" }).uncheck();
  await field(page, "Task CPU").waitFor();
  await page.getByRole("button", { name: "Start from" }).click();
  await page.getByRole("menuitem", { name: "nginx on Fargate" }).click();
  assert.deepEqual([await cpu.inputValue(), await memory.inputValue()], ["256", "512"]);
});

pageTest("a finding stands at its field", async ({ page }) => {
  await finished(page);
  await paste(page, commented);
  await openForm(page);
  const memory = field(page, "Memory MiB");
  await memory.fill("much");
  await form(page).getByText("has to be a whole number").waitFor();
  assert.equal(await memory.getAttribute("aria-invalid"), "true");
  const id = await memory.getAttribute("aria-describedby");
  assert.match(await page.locator(`[id="${id}"]`).innerText(), /AWS: Invalid type for parameter/);
  // Below is only what has no field: that the text has comments.
  assert.equal(await page.getByRole("list", { name: "Findings" }).getByText("has to be a whole number").count(), 0);
  await jsonTab(page).click();
  await page.getByRole("list", { name: "Findings" }).getByRole("button", { name: "line 11, column" }).waitFor();
  await openForm(page);
  await memory.fill("512");
  await page.locator(`[id="${id}"]`).waitFor({ state: "detached" });
  assert.equal(await memory.getAttribute("aria-invalid"), "false");
});

pageTest("a part that is folded away says in a line what is in it, and opens for a finding", async ({ page }) => {
  await finished(page);
  await paste(page, definition({}, { environment: [{ name: "MODE", value: "fast" }], logConfiguration: { logDriver: "awslogs" } }));
  await openForm(page);
  await section(card(page, "shop"), "Environment 1 variable").waitFor();
  assert.equal(await field(page, "Name, shop variable 1").isVisible(), false);
  await field(page, "Log group").waitFor();
  await form(page).getByText("Log driver awslogs requires options: awslogs-region, awslogs-group").waitFor();
  await field(page, "Log group").fill("/ecs/shop");
  await field(page, "Region").fill("eu-west-1");
  await form(page).getByText("Log driver awslogs requires options").waitFor({ state: "detached" });
  assert.ok(await field(page, "Region").isVisible(), "what has opened stays open");
});

pageTest("health check, mounts and logs are fields, and the rest of the text stays", async ({ page }) => {
  await finished(page);
  await paste(page, commented);
  await openForm(page);
  const shop = card(page, "shop");
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const container = async () => (await read(page)).containerDefinitions[0];

  await section(shop, "Health check").click();
  await press("Add a health check to shop");
  await field(page, "Command").fill("curl -f http://localhost:80/");
  await field(page, "Interval, s").fill("10");
  assert.deepEqual((await container()).healthCheck, { command: ["CMD-SHELL", "curl -f http://localhost:80/"], interval: 10 });
  await choice(page, "Run as").selectOption("CMD");
  await field(page, "Command, one argument a line").fill("curl\nlocalhost");
  assert.deepEqual((await container()).healthCheck.command, ["CMD", "curl", "localhost"]);
  await field(page, "Interval, s").fill("1");
  await form(page).getByText("is 5 to 300, and not 1").waitFor();
  await press("Remove the health check of shop");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "+ Health check");

  await section(form(page), "Volumes").first().click();
  await press("+ Volume");
  await choice(page, "Kind, volume 1").selectOption({ label: "Amazon EFS" });
  await field(page, "File system, volume 1").fill("fs-1");
  await section(shop, "Storage").click();
  await press("Add a mount point to shop");
  await form(page).getByRole("checkbox", { name: "Read only" }).check();
  assert.deepEqual((await container()).mountPoints, [{ sourceVolume: "volume-1", containerPath: "/data", readOnly: true }]);
  assert.deepEqual((await read(page)).volumes, [{ name: "volume-1", efsVolumeConfiguration: { fileSystemId: "fs-1" } }]);

  await section(shop, "Logging").click();
  await press("Add a log configuration to shop");
  await press("Add a log option to shop");
  await field(page, "Name, shop log option 1").fill("mode");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Value, shop log option 1");
  await field(page, "Value, shop log option 1").fill("non-blocking");
  assert.equal((await container()).logConfiguration.options.mode, "non-blocking");
  await press("Remove the log configuration of shop");
  await press("Remove mount point 1 of shop");
  await press("Remove volume 1");
  assert.equal(await boxText(page), commented);
});

/** What waits for what: `app` for `db` and `migrate`, `migrate` for `db`. */
const waiting = (over = {}) => {
  const { family, networkMode, containerDefinitions } = definition();
  const dependency = (containerName, condition) => ({ containerName, condition });
  const db = { name: "db", image: "postgres:16", memory: 256, healthCheck: { command: ["CMD", "pg_isready"] }, ...over };
  const migrate = { name: "migrate", image: "shop:1", memory: 128, essential: false, dependsOn: [dependency("db", "HEALTHY")] };
  const app = {
    ...containerDefinitions[0],
    dependsOn: [dependency("db", "HEALTHY"), dependency("migrate", "SUCCESS")],
    command: ["serve", "--port", "80"],
    secrets: [{ name: "TOKEN", valueFrom: "arn:aws:ssm:us-east-1:123456789012:parameter/token" }],
    mountPoints: [{ sourceVolume: "data", containerPath: "/data" }],
    logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/shop", "awslogs-region": "us-east-1", mode: "non-blocking" } },
  };
  const volumes = [{ name: "data", efsVolumeConfiguration: { fileSystemId: "fs-12345678" } }, { name: "scratch" }];
  const executionRoleArn = "arn:aws:iam::123456789012:role/execution";
  return { family, networkMode, executionRoleArn, volumes, containerDefinitions: [app, migrate, db] };
};

pageTest("the start order is drawn, and told in words", async ({ page }) => {
  await finished(page);
  await paste(page, waiting());
  await openForm(page);
  const order = page.getByRole("figure", { name: "Start order" });
  await order.getByRole("img").waitFor();
  assert.deepEqual(await order.getByRole("listitem").allInnerTexts(), [
    "shop starts after db is healthy and migrate has exited with 0.",
    "migrate starts after db is healthy.",
    "db starts at once.",
  ]);
  await section(card(page, "db"), "Depends on").click();
  await page.getByRole("button", { name: "Add a dependency to db" }).click();
  await order.getByText("db starts after shop has started: a circle, so it never starts.").waitFor();
  await order.getByText("in a circle").first().waitFor();
  await page.getByRole("list", { name: "Findings" }).or(form(page)).getByText("the dependencies go round in a circle").first().waitFor();
  await choice(page, "Container, db dependency 1").selectOption("migrate");
  assert.equal((await read(page)).containerDefinitions[2].dependsOn[0].containerName, "migrate");
  await page.getByRole("button", { name: "Remove dependency 1 of db" }).click();
  await order.getByText("db starts at once.").waitFor();
  await card(page, "db").getByRole("textbox", { name: "Name", exact: true }).fill("database");
  await order.getByText("db does not exist").waitFor();
});

pageTest("what is nearly JSON becomes plain JSON", async ({ page }) => {
  await finished(page);
  await paste(page, '{"Type": "AWS::ECS::TaskDefinition", "Properties": {"Family": "cloud", // formed\n "ContainerDefinitions": [{"Name": "app", "Image": "app:1", "Memory": 64}]}}');
  await openForm(page);
  const convert = page.getByRole("button", { name: "Convert to plain JSON" });
  await form(page).getByText("Comments and the text's own layout are lost.").waitFor();
  await axe(page);
  await convert.click();
  assert.equal(await field(page, "Family").inputValue(), "cloud");
  assert.deepEqual(JSON.parse(await boxText(page)), {
    family: "cloud",
    containerDefinitions: [{ name: "app", image: "app:1", memory: 64 }],
  });
  await paste(page, '{"family": "a", "family": "b", "containerDefinitions": [{"name": "app", "image": ${IMAGE}, "memory": 64}]}');
  await openForm(page);
  await convert.click();
  assert.equal(await field(page, "Image").inputValue(), "${IMAGE}");
});

pageTest("a text that the form cannot show", async ({ page }) => {
  await finished(page);
  await paste(page, '{\n  "family": "x",\n  "containerDefinitions": [{ "na');
  await openForm(page);
  await form(page).getByText("The form cannot show this text").waitFor();
  await page.getByRole("list", { name: "Findings" }).getByRole("button", { name: /^line 3/ }).click();
  await jsonTab(page).and(page.locator('[aria-selected="true"]')).waitFor();
  assert.match(await behindCaret(page), /^.{0,20}$/s);
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries({ wide: { width: 1440, height: 1600 }, phone: { width: 360, height: 2400 } })) {
    pageTest(`every template is at home in the form: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await finished(page);
      for (const template of ["nginx on Fargate", "Web with a sidecar", "Worker on a queue", "Daemon agent", "Batch job"]) {
        await page.getByRole("button", { name: "Start from" }).click();
        await axe(page);
        if (template === "Daemon agent") {
          await screenshot(page, `form-menu ${name} ${colorScheme}`);
        }
        await page.getByRole("menuitem", { name: template }).click();
        await run(page);
        assert.equal(await page.locator('[aria-invalid="true"]').count(), 0, template);
        await axe(page);
        await screenshot(page, `form ${template} ${name} ${colorScheme}`);
      }
      await paste(page, waiting({ dependsOn: [{ containerName: "shop", condition: "SOON" }, { containerName: "ghost", condition: "START" }] }));
      await openForm(page);
      await form(page).getByText("does not exist").first().waitFor();
      await page.evaluate(() => document.querySelectorAll("#definition-form details").forEach((details) => (details.open = true)));
      await axe(page);
      await screenshot(page, `form-sections ${name} ${colorScheme}`);
      await page.getByRole("figure", { name: "Start order" }).scrollIntoViewIfNeeded();
      await screenshot(page, `form-start-order ${name} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      await page.getByRole("button", { name: "Start from" }).click();
      await page.getByRole("menuitem", { name: "Web with a sidecar" }).click();
      await field(page, "Family").fill("not a name!");
      await form(page).getByRole("group", { name: "app", exact: true }).getByRole("textbox", { name: "CPU units" }).fill("much");
      await form(page).getByRole("group", { name: "app", exact: true }).getByRole("textbox", { name: "Memory MiB" }).fill("");
      await page.locator('[aria-invalid="true"]').first().waitFor();
      await axe(page);
      await screenshot(page, `form-findings ${name} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });
  }
}

pageTest("the form with the keyboard alone", async ({ page }) => {
  await finished(page);
  const focused = () => page.evaluate(() => document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent);
  await page.getByRole("button", { name: "Start from" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(), /^Web with a sidecar/);
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "Start from");
  assert.equal(await field(page, "Family").inputValue(), "web");
  await page.keyboard.press("Tab");
  assert.match(await focused(), /^web:1/);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Run task…");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Compare revisions");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Form");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "JSON");
  assert.ok(await box(page).isVisible());
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Family");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  assert.deepEqual((await read(page)).requiresCompatibilities, undefined);
  await page.keyboard.press("Space");
  assert.deepEqual((await read(page)).requiresCompatibilities, ["EC2"]);
  for (let times = 0; times < 4; times += 1) {
    await page.keyboard.press("Tab");
  }
  assert.equal(await focused(), "bridge");
  await page.keyboard.press("ArrowRight");
  assert.equal((await read(page)).networkMode, "host");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Compare network modes");
  await page.keyboard.press("Tab");
  await page.keyboard.type("512");
  assert.equal(await focused(), "Task CPU");
  assert.equal((await read(page)).cpu, "512");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.match(await focused(), /^Roles/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("arn:aws:iam::123456789012:role/web");
  assert.equal((await read(page)).taskRoleArn, "arn:aws:iam::123456789012:role/web");
});
