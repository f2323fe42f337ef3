// The editor of the task definition's JSON: late, helpful, and never in the way.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { behindCaret, box, boxText, definition, editor, finished, jsonTab, openForm, paste } from "./page.mjs";

const BUNDLE = "**/editor-*.js";

// The arrow keys scroll this list from within the editor. Axe knows that of a combobox, and a
// combobox has one line.
const OPTIONS = ".cm-tooltip-autocomplete > ul";

const openJson = (page) => jsonTab(page).click();
const options = (page) => page.getByRole("listbox", { name: "Completions" }).getByRole("option");
const option = (page, name) => options(page).filter({ hasText: name });
const findings = (page) => page.getByRole("list", { name: "Findings" });

/** Holds the editor's file back until the returned function is called. */
async function hold(page) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(BUNDLE, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** What the editor tells assistive technology from now on: a moment later it stands nowhere any more. */
const announcements = (page) =>
  page.evaluateHandle(() => {
    const told = [];
    const place = document.querySelector(".cm-announced");
    new MutationObserver(() => told.push(place.textContent)).observe(place, { childList: true });
    return told;
  });

pageTest("the editor is not loaded before somebody wants to see the text", async ({ page }) => {
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /\/editor-/.test(name)).length);
  await finished(page);
  assert.equal(await loaded(), 0);
  await openJson(page);
  await editor(page);
  assert.equal(await loaded(), 1);
  await openForm(page);
  await openJson(page);
  assert.equal(await loaded(), 1);
});

pageTest("what is typed while the editor is loaded is kept, and the caret stays", async ({ page }) => {
  const release = await hold(page);
  await finished(page);
  await openJson(page);
  await page.getByText("The editor is being loaded").filter({ visible: true }).waitFor();
  await box(page).fill('{\n  "family": "b"\n}');
  await box(page).press("ControlOrMeta+Home");
  await box(page).press("ArrowDown");
  await box(page).press("End");
  await page.keyboard.press("ArrowLeft");
  const { height } = await box(page).boundingBox();
  // Keys go on as fast as they come, into whichever has the focus.
  const typing = page.keyboard.type("etween-the-two", { delay: 25 });
  setTimeout(release, 120);
  await typing;
  await editor(page);
  await page.keyboard.type("-boxes");
  assert.equal(await boxText(page), '{\n  "family": "between-the-two-boxes"\n}');
  assert.equal(await behindCaret(page), '"\n}');
  assert.equal((await page.locator(".cm-editor").boundingBox()).height, height);
  await findings(page).getByText("containerDefinitions").first().waitFor();
});

pageTest("without its file the text area goes on", async ({ page, errors }) => {
  await page.route(BUNDLE, (route) => route.abort());
  await finished(page);
  await openJson(page);
  await page.getByText("The editor could not be loaded").waitFor();
  await box(page).fill('{"family": "plain"}');
  await findings(page).getByRole("button", { name: /^line 1/ }).first().click();
  assert.equal(await behindCaret(page), '{"family": "plain"}');
  await axe(page);
  assert.ok(errors.length > 0);
  errors.length = 0;
  // It is tried again when the text is next wanted.
  await page.unroute(BUNDLE);
  await openForm(page);
  await openJson(page);
  await editor(page);
  assert.equal(await boxText(page), '{"family": "plain"}');
});

pageTest("findings are marked at their place, and F8 goes there", async ({ page }) => {
  await finished(page);
  await paste(page, '{\n  "family": "wéb😀",\n  "containerDefinitions": [{ "name": "a", "image": "a:1", "memory": "lots" }]\n}');
  const wrong = page.locator(".cm-lintRange-error", { hasText: '"lots"' });
  await wrong.waitFor();
  assert.equal(await box(page).getAttribute("aria-invalid"), "true");
  await wrong.hover();
  await page.locator(".cm-tooltip-lint").getByText("memory has to be a whole number").waitFor();
  await page.mouse.move(5, 5);
  await page.locator(".cm-tooltip-lint").waitFor({ state: "detached" });
  await box(page).press("ControlOrMeta+Home");
  const announced = await announcements(page);
  await page.keyboard.press("F8");
  await page.keyboard.press("F8");
  await page.locator(".cm-tooltip-lint").getByText("memory has to be a whole number").waitFor();
  assert.match((await announced.jsonValue()).join("\n"), /memory` has to be a whole number/);
  await axe(page);
  await screenshot(page, "editor-findings");
  await findings(page).getByRole("button", { name: "line 3, column" }).first().click();
  assert.equal(await behindCaret(page), '"lots" }]\n}');
  await page.keyboard.press("Delete");
  for (let time = 0; time < 5; time += 1) {
    await page.keyboard.press("Delete");
  }
  await page.keyboard.type("512");
  await wrong.waitFor({ state: "detached" });
});

pageTest("members and values are completed", async ({ page }) => {
  await finished(page);
  await paste(page, '{\n  "family": "web",\n  \n}');
  await box(page).press("ControlOrMeta+End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await page.keyboard.press("ControlOrMeta+Space");
  await options(page).first().waitFor();
  assert.match(await options(page).first().innerText(), /^containerDefinitions/);
  assert.equal(await option(page, "family").count(), 0);
  await axe(page, OPTIONS);
  await screenshot(page, "editor-completion");
  await page.keyboard.type("netw");
  await option(page, "networkMode").and(page.locator('[aria-selected="true"]')).waitFor();
  await page.waitForTimeout(100);
  await page.keyboard.press("Enter");
  await option(page, "awsvpc").waitFor();
  await page.keyboard.type("aw");
  await page.waitForTimeout(100);
  await page.keyboard.press("Enter");
  assert.equal(await boxText(page), '{\n  "family": "web",\n  "networkMode": "awsvpc"\n}');
  await page.keyboard.type(', "pidM');
  await option(page, "pidMode").getByText("not simulated yet").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+z");
  assert.doesNotMatch(await boxText(page), /pidM/);
});

pageTest("the editor follows the form, and Ctrl+Z takes the form's edit back", async ({ page }) => {
  await finished(page);
  await paste(page, definition());
  await box(page).press("ControlOrMeta+Home");
  const text = await boxText(page);
  await openForm(page);
  await page.getByRole("textbox", { name: "Memory MiB" }).fill("2048");
  assert.equal(await boxText(page), text.replace("1024", "2048"));
  await openJson(page);
  await box(page).focus();
  assert.equal(await behindCaret(page), text.replace("1024", "2048"));
  await page.keyboard.press("ControlOrMeta+z");
  assert.equal(await boxText(page), text);
  await openForm(page);
  assert.equal(await page.getByRole("textbox", { name: "Memory MiB" }).inputValue(), "1024");
});

pageTest("another definition begins with nothing to take back", async ({ page }) => {
  await finished(page);
  await paste(page, definition({ family: "mine" }));
  await page.getByRole("button", { name: "Gallery" }).click();
  await page.getByRole("menuitem").first().click();
  await finished(page);
  const text = await boxText(page);
  assert.doesNotMatch(text, /mine/);
  await box(page).press("ControlOrMeta+z");
  assert.equal(await boxText(page), text);
});

pageTest("Tab leaves the editor", async ({ page }) => {
  await finished(page);
  await paste(page, definition());
  const text = await boxText(page);
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "JSON");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ControlOrMeta+Home");
  assert.equal(await behindCaret(page), text);
  await page.keyboard.press("Tab");
  assert.equal(await behindCaret(page), undefined);
  assert.equal(await boxText(page), text);
  const described = (await box(page).getAttribute("aria-describedby")).split(" ");
  const words = await page.evaluate((ids) => ids.map((id) => document.getElementById(id)?.textContent), described);
  assert.match(words.join(" "), /Tab leaves/);
});

pageTest("a text that is too long to be helped with can be edited all the same", async ({ page }) => {
  await finished(page);
  const long = JSON.stringify(Array.from({ length: 5000 }, (_, number) => definition({ family: `shop-${number}` })), null, 2);
  await paste(page, long);
  await page.getByText("Too long to be completed and marked").waitFor();
  await findings(page).getByText("a list of 5000 task definitions").waitFor();
  await box(page).press("ControlOrMeta+Home");
  await page.keyboard.type("x");
  await findings(page).getByText("stands before the JSON").waitFor();
  assert.equal(await page.locator(".cm-line").first().innerText(), "x[");
  assert.equal(await page.locator(".cm-lintRange").count(), 0);
  await paste(page, definition({ family: "not a name!" }));
  await page.locator(".cm-lintRange-error").first().waitFor();
  await page.getByText("Tab leaves").waitFor();
});

pageTest("Ctrl+Enter runs and writes nothing", async ({ page }) => {
  await finished(page);
  await paste(page, definition());
  const text = await boxText(page);
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.getByRole("button", { name: /^shop \d\/7/ }).waitFor();
  assert.equal(await boxText(page), text);
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries({ wide: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } })) {
    pageTest(`axe finds nothing in the editor: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await finished(page);
      await paste(page, `${JSON.stringify(definition({ volumes: [{ name: "data" }], famly: 1, essential: true }, { memory: "lots", tty: null }), null, 2)}`);
      await page.locator(".cm-lintRange-error").first().waitFor();
      await axe(page);
      await screenshot(page, `editor ${name} ${colorScheme}`);
      await box(page).press("ControlOrMeta+Home");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ControlOrMeta+Space");
      await options(page).first().waitFor();
      await axe(page, OPTIONS);
      await screenshot(page, `editor-completion ${name} ${colorScheme}`);
      await page.keyboard.press("Escape");
      await page.keyboard.press("F8");
      await page.locator(".cm-tooltip-lint").waitFor();
      await axe(page);
      await screenshot(page, `editor-finding ${name} ${colorScheme}`);
      await page.keyboard.press("ControlOrMeta+f");
      await page.getByRole("textbox", { name: "Find" }).waitFor();
      await axe(page);
      await screenshot(page, `editor-search ${name} ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });
  }
}

pageTest("the editor is as high as its view is, whichever was open first", { viewport: { width: 1440, height: 900 } }, async ({ page }) => {
  await finished(page);
  const height = async () => Math.round((await page.locator(".cm-editor").boundingBox()).height);
  await openJson(page);
  await editor(page);
  const alone = await height();
  await page.getByRole("tab", { name: "Both" }).click();
  assert.equal(await height(), 580);
  await openJson(page);
  assert.equal(await height(), alone);
});
