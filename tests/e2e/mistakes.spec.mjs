// Whatever is put in: the page says what is wrong and where, and keeps the text.

import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import { axe, pageTest, screenshot, started } from "./harness.mjs";
import { announcement, behindCaret, box, boxText, definition, finished, mainButton, openSection, paste, placement, run } from "./page.mjs";

const findings = (page) => page.getByRole("list", { name: "Findings" });

const texts = [
  ["no JSON", "hello", /line 1, column 1/],
  ["a truncated paste", '{\n  "family": "web",\n  "containerDefinitions": [{ "na', /line 3, column/],
  ["other JSON", '{ "Resources": {} }', /neither a task definition/],
  ["a list of containers", JSON.stringify(definition().containerDefinitions), /list of containers/],
  ["a list of task definitions", JSON.stringify([definition({}, { cpu: "much" })]), /list of one task definition/],
  ["no family", JSON.stringify({ ...definition(), family: undefined }), /family/],
  ["a member of the wrong type", JSON.stringify(definition({}, { cpu: "much" })), /cpu/],
  ["nothing at all", "   ", /line 1/],
];

for (const [name, text, says] of texts) {
  pageTest(`in the box: ${name}`, async ({ page }) => {
    await finished(page);
    const before = await placement(page);
    await paste(page, text);
    await findings(page).getByText("Error", { exact: true }).first().waitFor();
    assert.match(await findings(page).innerText(), says);
    const deploy = page.getByRole("button", { name: "Register and deploy" });
    assert.equal(await deploy.getAttribute("aria-disabled"), "true");
    assert.match(await described(page, deploy), /^Solve \d+ problems? first$/);
    await deploy.click({ force: true });
    await announcement(page).filter({ hasText: "Not registered" }).waitFor();
    await page.getByTestId("stale").getByText("Not in this run: the draft").waitFor();
    assert.equal(await boxText(page), text);
    assert.deepEqual(await placement(page), before);
  });
}

pageTest("each of a list of task definitions is registered", async ({ page }) => {
  await finished(page);
  await paste(page, JSON.stringify([definition(), { ...definition(), family: "second" }]));
  await page.getByRole("button", { name: "Register 2 definitions" }).waitFor();
  await run(page);
  await page.getByText("Registered shop:1 and second:1.").waitFor();
  await page.getByRole("button", { name: /^second \d\/1/ }).waitFor();
  await page.getByRole("button", { name: /^shop \d\/7/ }).waitFor();
});

pageTest("the place of a finding takes the caret there", async ({ page }) => {
  await finished(page);
  await paste(page, '{\n  "family": "wéb",\n  "containerDefinitions": [{ "name": "a", "image": "a:1", "memory": "x" }]\n}');
  await findings(page).getByRole("button", { name: "line 3, column" }).first().click();
  assert.equal(await behindCaret(page), '"x" }]\n}');
});

pageTest("AWS's own text is told from ours", async ({ page }) => {
  await finished(page);
  await paste(page, definition({}, { memory: undefined }));
  const text = findings(page).getByText("AWS: Invalid setting for container 'shop'. At least one of 'memory' or 'memoryReservation' must be specified.");
  await text.waitFor();
  await axe(page);
  await screenshot(page, "findings");
});

pageTest("members that AWS does not know, or only prints, do not stop a run", async ({ page }) => {
  await finished(page);
  await paste(page, { ...definition(), famly: "x", taskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/shop:3", status: "ACTIVE" });
  await findings(page).getByText("famly").first().waitFor();
  assert.match(await findings(page).innerText(), /what AWS prints/);
  await run(page);
  await page.getByRole("button", { name: /^shop \d\/7/ }).waitFor();
});

pageTest("what is not simulated yet is folded", async ({ page }) => {
  await finished(page);
  await paste(page, definition({ pidMode: "task" }, { privileged: true }));
  await page.getByText("Not simulated yet (2)").click();
  await page.getByText("privileged is not simulated yet").waitFor();
});

pageTest("what describe-task-definition prints is unwrapped", async ({ page }) => {
  await finished(page);
  const text = JSON.stringify({ taskDefinition: { ...definition(), revision: 3 }, tags: [] });
  await paste(page, text);
  await run(page);
  await page.getByRole("button", { name: /^shop \d\/7 .*shop:3/ }).waitFor();
  assert.equal(await boxText(page), JSON.stringify({ ...definition(), revision: 3 }));
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  assert.equal(await boxText(page), text);
});

pageTest("a desired count beyond the quota", async ({ page }) => {
  await finished(page);
  await openSection(page, "Service");
  const count = page.getByRole("spinbutton", { name: "Desired count of web" });
  for (const [typed, says] of [["5001", /at most 5000/], ["-1", /from 0/], ["", /desiredCount/]]) {
    await count.fill(typed);
    const problem = page.getByRole("group", { name: "Problems of the scenario" });
    await problem.getByText(says).first().waitFor();
    await problem.getByText("/services/0/desiredCount", { exact: true }).waitFor();
    assert.equal(await count.inputValue(), typed);
    assert.match(await described(page, count), says);
    await page.getByRole("tab", { name: "Service problems: 1" }).waitFor();
  }
  await count.fill("5001");
  await mainButton(page).click();
  await announcement(page).filter({ hasText: "Not run" }).waitFor();
  await page.getByTestId("stale").waitFor();
  await axe(page);
  await count.fill("2");
  await run(page);
});

pageTest("an instance type that nobody sells", async ({ page }) => {
  await finished(page);
  await openSection(page, "Cluster");
  await page.getByRole("combobox", { name: "Instance type, row 1" }).fill("t3.mediun");
  const problem = page.getByRole("group", { name: "Problems of the scenario" });
  await problem.getByText("Did you mean t3.medium?").waitFor();
});

pageTest("no instances, and a count of zero", async ({ page }) => {
  await finished(page);
  await openSection(page, "Cluster");
  for (let row = 1; row <= 3; row += 1) {
    await page.getByRole("spinbutton", { name: `Number of instances, row ${row}` }).fill("0");
  }
  await run(page);
  await page.getByText("No instances yet.").waitFor();
  await page.getByTestId("waiting").getByText("7 web waiting").waitFor();
});

const bomb = `#1.d.${deflateRawSync(Buffer.alloc(4 * 1024 * 1024)).toString("base64url")}`;
const links = [
  ["cut in the middle", (link) => link.slice(0, link.length / 2), /breaks off|damaged/],
  ["of a newer version", (link) => link.replace("#1.", "#2."), /newer version/],
  ["that unpacks to too much", () => bomb, /more than 1048576 bytes/],
  ["of something else", () => "#hello", /no scenario link/],
  ["to a list", () => `#1.d.${deflateRawSync("[]").toString("base64url")}`, /holds no scenario/],
];

for (const [name, spoil, says] of links) {
  pageTest(`a link ${name}`, async ({ page, url }) => {
    await finished(page);
    const good = await link(page);
    await paste(page, "mine");
    await page.goto(url + spoil(good));
    const alert = page.getByRole("alert").filter({ hasText: "The link could not be opened" });
    await alert.waitFor();
    assert.match(await alert.innerText(), says);
    assert.equal(await boxText(page), "mine");
    await axe(page);
    await alert.getByRole("button", { name: "Dismiss" }).click();
    await alert.waitFor({ state: "detached" });
  });
}

pageTest("a broken link at the start leaves the first scenario", { path: "#1.d.AAAA" }, async ({ page }) => {
  await page.getByRole("alert").filter({ hasText: "The link could not be opened" }).waitFor();
  await finished(page);
  assert.equal((await placement(page)).length, 5);
});

pageTest("a link of another engine version is run, and says so", async ({ page, url }) => {
  await finished(page);
  const good = await link(page);
  const other = good.replace(/\.\d+-(\d+)-([0-9a-f]+)$/, ".99-$1-$2");
  assert.notEqual(other, good);
  await page.goto(url + other);
  await started(page);
  await page.getByText("The link was made with engine version 99").waitFor();
});

/** The link of what is on the page, from the # on. */
async function link(page) {
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog");
  const whole = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
  return new URL(whole).hash;
}

/** What describes an element. */
async function described(page, element) {
  const id = await element.getAttribute("aria-describedby");
  return page.locator(`[id="${id}"]`).innerText();
}

pageTest("a finding leads to its rule, from the list, from its field and from the text", async ({ page }) => {
  await finished(page);
  const code = "missing-container-memory";
  await paste(page, definition({}, { memory: undefined }));
  const rule = page.getByRole("dialog", { name: `Rule ${code}` });
  const link = page.getByRole("button", { name: `Rule ${code}` });
  await findings(page).getByRole("button", { name: `Rule ${code}` }).press("Enter");
  await rule.getByText("ECS has to know how much memory to set aside").waitFor();
  await rule.getByText("RES-2").waitFor();
  await axe(page);
  await screenshot(page, "rule");
  await page.keyboard.press("Escape");
  await rule.waitFor({ state: "detached" });
  assert.equal(await link.first().evaluate((one) => one === document.activeElement), true);

  await page.locator(".cm-lintRange-error").first().hover();
  await page.locator(".cm-tooltip").getByRole("button", { name: `Rule ${code}` }).click();
  await rule.getByRole("button", { name: "Close" }).click();
  await page.getByRole("tab", { name: "Form" }).click();
  await page.getByRole("tabpanel", { name: "Form" }).getByRole("button", { name: `Rule ${code}` }).click();
  await rule.waitFor();
});
