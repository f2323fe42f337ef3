// What every end-to-end test needs: the built page on a server, a browser, and a page in it.
//
//   import { pageTest, axe, screenshot } from "./harness.mjs";
//
//   pageTest("a service can be added", async ({ page }) => {
//     await page.getByRole("button", { name: "Add service" }).click();
//     await axe(page);
//     await screenshot(page, "service-added");
//   });

import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import axeCore from "axe-core";
import { launchChromium } from "./chromium.mjs";
import { settled } from "./page.mjs";
import { serveFolder } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const results = join(here, "results");

/** The built page. */
export const dist = join(here, "..", "..", "dist");

let browser;
let server;

before(async () => {
  assert.ok(existsSync(join(dist, "index.html")), "There is no page in dist/. Build it: cargo xtask build");
  server = await serveFolder(dist);
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/**
 * A test with a fresh page, opened and started, in a browser profile of its own.
 *
 * `body` gets `page` (Playwright's), `url` (where the page is) and `errors` (what the console and
 * the page have complained about so far). Errors fail the test at its end; a test that provokes
 * some empties the list after looking at it. A failed test leaves a screenshot in results/.
 *
 * Options: `path` is added to the address (such as "#share=..."); `open: false` leaves it to the
 * test to open the page; everything else goes to Playwright's browser.newContext(), for example
 * `colorScheme: "dark"` or `viewport: { width: 400, height: 800 }`.
 */
export function pageTest(name, ...rest) {
  const body = rest.pop();
  const { path = "", open = true, ...contextOptions } = rest.pop() ?? {};

  test(name, async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...contextOptions });
    const page = await context.newPage();
    await quicken(page);
    const errors = collectErrors(page);
    try {
      if (open) {
        await page.goto(server.url + path);
        await started(page);
      }
      await body({ page, url: server.url, errors });
      assert.deepEqual(errors, [], "the page reported errors");
    } catch (error) {
      // Whatever goes wrong with the picture, the error of the test is the one to report.
      await screenshot(page, `failed ${name}`).catch(() => {});
      throw error;
    } finally {
      await context.close();
    }
  });
}

/** Waits until the page has replaced the words it shows while loading. */
export async function started(page) {
  await page.getByText("Loading ECS Playground…").waitFor({ state: "detached" });
}

/**
 * Asserts that axe finds no violation of its accessibility rules in the page as it is, once it
 * stands still: what is half faded in has the wrong colours. `except` is a selector of what is
 * left out; the test says why.
 */
export async function axe(page, except) {
  await settled(page);
  if (await page.evaluate("typeof axe === 'undefined'")) {
    await page.evaluate(axeCore.source);
  }
  const found = await page.evaluate(async (exclude) => {
    // Whatever else axe knows of the page takes longer to list than to find.
    const { violations } = await axe.run({ exclude }, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }));
  }, except === undefined ? [] : [except]);
  assert.deepEqual(found, [], "axe found violations");
}

/** Saves a picture of what is visible as results/<name>.png. */
export async function screenshot(page, name) {
  mkdirSync(results, { recursive: true });
  const file = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.png`;
  await page.screenshot({ path: join(results, file) });
}

/**
 * Lets every animation and transition of the page be over at once. They take place all the same,
 * for those who have asked for less motion and for everybody else, but nobody waits for them.
 */
async function quicken(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Animation.enable");
  await session.send("Animation.setPlaybackRate", { playbackRate: 1000 });
}

function collectErrors(page) {
  const errors = [];
  page.on("console", (message) => {
    if (message.type() === "error") {
      errors.push(message.text());
    }
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  return errors;
}
