// The story of scaling: where everything stands, its steps with their arithmetic, and where they lead.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { announcement, finished, openFromGallery, settled } from "./page.mjs";

const phone = { width: 360, height: 740 };

const tab = (page, name) => page.getByRole("tab", { name, exact: true }).click();
const story = (page) => page.getByRole("region", { name: "Scaling story", exact: true });
const step = (page, text) => story(page).getByRole("listitem").filter({ hasText: text });

async function open(page, name) {
  await finished(page);
  await openFromGallery(page, name);
  await announcement(page).filter({ hasText: "Run finished" }).waitFor();
  await settled(page);
  await tab(page, "Scaling");
  await story(page).waitFor();
}

pageTest("an empty cluster launches two: from tasks that wait to tasks that are placed", async ({ page }) => {
  await open(page, "Empty cluster launches two");
  await page.getByRole("slider", { name: "Playhead", exact: true }).press("Home");
  await step(page, "6 tasks of web wait in PROVISIONING for instances of pool").waitFor();
  const asks = step(page, "Capacity provider pool asks for more instances of pool-asg, 2 instead of 0");
  await asks.getByText("M = 0 + 3 = 3 for 6 tasks waiting, 2 to an instance; without instances the metric is 200; that is 2 instances, whatever waits").waitFor();
  await step(page, "pool-asg launches 2 instances").getByRole("button", { name: "Because of the capacity provider, t+01:00" }).waitFor();
  await story(page).getByText("M: instances needed, N: instances in service.").waitFor();
  await axe(page);
  await screenshot(page, "scaling-story");
});

pageTest("a step moves the playhead and selects what it is about; the log leads back", async ({ page }) => {
  await open(page, "Empty cluster launches two");
  await step(page, "2 instances of pool-asg registered").getByRole("button", { name: "t+02:30", exact: true }).click();
  await page.getByTestId("moment").getByText("t+02:30").waitFor();
  await tab(page, "Details");
  await page.getByRole("tabpanel", { name: "Details" }).getByText("pool-asg/1").first().waitFor();
  await tab(page, "Scaling");
  await step(page, "Capacity provider pool asks for more instances of pool-asg, 2 instead of 0").getByRole("button", { name: "In the event log" }).click();
  await page.getByRole("tab", { name: "Events", exact: true, selected: true }).waitFor();
  await page.getByTestId("moment").getByText("t+01:00").waitFor();
  await page.getByRole("button", { name: "In the scaling story" }).first().click();
  await story(page).waitFor();
});

pageTest("steps of one thing, and decisions alone", async ({ page }) => {
  await open(page, "Queue workers: depth or backlog");
  await page.getByRole("slider", { name: "Playhead", exact: true }).press("Home");
  await story(page).getByRole("combobox", { name: "Steps of" }).selectOption("by-depth");
  await step(page, "Policy depth of by-depth: desired count 6 → 72").getByText("ceil(6 × 4320 / 360) = 72; scale-out cooldown free; max 120").waitFor();
  await story(page).getByRole("checkbox", { name: "Decisions only" }).check();
  await step(page, "was above 360").waitFor({ state: "detached" });
  const steps = await story(page).getByRole("button", { name: "In the event log" }).count();
  const decisions = await story(page).getByText(/^Policy depth of by-depth: (desired count|not scaled)/).count();
  assert.ok(decisions > 1 && decisions === steps, `${decisions} of ${steps} steps are decisions`);
});

pageTest("what is not scaled says where it stands", async ({ page }) => {
  await open(page, "Scale-in that never comes");
  const standing = step(page, "At the playhead").first();
  await standing.getByText("M = 6 instances with tasks; 100 × 6 / 6 = 100").waitFor();
  await screenshot(page, "scaling-spread");
});

pageTest("two providers flap: tasks without a service wait on the stage", async ({ page }) => {
  await open(page, "Two providers flapping");
  await step(page, "1 task of family:app waits in PROVISIONING for instances of one").first().getByRole("button", { name: /^t\+/ }).click();
  await page.getByTestId("waiting").getByText("2 tasks of 1 task group waiting").click();
  await page.getByTestId("waiting").getByText("1 family:app waiting for an instance of one").first().waitFor();
  await page.getByTestId("waiting").getByRole("button", { name: /^family:app/ }).first().click();
  await axe(page);
  await screenshot(page, "scaling-waiting");
});

pageTest("what is terminated is not counted among what is there", async ({ page }) => {
  await open(page, "Two providers flapping");
  const zone = page.getByRole("region", { name: "us-east-1a", exact: true });
  await zone.getByText(/^0 instances · \d terminated$/).waitFor();
  await page.getByRole("radio", { name: "Dense" }).check();
  await page.getByText(/^0 instances · \d terminated$/).first().waitFor();
  await page.getByRole("radio", { name: "Table" }).check();
  await page.getByRole("table", { name: /^Container instances: 0 · \d+ terminated$/ }).waitFor();
});

pageTest("the first row of charts has what the run is scaled on, and a table says whose each column is", async ({ page }) => {
  await open(page, "Two providers flapping");
  const charts = page.getByRole("figure");
  const row = (await charts.nth(0).boundingBox()).y;
  for (const [number, name] of [[1, "Capacity provider one"], [2, "Capacity provider two"]]) {
    await charts.nth(number).getByText(name).waitFor();
    const { y, height } = await charts.nth(number).boundingBox();
    assert.ok(y === row && y + height <= 800, `${name} at ${y}, ${height} pixels high`);
  }
  await page.getByText("The charts as a table").click();
  const table = page.getByRole("table", { name: "All tasks over time" });
  for (const name of ["one", "two"]) {
    const head = table.getByRole("columnheader", { name: `Capacity provider ${name}: CapacityProviderReservation`, exact: true });
    assert.deepEqual([await head.getAttribute("scope"), await head.getAttribute("colspan")], ["colgroup", "4"]);
  }
  assert.equal(await table.getByRole("columnheader", { name: "high state", exact: true }).count(), 2);
  await table.getByRole("cell", { name: "ALARM", exact: true }).first().waitFor();
  await axe(page);
});

for (const width of [360, 900, 1100, 1280]) {
  pageTest(`the list goes along with the playhead and the window stays: ${width} px`, { viewport: { width, height: 800 } }, async ({ page }) => {
    const top = () => page.evaluate(() => scrollY);
    await finished(page);
    assert.equal(await top(), 0);
    await openFromGallery(page, "Scale-in that never comes");
    await settled(page);
    assert.equal(await top(), 0);
    for (const name of ["Scaling", "Events"]) {
      await tab(page, name);
      // Elsewhere the window may have to move because the page gets shorter.
      await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
      await page.getByRole("slider", { name: "Playhead", exact: true }).evaluate((slider) => {
        slider.focus({ preventScroll: true });
        slider.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true, cancelable: true }));
      });
      await page.getByTestId("moment").getByText("t+00:00").waitFor();
      const here = page.locator(".log .here");
      await here.first().waitFor();
      await settled(page);
      assert.equal(await top(), 0);
      const shown = await here.first().evaluate((row) => {
        const panel = row.closest(".panel-scroll").getBoundingClientRect();
        const { top, bottom } = row.getBoundingClientRect();
        return top >= panel.top - 1 && (bottom <= panel.bottom + 1 || top <= panel.top + 1);
      });
      assert.ok(shown, `${name}: the playhead's row is not in view in its list`);
    }
  });
}

pageTest("a run without scaling says so", async ({ page }) => {
  await finished(page);
  await tab(page, "Scaling");
  await page.getByText("Nothing is scaled in this run.").waitFor();
  await axe(page);
});

pageTest("on a phone, in the dark", { viewport: phone, colorScheme: "dark" }, async ({ page }) => {
  await open(page, "Two providers flapping");
  await page.getByRole("slider", { name: "Playhead", exact: true }).press("Home");
  await step(page, "asks for more instances").first().waitFor();
  await axe(page);
  await screenshot(page, "scaling-phone");
});
