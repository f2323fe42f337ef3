// How requests reach tasks, what tasks reach, and the network modes side by side.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { finished, openForm, openFromGallery, openSection, settled } from "./page.mjs";

const inspector = (page) => page.getByRole("complementary", { name: "Inspector" });
const panel = (page) => inspector(page).getByRole("tabpanel", { name: "Network" });
const openNetwork = (page) => inspector(page).getByRole("tab", { name: "Network" }).click();
const texts = (list) => list.getByRole("listitem").locator("> .visually-hidden").allInnerTexts();

pageTest("the hop that fails says which rule is missing, and its button adds the rule", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, /^The missing security-group rule/);
  await page.getByTestId("task").nth(3).waitFor();
  await page.getByTestId("task").first().click();
  await openNetwork(page);
  const way = panel(page).getByRole("list", { name: /^The way to service:web/ });
  await way.waitFor();
  const hops = await texts(way);
  assert.equal(hops.length, 7);
  assert.match(hops[1], /^Load balancer web-alb, .*:80.*security groups sg-alb: a request gets past\.$/);
  assert.match(hops[4], /^Instance port .*:32\d{3}, tcp, security groups sg-host: a request stops here\.$/);
  assert.match(hops[5], /^Bridge on the instance docker0.*: not reached\.$/);
  await panel(page).getByText("sg-host has no rule for tcp 32768-60999 from sg-alb").waitFor();
  await panel(page).getByText("Target.Timeout", { exact: true }).waitFor();
  await panel(page).getByText("AWS says: Request timed out").waitFor();
  await panel(page).getByText("504 Gateway Timeout", { exact: true }).waitFor();
  await axe(page);
  await screenshot(page, "network-task-light");
  await panel(page).getByRole("button", { name: "Add this rule to sg-host: tcp 32768-60999 from sg-alb" }).click();
  await page.getByText("Added to sg-host: tcp 32768-60999 from sg-alb.").waitFor();
  await panel(page).getByText("the container's answer").waitFor();
  assert.equal((await texts(way)).filter((hop) => hop.endsWith("gets past.")).length, 7);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await panel(page).getByText("504 Gateway Timeout", { exact: true }).waitFor();
});

pageTest("a service shows what its tasks share once, and where their ways part", { colorScheme: "dark" }, async ({ page }) => {
  await finished(page);
  await openFromGallery(page, /^The missing security-group rule/);
  await page.getByTestId("task").nth(3).waitFor();
  await page.getByRole("button", { name: /^web ?4\/4/ }).click();
  await openNetwork(page);
  await panel(page).getByRole("heading", { name: "The way to service web", level: 3 }).waitFor();
  const shared = panel(page).getByRole("list", { name: "What the tasks share" });
  assert.equal((await texts(shared)).length, 4);
  await panel(page).getByText("No request gets to a container: clients see 504 Gateway Timeout.").waitFor();
  const targets = panel(page).getByRole("list", { name: "Targets" }).locator("> li");
  assert.equal(await targets.count(), 4);
  await targets.nth(1).locator("summary").first().click();
  await axe(page);
  await screenshot(page, "network-service-dark");
  await targets.nth(1).getByRole("button", { name: /^Look at service:web\// }).click();
  await panel(page).getByRole("heading", { name: /^The way to service:web\// }).waitFor();
});

pageTest("what a task reaches, and what it does not, by which route", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, /^A private subnet without a way out/);
  await page.getByTestId("task").first().waitFor();
  await page.getByTestId("task").first().click();
  await openNetwork(page);
  const out = panel(page).getByRole("region", { name: "The way out" });
  await out.getByText("Internet reached: over the NAT gateway that subnet-nat leads to.").waitFor();
  await screenshot(page, "network-way-out-light");
});

pageTest("an instance shows its slots, and whose its host ports are", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, /^Two copies and one host port/);
  await page.getByTestId("task").first().waitFor();
  await page.getByTestId("instance").first().getByRole("button").first().click();
  await openNetwork(page);
  await panel(page).getByRole("heading", { name: "Network interfaces: 1 of 3 used" }).waitFor();
  await panel(page).getByText("80/tcp static, of web").waitFor();
  await panel(page).getByText("reserved by the agent").waitFor();
  await axe(page);
  await screenshot(page, "network-instance-light");
});

pageTest("a service says why the next copy has no place; tables and cells name what is held", async ({ page }) => {
  await finished(page);
  await openFromGallery(page, /^Two copies and one host port/);
  await page.getByTestId("waiting").getByText("1 web waiting").waitFor();
  await page.getByRole("button", { name: /^web ?1\/2/ }).click();
  await openNetwork(page);
  await panel(page).getByText("1 task without a place: host port 80/tcp is taken on every ACTIVE instance").waitFor();
  await panel(page).getByText("Requests get to 1 task.").waitFor();
  await settled(page);
  await screenshot(page, "network-waiting-light");
  await openFromGallery(page, /^Three tasks on the trunk of a c5.large/);
  await page.getByTestId("task").nth(2).waitFor();
  await page.getByRole("radio", { name: "Table" }).check();
  const tasks = page.getByRole("table", { name: /^Tasks/ });
  await tasks.getByRole("columnheader", { name: "Address" }).waitFor();
  assert.match(await tasks.getByRole("row").nth(1).innerText(), /172\.31\.\d+\.\d+/);
  await page.getByRole("radio", { name: "Dense" }).check();
  assert.match(await page.getByTestId("readout").innerText(), /network interfaces \d of 12/);
});

for (const colorScheme of ["light", "dark"]) {
  pageTest(`why the second copy does not start, in the comparison of modes, ${colorScheme}`, { colorScheme, viewport: { width: 1440, height: 900 } }, async ({ page }) => {
    await finished(page);
    await openFromGallery(page, /^Two copies and one host port/);
    await page.getByTestId("waiting").getByText("1 web waiting").waitFor();
    await openForm(page);
    await page.getByRole("button", { name: "Compare network modes" }).click();
    const dialog = page.getByRole("dialog");
    const mode = (name) => dialog.getByRole("region", { name, exact: true });
    await mode("bridge").getByText("Copy 2 does not start: host port 80/tcp is taken.").waitFor();
    await mode("bridge").getByText("in the draft").waitFor();
    assert.match(await mode("awsvpc").innerText(), /2 copies/);
    await mode("host").getByText("What AWS refuses").waitFor();
    await axe(page);
    await screenshot(page, `network-modes-${colorScheme}`);
    await dialog.getByRole("combobox", { name: "Copies on an empty" }).selectOption("c5.large");
    await mode("awsvpc").getByText(/no network interface left/).waitFor();
    await mode("awsvpc").getByRole("button", { name: "Use mode awsvpc" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.ok(await page.getByRole("radio", { name: "awsvpc" }).isChecked());
  });
}

for (const colorScheme of ["light", "dark"]) {
  pageTest(`the picture and the comparison on a phone, ${colorScheme}`, { colorScheme, viewport: { width: 360, height: 740 } }, async ({ page }) => {
    await finished(page);
    await openFromGallery(page, /^The missing security-group rule/);
    await page.getByTestId("task").nth(3).waitFor();
    await page.getByTestId("task").first().click();
    await openNetwork(page);
    await panel(page).getByText("504 Gateway Timeout", { exact: true }).waitFor();
    await panel(page).getByRole("list", { name: /^The way to service:web/ }).scrollIntoViewIfNeeded();
    assert.ok((await overflow(page)) <= 0);
    await screenshot(page, `network-phone-${colorScheme}`);
    await openSection(page, "Task");
    await openForm(page);
    await page.getByRole("button", { name: "Compare network modes" }).click();
    await page.getByRole("dialog").getByRole("region", { name: "bridge", exact: true }).waitFor();
    assert.ok((await overflow(page)) <= 0);
    await axe(page);
    await screenshot(page, `network-modes-phone-${colorScheme}`);
  });
}

/** By how many pixels the page is wider than the window. */
function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
