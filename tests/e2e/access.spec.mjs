// The page without a mouse, without eyes, on a phone, in the dark.

import assert from "node:assert/strict";
import { join } from "node:path";
import { axe, dist, pageTest, screenshot } from "./harness.mjs";
import { definition, finished, openFromGallery, openSection, paste, run, settled, tasks } from "./page.mjs";

const sizes = { wide: { width: 1440, height: 900 }, tablet: { width: 900, height: 1000 }, phone: { width: 360, height: 740 } };

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of Object.entries(sizes)) {
    pageTest(`axe finds nothing: ${colorScheme}, ${name}`, { colorScheme, viewport, reducedMotion: "reduce" }, async ({ page }) => {
      await finished(page);
      await axe(page);
      await page.getByRole("button", { name: "Gallery" }).click();
      await axe(page);
      await screenshot(page, `gallery ${name} ${colorScheme}`);
      await page.keyboard.press("Escape");
      for (const section of ["Service", "Cluster"]) {
        await openSection(page, section);
        await axe(page);
        await screenshot(page, `${section} ${name} ${colorScheme}`);
      }
      await openSection(page, "Task");
      await page.getByRole("button", { name: "Share" }).click();
      await page.getByRole("dialog").getByRole("textbox", { name: "Link" }).waitFor();
      await axe(page);
      await screenshot(page, `share ${name} ${colorScheme}`);
      assert.equal(await overflow(page), 0);
    });
  }
}

pageTest("nothing is wider than a phone", { viewport: sizes.phone }, async ({ page }) => {
  await finished(page);
  await paste(page, JSON.stringify(definition({ family: "a-family-with-a-name-".repeat(6) })));
  await page.getByText("State at").waitFor();
  await run(page);
  assert.equal(await overflow(page), 0);
  await page.getByTestId("task").first().click();
  assert.equal(await overflow(page), 0);
  await screenshot(page, "phone");
});

pageTest("the theme button switches, and the choice is kept", { colorScheme: "light" }, async ({ page }) => {
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  await finished(page);
  assert.equal(await theme(), "light");
  await page.getByRole("button", { name: "Switch to dark theme" }).click();
  assert.equal(await theme(), "dark");
  await page.reload();
  await finished(page);
  assert.equal(await theme(), "dark");
  await page.getByRole("button", { name: "Switch to light theme" }).click();
  assert.equal(await theme(), "light");
});

pageTest("without a choice the theme goes with the system", { colorScheme: "light" }, async ({ page }) => {
  await finished(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("button", { name: "Switch to light theme" }).waitFor();
});

pageTest("nothing of the page lies over the gallery's menu", async ({ page }) => {
  await finished(page);
  await page.getByRole("button", { name: "Gallery" }).click();
  const covered = await page.getByRole("menu").evaluate((menu) => {
    const { left, top, right, bottom } = menu.getBoundingClientRect();
    const rows = Array.from({ length: Math.floor((bottom - top - 20) / 10) }, (_, row) => top + 10 + row * 10);
    const points = rows.flatMap((y) => [left + 10, (left + right) / 2, right - 30].map((x) => [x, y]));
    return points.filter(([x, y]) => !menu.contains(document.elementFromPoint(x, y))).length;
  });
  assert.equal(covered, 0);
});

pageTest("everything can be done with the keyboard", async ({ page }) => {
  await finished(page);
  const press = async (...keys) => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
  };
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);

  await press("Tab");
  assert.equal(await focused(), "Undo: nothing");
  await press("Tab");
  assert.equal(await focused(), "Redo: nothing");
  await press("Tab");
  assert.equal(await focused(), "Gallery");
  await press("Enter");
  assert.match(await focused(), /^Seven tasks/);
  await press("ArrowDown");
  assert.match(await focused(), /^Two instances/);
  await press("Escape");
  assert.equal(await focused(), "Gallery");
  await press("ArrowDown", "ArrowDown", "Enter");
  await page.getByTestId("waiting").waitFor();
  assert.equal(await focused(), "Gallery");
  await press("Tab");
  assert.equal(await focused(), "Compare");
  await press("Tab", "Tab");
  assert.equal(await focused(), "Share");
  await press("Enter");
  await page.getByRole("dialog").getByRole("textbox", { name: "Link" }).waitFor();
  await press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await focused(), "Share");

  await page.getByRole("tab", { name: "Task" }).focus();
  await press("ArrowRight");
  assert.equal(await focused(), "Service");
  await page.getByRole("spinbutton", { name: "Desired count of api" }).focus();
  await press("ArrowUp", "Control+Enter");
  await page.getByTestId("waiting").getByText("2 api waiting").waitFor();

  await page.getByTestId("task").first().focus();
  await press("Enter");
  assert.equal(await page.getByRole("tab", { name: "Why here?" }).getAttribute("aria-selected"), "true");
  await page.getByRole("tab", { name: "Why here?" }).focus();
  await press("ArrowRight");
  assert.equal(await focused(), "Network");
  await press("ArrowRight");
  assert.equal(await focused(), "Events");
  await page.getByRole("tab", { name: "Events", selected: true }).waitFor();
});

pageTest("landmarks and headings are in order", async ({ page }) => {
  await finished(page);
  for (const [role, name] of [["banner"], ["main", "Cluster"], ["complementary", "Set-up"], ["complementary", "Inspector"]]) {
    assert.equal(await page.getByRole(role, { name }).count(), 1, `${role} ${name}`);
  }
  const levels = await page.evaluate(() => [...document.querySelectorAll("h1, h2, h3, h4")].map((heading) => Number(heading.tagName[1])));
  assert.equal(levels.filter((level) => level === 1).length, 1);
  levels.reduce((before, level) => {
    assert.ok(level <= before + 1, `${levels}`);
    return level;
  }, 0);
});

for (const colorScheme of process.env.UPDATE_SCREENSHOTS === "1" ? ["light", "dark"] : []) {
  pageTest(`the picture of the page for the README, ${colorScheme}`, { colorScheme, viewport: sizes.wide, reducedMotion: "reduce" }, async ({ page }) => {
    await finished(page);
    await openFromGallery(page, "Rolling update under traffic");
    const playhead = page.getByRole("slider", { name: "Playhead", exact: true });
    await playhead.press("Home");
    for (let minute = 0; minute < 4; minute += 1) await playhead.press("PageUp");
    await page.getByText("State at 04:00").waitFor();
    await settled(page);
    // Charts are painted when nothing else is to be done.
    await page.waitForFunction(() =>
      [...document.querySelectorAll("canvas")].every((canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value) => value > 0);
      }),
    );
    await page.screenshot({ path: join(dist, "..", "docs", `screenshot-${colorScheme}.png`) });
    assert.ok((await tasks(page)).length > 0);
  });
}

/** By how many pixels the page is wider than the window. */
function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
