// What arrives: the control above the stage, and its form.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { button, field, opened, panel, said, scenario, unfold } from "./forms.mjs";
import { finished, openFromGallery, openSection, run, settled } from "./page.mjs";

const traffic = (page) => page.getByRole("region", { name: "Traffic", exact: true });
const control = (page, name) => traffic(page).getByRole("slider", { name });
const playhead = (page) => page.getByRole("slider", { name: "Playhead", exact: true });

pageTest("traffic is turned up where the playhead stands, with the health of its targets beside it", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, "Rolling update under traffic");
  await playhead(page).press("Home");
  for (let minute = 0; minute < 4; minute += 1) await playhead(page).press("PageUp");
  await page.getByText("State at 04:00").waitFor();
  const line = traffic(page).getByRole("listitem");
  await line.getByText("60 requests/s").waitFor();
  await line.getByRole("img", { name: /^6 targets: 4 healthy, 2 draining$/ }).waitFor();
  await settled(page);
  await axe(page);
  for (const theme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: theme });
    await screenshot(page, `traffic ${theme}`);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await screenshot(page, "traffic phone");
  await page.setViewportSize({ width: 1280, height: 800 });

  const slider = control(page, /.*/);
  assert.match(await slider.getAttribute("aria-valuetext"), /^60 requests a second$/);
  await slider.press("End");
  await page.getByText(/^From t\+04:01 on: 200 a second of /).waitFor();
  await line.getByText("200 requests/s").waitFor();
  await page.locator("#timeline-actions").getByText(/SetTraffic/).waitFor();
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await line.getByText("60 requests/s").waitFor();
  await settled(page);
});

pageTest("traffic is added, goes elsewhere, and has another shape", async ({ page }) => {
  const groups = ["web", "old"].map((name) => ({ Name: name, Protocol: "HTTP", Port: 80, TargetType: "instance" }));
  await opened(page, scenario({ targetGroups: groups, queues: [{ QueueName: "jobs" }] }), "Network");
  await button(page, "Add traffic").click();
  await unfold(panel(page, "Network"), "traffic-1");
  assert.equal(await field(page, "A second, traffic-1").inputValue(), "10");
  await field(page, "Goes to, traffic-1").selectOption("queue jobs");
  await field(page, "Shape, traffic-1").selectOption("ramp: from one rate to another");
  await field(page, "To, a second, traffic-1").fill("30");
  await field(page, "Ends at second, traffic-1").fill("30");
  await said(page, /ends before it (starts|begins)/).waitFor();
  await field(page, "Ends at second, traffic-1").fill("300");
  await field(page, "Shape, traffic-1").selectOption("steps: from second to second");
  await button(page, "Add a step").click();
  assert.equal(await field(page, "From second, step 3, traffic-1").inputValue(), "600");
  await field(page, "A second, step 3, traffic-1").fill("0");
  await axe(page);
  await screenshot(page, "traffic form light");
  await run(page);
  await traffic(page).getByText("→ queue jobs").waitFor();
  await openSection(page, "Network");
  await button(page, "Remove traffic traffic-1").click();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "+ Traffic");
});

pageTest("a control that was moved down at the beginning reaches as far as before", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, "Rolling update under traffic");
  await playhead(page).press("Home");
  await page.getByText("State at 00:00").waitFor();
  const slider = control(page, /.*/);
  const most = await slider.getAttribute("max");
  await slider.press("Home");
  await page.getByText(/^From the beginning: 0 a second of /).waitFor();
  await settled(page);
  assert.equal(await slider.getAttribute("max"), most);
});
