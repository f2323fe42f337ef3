// Time that one can see and move in: the bar, the track with its actions, and the charts.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { announcement, definition, finished, openScenario } from "./page.mjs";

const phone = { width: 360, height: 740 };

/** A service of four tasks on two instances, a task that is run in the sixth minute, and one that fits nowhere. */
const minutes = {
  version: 1,
  name: "Minutes",
  taskDefinitions: [
    definition({}, { cpu: 256, memory: 512, portMappings: [] }),
    definition({ family: "giant" }, { cpu: 256, memory: 60000, portMappings: [] }),
  ],
  services: [
    { serviceName: "shop", taskDefinition: "shop:1", desiredCount: 4 },
    { serviceName: "giant", taskDefinition: "giant:1", desiredCount: 1 },
  ],
  containerInstances: [{ name: "host", instanceType: "t3.medium", availabilityZone: "us-east-1a", count: 2 }],
  simulation: {
    durationSeconds: 600,
    timeline: [{ atSeconds: 300, action: "ecs:RunTask", input: { taskDefinition: "shop", count: 2 } }],
  },
};

const playhead = (page) => page.getByRole("slider", { name: "Playhead", exact: true });
const marker = (page, name) => page.getByRole("slider", { name });
const moment = (page) => page.getByTestId("moment");
const button = (page, name) => page.getByRole("button", { name, exact: true });
const tasks = (page) => page.getByTestId("task");

/** Goes to a second with the keyboard, and waits until the picture is there. */
async function go(page, seconds) {
  await playhead(page).press("Home");
  for (let minute = 0; minute < Math.floor(seconds / 60); minute += 1) {
    await playhead(page).press("PageUp");
  }
  for (let rest = seconds % 60; rest > 0; rest -= rest >= 10 ? 10 : 1) {
    await playhead(page).press(rest >= 10 ? "Shift+ArrowRight" : "ArrowRight");
  }
  await page.getByText(`State at ${clock(seconds)}`).waitFor();
}

const clock = (seconds) => [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, "0")).join(":");

pageTest("the playhead goes anywhere with the keyboard, and everything is as of its moment", async ({ page }) => {
  await openScenario(page, minutes);
  await page.getByText("t+10:00 / 10:00").waitFor();
  assert.equal(await tasks(page).count(), 6);
  await go(page, 3);
  assert.equal(await playhead(page).getAttribute("aria-valuetext"), "3 seconds of 10 minutes");
  await page.getByText("2026-01-01 00:00:03 UTC").waitFor();
  assert.equal(await tasks(page).count(), 4);
  assert.match(await tasks(page).first().innerText(), /PENDING/);
  await page.getByRole("button", { name: /^shop 0\/4/ }).waitFor();
  await page.getByTestId("waiting").waitFor();
  const passed = page.getByRole("tabpanel", { name: "Events" }).locator("li:not(.ahead)");
  await passed.getByText("is PENDING").first().waitFor();
  assert.equal(await passed.getByText("is RUNNING").count(), 0);
  await page.getByRole("radio", { name: "Table" }).check();
  await page.getByRole("table", { name: "Tasks: 4" }).waitFor();
  await go(page, 330);
  await page.getByRole("table", { name: "Tasks: 6" }).waitFor();
  await playhead(page).press("End");
  await page.getByText("t+10:00 / 10:00").waitFor();
});

/** Notes every moment that the bar shows; what is returned waits until it has gone back so many times. */
async function watchMoments(page) {
  await page.evaluate(() => {
    const shown = document.querySelector("[data-testid=moment]");
    const seconds = () => shown.textContent.match(/t\+(\d\d):(\d\d)/).slice(1).reduce((sum, part) => sum * 60 + Number(part), 0);
    window.moments = [seconds()];
    new MutationObserver(() => window.moments.push(seconds())).observe(shown, { childList: true, subtree: true, characterData: true });
  });
  const goneBack = (times) => window.moments.filter((now, number) => now < window.moments[number - 1]).length >= times;
  return (times) => page.waitForFunction(goneBack, times);
}

pageTest("steps go from event to event and are told", async ({ page }) => {
  await openScenario(page, minutes);
  await button(page, "To the start").click();
  await button(page, "Next event").click();
  await page.getByText("t+00:21.05 / 10:00").waitFor();
  await button(page, "Next event").click();
  await announcement(page).filter({ hasText: /: \(service shop\) has reached a steady state/ }).waitFor();
  await page.getByText("t+01:01.05 / 10:00").waitFor();
  await button(page, "Next event").click();
  await page.getByText("t+05:00 / 10:00").waitFor();
  await button(page, "Previous event").click();
  await page.getByText("t+01:01.05 / 10:00").waitFor();
});

pageTest("it plays, pauses with Space, and stops at the end or begins again", async ({ page }) => {
  await openScenario(page, minutes);
  const speed = page.getByRole("combobox", { name: "Speed" });
  await speed.selectOption({ label: "×60" });
  await playhead(page).press(" ");
  await button(page, "Pause").waitFor();
  await playhead(page).press(" ");
  await button(page, "Play").waitFor();
  await speed.selectOption({ label: "×600" });
  await playhead(page).press(" ");
  await page.getByText("t+10:00 / 10:00").waitFor();
  await button(page, "Play").waitFor();
  await button(page, "Loop").click();
  const begins = await watchMoments(page);
  await button(page, "Play").click();
  // From the end it begins again, and then from the end once more.
  await begins(2);
  await button(page, "Pause").click();
  const stopped = await moment(page).innerText();
  await page.waitForTimeout(300);
  assert.equal(await moment(page).innerText(), stopped);
});

pageTest("an action is moved with the keyboard and by hand, edited and removed, each with Undo", async ({ page }) => {
  await openScenario(page, minutes);
  await go(page, 120);
  const action = marker(page, "RunTask shop, 2 tasks");
  await action.press("PageDown");
  await page.getByText("Moved to second 240: RunTask shop, 2 tasks.").waitFor();
  await action.press("ArrowRight");
  await page.getByText("Moved to second 241").waitFor();
  assert.equal(await action.getAttribute("aria-valuetext"), "4 minutes 1 second");
  await page.getByText("t+02:00 / 10:00").waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByRole("button", { name: "Redo", exact: true }).waitFor();
  assert.equal(await action.getAttribute("aria-valuenow"), "300");
  await action.press("Enter");
  await page.getByText("t+05:00 / 10:00").waitFor();

  const from = await action.boundingBox();
  const track = await playhead(page).boundingBox();
  // Another button neither takes it along nor moves the playhead.
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down({ button: "right" });
  await page.mouse.move(from.x + track.width / 4, from.y + from.height / 2, { steps: 5 });
  await page.mouse.up({ button: "right" });
  await page.mouse.click(track.x + track.width / 2, track.y + track.height / 2, { button: "right" });
  await page.getByText("t+05:00 / 10:00").waitFor();
  assert.equal(await action.getAttribute("aria-valuenow"), "300");
  // Pressed at the edge of its grip with a hand that is not quite still, it stays; the playhead goes there.
  await playhead(page).press("Home");
  await page.mouse.move(from.x + from.width - 3, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width - 1, from.y + from.height / 2);
  await page.mouse.up();
  await page.getByText("t+05:00 / 10:00").waitFor();
  assert.equal(await action.getAttribute("aria-valuenow"), "300");
  // Taken there, it goes by as much as the pointer goes.
  const edge = from.x + from.width - 3;
  await page.mouse.move(edge, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(edge + track.width / 10, from.y + 10, { steps: 5 });
  await page.mouse.up();
  await page.getByText(/Moved to second (359|36[01]): RunTask/).waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByRole("button", { name: "Redo", exact: true }).waitFor();
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(track.x + track.width / 4, from.y + 10, { steps: 5 });
  await page.mouse.up();
  await page.getByText(/Moved to second 1[45]\d: RunTask/).waitFor();

  const second = page.getByRole("textbox", { name: "Second of RunTask shop, 2 tasks" });
  await second.fill("77");
  await second.press("Enter");
  await page.getByText("Moved to second 77").waitFor();
  assert.equal(await action.getAttribute("aria-valuenow"), "77");
  await action.press("Delete");
  await page.getByText("Removed from the timeline: RunTask shop, 2 tasks.").waitFor();
  assert.equal(await page.getByTestId("marker").count(), 0);
});

pageTest("tasks start behind the playhead, or at the beginning for whoever wants that", async ({ page }) => {
  await openScenario(page, minutes);
  await page.getByTestId("acts-at").filter({ hasText: "This acts at t+00:00: the playhead stands at the end" }).waitFor();
  await go(page, 60);
  await page.getByTestId("acts-at").filter({ hasText: "This acts at t+01:01." }).waitFor();
  await page.getByTestId("instance").first().getByRole("heading").getByRole("button").click();
  await page.getByRole("combobox", { name: "Task definition to start" }).selectOption("shop:1");
  await page.getByRole("button", { name: "Start it on host/1" }).click();
  await page.getByText("State at 01:01").waitFor();
  assert.equal(await tasks(page).count(), 5);
  await page.getByRole("checkbox", { name: "Change the beginning instead" }).check();
  await page.getByTestId("acts-at").filter({ hasText: "This acts at t+00:00." }).waitFor();
  await page.getByRole("button", { name: /^Run task shop/ }).first().click();
  assert.equal(await page.getByRole("dialog").getByRole("textbox", { name: "At second" }).inputValue(), "0");
});

pageTest("why not here is answered for the moment", async ({ page }) => {
  await openScenario(page, minutes);
  await go(page, 100);
  await page.getByRole("button", { name: "Why not? giant" }).click();
  const why = page.getByRole("tabpanel", { name: "Why here?" });
  await why.getByRole("heading", { name: "The next task of giant has no place" }).waitFor();
  await why.getByText("As things stand at t+01:40.").waitFor();
  await go(page, 110);
  await why.getByText("As things stand at t+01:50.").waitFor();
});

pageTest("a link opens at the second that its maker stood at", async ({ page, url }) => {
  await openScenario(page, minutes);
  await go(page, 45);
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.getByRole("dialog").getByRole("textbox", { name: "Link" }).inputValue();
  assert.match(link, /\.\d+-45-[0-9a-f]{16}$/);
  // Another address altogether, so that the page is opened anew.
  await page.goto(`${url}?opened${new URL(link).hash}`);
  await page.getByText("Replayed exactly").waitFor();
  await page.getByText("State at 00:45").waitFor();
  await page.getByText("t+00:45 / 10:00").waitFor();
});

pageTest("the charts count, their crosshair moves the playhead, and a table says the same", async ({ page }) => {
  await openScenario(page, minutes);
  const tasksChart = page.getByRole("figure").filter({ hasText: "All tasks" });
  await tasksChart.getByText("Running 6").waitFor();
  await go(page, 3);
  await tasksChart.getByText("Pending 4").waitFor();
  const plot = page.getByRole("slider", { name: "Playhead in the chart All tasks" });
  const place = await plot.boundingBox();
  await plot.hover({ position: { x: place.width / 2, y: 10 } });
  await tasksChart.getByText(/Running 4/).waitFor();
  await plot.click({ position: { x: place.width * 0.75, y: 10 } });
  await page.getByText(/^t\+07:\d\d \/ 10:00$/).waitFor();
  await plot.press("Home");
  await page.getByText("t+00:00 / 10:00").waitFor();
  assert.match(await plot.getAttribute("aria-valuetext"), /^0 seconds: Running 0, Pending 4, Desired 5$/);
  await page.getByRole("button", { name: /^shop 0\/4/ }).click();
  await page.getByText("Tasks of shop").waitFor();
  await page.getByText("The charts as a table").click();
  const rows = page.getByRole("table", { name: "Tasks of shop over time" }).getByRole("row");
  assert.match(await rows.nth(0).innerText(), /^From\s+Tasks of shop\s+Reserved in the cluster/);
  assert.match(await rows.nth(3).innerText(), /t\+00:21\.05\s+4\s+0\s+4/);
});

pageTest("the stage has its due, and the edge below it is moved with keys and the pointer, and remembered", async ({ page, url }) => {
  await openScenario(page, minutes);
  const edge = page.getByRole("separator", { name: "Height of the charts" });
  const height = async () => Number(await edge.getAttribute("aria-valuenow"));
  const stage = async () => (await page.getByRole("group", { name: "Cluster" }).boundingBox()).height;
  const [high, room] = [await height(), await stage()];
  assert.ok(room > 440, `${room} pixels of 800 are the stage's`);
  await edge.press("ArrowUp");
  await page.waitForFunction((high) => document.querySelector("[role=separator]").ariaValueNow === String(high + 16), high);
  assert.equal(await stage(), room - 16);
  await edge.press("Home");
  await page.waitForFunction(() => document.querySelector("[role=separator]").ariaValueNow === "40");
  const { x, y, width } = await edge.boundingBox();
  await page.mouse.move(x + width / 2, y + 4);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + 4 - 100);
  await page.mouse.up();
  await page.waitForFunction(() => document.querySelector("[role=separator]").ariaValueNow === "140");
  await axe(page);
  await page.goto(url);
  await finished(page);
  assert.equal(await height(), 140);
  await button(page, "Charts").click();
  await edge.waitFor({ state: "detached" });
  await page.getByText("State at").waitFor();
});

pageTest("charts of instances stay where there are none at the moment", async ({ page }) => {
  const late = { atSeconds: 300, action: "ecs:RegisterContainerInstance", input: { name: "late", instanceType: "t3.medium", availabilityZone: "us-east-1a" } };
  await openScenario(page, { ...minutes, containerInstances: [], simulation: { durationSeconds: 600, timeline: [late] } });
  const titles = () => page.getByRole("figure").locator(".chart-title").allInnerTexts();
  const all = await titles();
  assert.ok(all.includes("Reserved in the cluster") && all.includes("Reserved per instance"), all.join());
  await go(page, 3);
  assert.deepEqual(await titles(), all);
});

pageTest("less motion: it goes in steps of a second", { reducedMotion: "reduce" }, async ({ page }) => {
  await openScenario(page, minutes);
  await button(page, "To the start").click();
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "×10" });
  await watchMoments(page);
  await button(page, "Play").click();
  await page.getByText("t+00:20 / 10:00").waitFor();
  await button(page, "Pause").click();
  assert.deepEqual((await page.evaluate(() => window.moments)).slice(0, 3), [0, 10, 20]);
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries({ wide: { width: 1440, height: 900 }, phone })) {
    pageTest(`axe finds nothing in the time of a run: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await openScenario(page, minutes);
      await go(page, 30);
      await page.getByText("The charts as a table").click();
      await page.getByRole("table", { name: "All tasks over time" }).waitFor();
      await axe(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      await page.getByText("The charts as a table").click();
      await marker(page, "RunTask shop, 2 tasks").focus();
      await playhead(page).scrollIntoViewIfNeeded();
      await screenshot(page, `time ${name} ${colorScheme}`);
    });
  }
}
