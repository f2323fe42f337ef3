// The core is in a worker, and the page outlives it.

import assert from "node:assert/strict";
import { pageTest, started } from "./harness.mjs";
import { announcement, boxText, definition, finished, mainButton, paste, placement } from "./page.mjs";

/** Keeps the page's workers with the core at hand, and what is sent to them away from the one that is broken. */
const watched = async (page, url) => {
  await page.addInitScript(() => {
    window.cores = [];
    const Before = window.Worker;
    window.Worker = class extends Before {
      constructor(...given) {
        super(...given);
        window.cores.push(this);
      }
    };
  });
  await page.goto(url);
  await started(page);
};

/** What a worker does whose wasm has panicked. */
const breakDown = (page) => page.evaluate(() => window.cores.at(-1).dispatchEvent(new ErrorEvent("error", { message: "a test broke it" })));

const stopped = (page, rest) => page.getByRole("alert").filter({ hasText: rest });

pageTest("a worker that breaks down is replaced, and nothing is lost", { open: false }, async ({ page, url }) => {
  await watched(page, url);
  await finished(page);
  const before = await placement(page);
  await paste(page, definition({ family: "mine" }));
  await breakDown(page);
  await stopped(page, "It has been started again, and the run is repeated").waitFor();
  await finished(page);
  assert.equal(await page.evaluate(() => window.cores.length), 2);
  assert.deepEqual(await placement(page), before);
  assert.match(await boxText(page), /"family": "mine"/);
  // What follows is answered by the next one.
  await mainButton(page).click();
  await announcement(page).filter({ hasText: "Run finished" }).waitFor();
  await page.getByRole("heading", { name: "mine:1" }).waitFor();
});

pageTest("what breaks one worker after the other is not asked for ever", { open: false }, async ({ page, url }) => {
  await watched(page, url);
  await finished(page);
  await breakDown(page);
  await stopped(page, "the run is repeated").waitFor();
  await breakDown(page);
  await stopped(page, "press Run").waitFor();
  await mainButton(page).click();
  await finished(page);
  assert.equal(await page.evaluate(() => window.cores.length), 3);
});

pageTest("a worker that hangs is given up, and nothing is lost", { open: false }, async ({ page, url }) => {
  await page.clock.install();
  await watched(page, url);
  await finished(page);
  const before = await placement(page);
  // From here on it hears nothing.
  await page.evaluate(() => {
    window.cores.at(-1).postMessage = () => {};
  });
  await mainButton(page).click();
  await page.clock.runFor(45_000);
  await stopped(page, "it has not answered for half a minute").waitFor();
  await finished(page);
  assert.equal(await page.evaluate(() => window.cores.length), 2);
  assert.deepEqual(await placement(page), before);
});

pageTest("without the worker's file the page is there and says so", { open: false }, async ({ page, url, errors }) => {
  await page.route("**/core-*_bg.wasm", (route) => route.abort());
  await page.goto(url);
  await started(page);
  await stopped(page, "press Run").waitFor();
  await page.unroute("**/core-*_bg.wasm");
  await mainButton(page).click();
  await finished(page);
  errors.splice(0);
});
