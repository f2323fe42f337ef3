// A cluster as large as ECS allows does not freeze the page, and a text beyond all measure not who types.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { announcement, box, definition, finished, jsonTab, largest, mainButton, openScenario, paste, pasteScenario, tasks } from "./page.mjs";

pageTest("5,000 instances and 5,000 tasks run while the page answers", async ({ page }) => {
  await pasteScenario(page, largest);
  await mainButton(page).click();
  // The page answers meanwhile; the run may be over before a progress bar can be seen.
  await page.getByRole("tab", { name: "Details" }).click();
  assert.equal(await page.getByRole("tab", { name: "Details" }).getAttribute("aria-selected"), "true");
  await announcement(page).filter({ hasText: "Run finished: 5,000 of 5,000 tasks placed." }).waitFor({ timeout: 60_000 });
  assert.equal(await page.getByTestId("instance").count(), 72);
  const more = page.getByRole("button", { name: "Show 24 more of 1,644" });
  await more.click();
  await more.waitFor({ state: "detached" });
  assert.ok((await tasks(page)).length >= 72);
  await page.getByText("Of 5,000 instances, CPU is reserved").waitFor({ state: "attached" });
  await axe(page);
  await screenshot(page, "large");
});

pageTest("a cluster of 5,000 instances is explained while the page answers", async ({ page }) => {
  await openScenario(page, largest);
  await page.evaluate(() => {
    window.frames_ms = [];
    let last = performance.now();
    const look = () => {
      window.frames_ms.push(performance.now() - last);
      last = performance.now();
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.getByTestId("task").first().click();
  const panel = page.getByRole("tabpanel", { name: "Why here?" });
  const instances = panel.getByRole("list", { name: "Instances" }).locator("> li");
  await panel.getByRole("heading", { name: /landed on/, level: 3 }).waitFor();
  assert.ok((await page.evaluate(() => Math.max(...window.frames_ms))) < 1000);
  assert.equal(await instances.count(), 50);
  await panel.getByText("5,000 of 5,000 instances: the first 50, and 4,950 more").waitFor();
  const chosen = (await instances.first().innerText()).match(/i-[0-9a-f]+/)[0];
  await panel.getByRole("searchbox", { name: "Find instances" }).fill(chosen.toUpperCase());
  await panel.getByText("1 of 5,000 instances").waitFor();
  await axe(page);
});

/** Two hundred definitions, of which each can be registered: longer than what is told with every letter. */
const list = JSON.stringify(
  Array.from({ length: 200 }, (_, number) =>
    definition({ family: `big${number}` }, { portMappings: [], environment: Array.from({ length: 20 }, (_, name) => ({ name: `VAR_${name}`, value: "x".repeat(80) })) }),
  ),
);

const heading = (page) => page.getByRole("heading", { name: /^Draft of/ });

/** Types an `x` behind the b of the first family, and tells what the page calls the draft a moment later. */
async function typeX(page) {
  await box(page).press("ControlOrMeta+Home");
  for (let passed = 0; passed < '[{"family":"b'.length; passed += 1) {
    await page.keyboard.press("ArrowRight");
  }
  return page.evaluate(async () => {
    document.execCommand("insertText", false, "x");
    await new Promise((resolve) => setTimeout(resolve, 100));
    return document.getElementById("definition-heading").textContent;
  });
}

const ways = {
  "in the editor": async (page) => paste(page, list),
  "in the text area": async (page) => {
    await jsonTab(page).click();
    await page.getByText("could not be loaded").waitFor();
    await box(page).fill(list);
  },
};

for (const [way, fill] of Object.entries(ways)) {
  pageTest(`what is typed into a long text waits for a pause and is never lost: ${way}`, { open: false }, async ({ page, url, errors }) => {
    if (way === "in the text area") {
      await page.route("**/editor-*.js", (route) => route.abort());
    }
    await page.goto(url);
    await finished(page);
    await fill(page);
    await page.getByRole("button", { name: "Register 200 definitions" }).waitFor({ timeout: 20_000 });
    // Not told yet; then told by the pause.
    assert.equal(await typeX(page), "Draft of big0:1");
    await heading(page).filter({ hasText: "bxig0:1" }).waitFor();
    // Told at once by whatever replaces the text.
    await typeX(page);
    await page.getByRole("button", { name: "Start from" }).click();
    await page.getByRole("menuitem", { name: "Batch job" }).click();
    await page.getByText("The template has replaced the draft of bxxig0:1.").waitFor();
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await heading(page).filter({ hasText: "bxxig0:1" }).waitFor();
    // And by whatever reads it, by hand or by key.
    await typeX(page);
    await page.keyboard.press("Control+Enter");
    await announcement(page).filter({ hasText: /bxxxig0:1|Run finished/ }).waitFor({ timeout: 60_000 });
    await page.getByRole("heading", { name: "bxxxig0:1" }).waitFor();
    errors.splice(0, way === "in the text area" ? errors.length : 0);
  });
}

pageTest("letters in a text of 5 MB are judged once, after the last of them", async ({ page }) => {
  await finished(page);
  const environment = Array.from({ length: 100_000 }, (_, number) => ({ name: `N${number}`, value: "v" }));
  await paste(page, definition({}, { environment }));
  await page.getByText("judging…").waitFor();
  await page.getByText("judging…").waitFor({ state: "detached", timeout: 20_000 });
  await page.evaluate(() => {
    window.judged = 0;
    const look = (records) => records.flatMap((record) => [...record.addedNodes]).forEach((node) => {
      window.judged += node.textContent.includes("judging…") ? 1 : 0;
    });
    new MutationObserver(look).observe(document.querySelector(".setup"), { childList: true, subtree: true });
  });
  await box(page).press("End");
  await page.keyboard.type("          ");
  await page.getByText("judging…").waitFor();
  await page.getByText("judging…").waitFor({ state: "detached", timeout: 20_000 });
  assert.equal(await page.evaluate(() => window.judged), 1);
});

pageTest("cards out of sight follow once the pictures rest, and at once where somebody scrolls to them", async ({ page }) => {
  const containerInstances = [{ name: "host", instanceType: "t3.medium", availabilityZone: "us-east-1a", count: 80 }];
  const services = [{ serviceName: "shop", taskDefinition: "shop", desiredCount: 80, placementStrategy: [{ type: "spread", field: "instanceId" }] }];
  const timeline = [{ atSeconds: 300, action: "ecs:UpdateService", input: { service: "shop", desiredCount: 0 } }];
  await openScenario(page, { ...largest, containerInstances, services, simulation: { durationSeconds: 600, timeline } });
  const cards = page.getByTestId("instance");
  const [seen, unseen] = [cards.first().getByTestId("task"), cards.nth(20).getByTestId("task")];
  await seen.waitFor({ state: "detached" });
  await unseen.waitFor({ state: "detached" });
  await page.getByRole("slider", { name: "Playhead", exact: true }).press("Home");
  for (let minute = 0; minute < 4; minute += 1) await page.getByRole("slider", { name: "Playhead", exact: true }).press("PageUp");
  await seen.waitFor();
  // Nobody scrolls, and it comes all the same.
  await unseen.waitFor({ state: "attached" });
  await cards.nth(20).scrollIntoViewIfNeeded();
  await unseen.waitFor();
});
