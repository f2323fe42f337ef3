// Why a task stands where it does, and why one waits.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { definition, finished, openFromGallery, openScenario, paste, run } from "./page.mjs";

const panel = (page) => page.getByRole("tabpanel", { name: "Why here?" });
const title = (page, name) => panel(page).getByRole("heading", { name, level: 3 });
const instances = (page) => panel(page).getByRole("list", { name: "Instances" }).locator("> li");

pageTest("a task says why it landed where it did", async ({ page }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await finished(page);
  await page.getByTestId("task").first().click();
  await title(page, /^Task [0-9a-f]{4} landed on i-[0-9a-f]{6}$/).waitFor();
  assert.equal(await page.getByRole("tab", { name: "Why here?" }).getAttribute("aria-selected"), "true");
  await panel(page).getByText("At t+00:00: service web keeps 7 tasks.").waitFor();
  const steps = await panel(page).getByRole("list", { name: "Steps" }).getByRole("listitem").allInnerTexts();
  assert.equal(steps.length, 5);
  assert.match(steps[0], /ACTIVE, agent connected\s+5 → 5/);
  assert.match(steps[3], /spread attribute:ecs\.availability-zone/);
  const first = instances(page).first();
  assert.match(await first.innerText(), /chosen: .* tasks? of the group in us-east-1/);
  await first.locator("summary").click();
  await first.getByText("spread instanceId").waitFor();
  await first.getByText("Passes 8 checks.").waitFor();
  await panel(page).getByText("PLACE-2 what rules an instance out, PLACE-4 spread").waitFor();
  await panel(page).getByText(/ECS says:.*has started 7 tasks/).waitFor();
  await panel(page).getByText("What the task asks for").click();
  await panel(page).getByRole("definition").getByText("service:web", { exact: true }).waitFor();
  await panel(page).getByRole("button", { name: "Copy as text" }).click();
  await panel(page).getByText("Copied.").waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /landed on[^]*Steps\n- ACTIVE, agent connected: 5 → 5/);
});

pageTest("the strip of waiting tasks leads to the receipt of the next one, and moves nothing", async ({ page }) => {
  await finished(page);
  const height = async (strip) => (await strip.boundingBox()).height;
  const before = await height(page.getByText("No task is waiting."));
  await openFromGallery(page, "Room for two, place for none");
  const strip = page.getByTestId("waiting");
  await strip.getByText("no ACTIVE instance has 1536 CPU units free: the most is 1024").waitFor();
  assert.equal(await height(strip), before);
  await strip.getByRole("button", { name: "Why not? report" }).click();
  await title(page, "The next task of report has no place").waitFor();
  assert.equal(await instances(page).count(), 3);
  const last = instances(page).last();
  assert.match(await last.innerText(), /1024 CPU units left, 1536 needed/);
  await last.locator("summary").click();
  await last.getByText("Fails 1 check and passes 7.").waitFor();
  await last.getByText("free 512 CPU units").waitFor();
  await panel(page).getByText(/ECS says: \(service report\) was unable to place a task/).waitFor();
  await panel(page).getByText("PLACE-8 the closest instance").waitFor();
});

pageTest("several services that wait fold into a list", async ({ page }) => {
  await openScenario(page, {
    version: 1,
    name: "Two wait",
    taskDefinitions: [definition(), definition({ family: "big" }, { cpu: 4096, portMappings: [] })],
    services: ["shop", "big"].map((name) => ({ serviceName: name, taskDefinition: name, desiredCount: 3 })),
    containerInstances: [{ instanceType: "t3.medium", availabilityZone: "us-east-1a" }],
  });
  const strip = page.getByTestId("waiting");
  await strip.getByText("5 tasks of 2 services waiting").click();
  await strip.getByText("2 shop waiting").waitFor();
  await axe(page);
  await strip.getByRole("button", { name: "Why not? big" }).click();
  await title(page, "The next task of big has no place").waitFor();
  await panel(page).getByText("take a larger instance type").waitFor({ state: "attached" });
});

pageTest("an instance says why not here, of the service that is chosen", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, "Where a constraint allows it");
  const card = page.getByTestId("instance").last();
  await card.getByRole("button", { name: /^i-/ }).click();
  await title(page, /^The next task of db cannot land on i-/).waitFor();
  await panel(page).getByText("Fails 1 check").waitFor();
  await panel(page).getByRole("list", { name: "Failed checks" }).getByText("not a member").waitFor();
  assert.equal(await panel(page).getByRole("combobox", { name: "Why not here? The next task of service" }).inputValue(), "db");
  await panel(page).getByRole("heading", { name: "Where it would go" }).waitFor();
  await openFromGallery(page, "Room for two, place for none");
  await page.getByTestId("waiting").waitFor();
  await page.getByTestId("instance").first().getByRole("button", { name: /^i-/ }).click();
  await title(page, /^The next task of report cannot land on i-/).waitFor();
  await panel(page).getByRole("combobox", { name: "Why not here? The next task of service" }).selectOption("web");
  await title(page, /^The next task of web /).waitFor();
});

pageTest("a task on Fargate says that no instance was chosen", async ({ page }) => {
  await finished(page);
  const fargate = definition(
    { networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"], cpu: "256", memory: "512" },
    { cpu: 0, memory: undefined, portMappings: [{ containerPort: 80 }] },
  );
  await paste(page, fargate);
  await run(page);
  await page.getByTestId("task").first().click();
  await title(page, /^Task [0-9a-f]{4} landed in us-east-1., on Fargate$/).waitFor();
  await panel(page).getByText("Fargate has no instances to choose among").waitFor();
  await panel(page).getByText("PLACE-7 Fargate's zone spread").waitFor();
});

pageTest("everything is reached with the keyboard alone", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, "Room for two, place for none");
  await page.getByTestId("waiting").getByRole("button", { name: "Why not? report" }).press("Enter");
  await title(page, "The next task of report has no place").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "inspector-panel");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await instances(page).first().getByText("free 512 CPU units").waitFor();
  await page.getByTestId("task").first().press("Enter");
  await title(page, /^Task [0-9a-f]{4} landed on/).waitFor();
  await page.getByRole("tab", { name: "Why here?" }).focus();
  await page.keyboard.press("End");
  await page.getByRole("tabpanel", { name: "Details" }).getByText("lastStatus").first().waitFor();
  await page.getByTestId("task").last().press("Enter");
  await page.getByRole("tabpanel", { name: "Details" }).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries({ wide: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } })) {
    pageTest(`axe finds nothing in a receipt: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await finished(page);
      await page.getByTestId("task").first().click();
      await title(page, /landed on/).waitFor();
      await axe(page);
      await screenshot(page, `why task ${name} ${colorScheme}`);
      await openFromGallery(page, "Room for two, place for none");
      await page.getByTestId("waiting").getByRole("button", { name: /Why not/ }).click();
      await title(page, "The next task of report has no place").waitFor();
      await instances(page).first().locator("summary").click();
      await axe(page);
      await screenshot(page, `why not ${name} ${colorScheme}`);
      await page.getByTestId("instance").first().getByRole("button", { name: /^i-/ }).click();
      await title(page, /cannot land/).waitFor();
      await axe(page);
      await panel(page).scrollIntoViewIfNeeded();
      await screenshot(page, `why not here ${name} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });
  }
}
