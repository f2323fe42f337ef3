// How fast the page is: prints a small table, judges nothing.

import { launchChromium } from "./chromium.mjs";
import { busy, frames, percentile } from "./frames.mjs";
import { announcement, box, definition, finished, largest, mainButton, paste, pasteScenario } from "./page.mjs";
import { serveFolder } from "./server.mjs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "dist");
const server = await serveFolder(dist);
const browser = await launchChromium();

try {
  const openings = [];
  for (let time = 0; time < 5; time += 1) {
    openings.push(await fresh(interactive));
  }
  const { seconds, blocks } = await fresh(largeRun);
  const work = await fresh(playing);
  const moves = await fresh((page) => scrubbing(page, busy));
  const largeMoves = await fresh((page) => scrubbing(page, largest));
  const letters = await fresh(longText);
  const rows = [
    ["from navigation to the first run drawn, median of 5", `${Math.round(median(openings))} ms`],
    ["run of 5,000 instances and 5,000 tasks", `${seconds.toFixed(2)} s`],
    ["longest block of the main thread meanwhile", `${Math.round(Math.max(0, ...blocks))} ms`],
    ["blocks of more than 50 ms", String(blocks.length)],
    ["a frame's work at ×60, 200 instances, 2,000 tasks: 95 %", `${percentile(work, 95).toFixed(1)} ms`],
    ["from a drag of the playhead to its picture there, median", `${Math.round(median(moves))} ms`],
    ["the same with 5,000 instances and 5,000 tasks", `${Math.round(median(largeMoves))} ms`],
    ["longest block after 5 MB are pasted into the editor", `${Math.round(Math.max(0, ...(await fresh(longPaste))))} ms`],
    ["longest block while ten letters are typed into 5 MB", `${Math.round(Math.max(0, ...letters.typing))} ms`],
    ["longest block while they are judged", `${Math.round(Math.max(0, ...letters.judging))} ms`],
  ];
  for (const [what, value] of rows) {
    console.log(`| page: ${what} | ${value} | |`);
  }
} finally {
  await browser.close();
  await server.close();
}

/** Measures in a profile of its own, so that nothing is cached. */
async function fresh(measure) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    return await measure(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Milliseconds until the first run is on the stage and the Run button can be used. */
async function interactive(page) {
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector("[data-testid=announcement]")?.textContent.startsWith("Run finished")) {
        // Two frames later it has been painted.
        requestAnimationFrame(() => requestAnimationFrame(() => { window.drawnAt = performance.now(); }));
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  });
  await page.goto(server.url);
  await page.waitForFunction(() => window.drawnAt !== undefined);
  return page.evaluate(() => window.drawnAt);
}

/** Seconds that the largest run takes, and the long tasks of the main thread meanwhile. */
async function largeRun(page) {
  await page.goto(server.url);
  await pasteScenario(page, largest);
  await page.evaluate(() => {
    window.blocks = [];
    new PerformanceObserver((list) => window.blocks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
    const said = document.querySelector("[data-testid=announcement]");
    document.addEventListener("click", () => {
      const started = performance.now();
      new MutationObserver(() => {
        if (said.textContent.startsWith("Run finished: 5,000")) {
          requestAnimationFrame(() => requestAnimationFrame(() => { window.took = performance.now() - started; }));
        }
      }).observe(said, { childList: true, characterData: true, subtree: true });
    }, { once: true, capture: true });
  });
  await mainButton(page).click();
  await announcement(page).filter({ hasText: "Run finished: 5,000" }).waitFor({ timeout: 120_000 });
  await page.waitForFunction(() => window.took !== undefined);
  return page.evaluate(() => ({ seconds: window.took / 1000, blocks: window.blocks }));
}

/** Opens a scenario and runs it. */
async function opened(page, scenario) {
  await page.goto(server.url);
  await pasteScenario(page, scenario);
  await mainButton(page).click();
  await announcement(page).filter({ hasText: /Run finished: \d,\d/ }).waitFor({ timeout: 120_000 });
}

/** Milliseconds of the main thread's work for each frame while the busy scenario is played. */
async function playing(page) {
  await opened(page, busy);
  await page.getByRole("button", { name: "To the start" }).click();
  await page.getByText("State at 00:00").waitFor();
  return frames(page, () => page.getByRole("button", { name: "Play" }).click(), 8000);
}

/** Milliseconds from moves of the playhead until each picture has been painted. */
async function scrubbing(page, scenario) {
  await opened(page, scenario);
  return page.evaluate(async () => {
    const slider = document.getElementById("playhead");
    const { left, top, width } = slider.getBoundingClientRect();
    const told = () => document.querySelector(".moment").textContent;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const took = [];
    for (const part of [0, 0.5, 0.1, 0.9, 0.3, 0.7, 0.01, 0.4]) {
      const [before, started] = [told(), performance.now()];
      slider.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: left + width * part, clientY: top, buttons: 1 }));
      while (told() === before) {
        await frame();
      }
      await frame();
      took.push(performance.now() - started);
    }
    return took;
  });
}

/** The long tasks of the main thread while 5 MB of JSON are pasted and judged. */
async function longPaste(page) {
  await page.goto(server.url);
  await finished(page);
  await paste(page, "[]");
  await page.evaluate(() => {
    window.blocks = [];
    new PerformanceObserver((list) => window.blocks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
  });
  await paste(page, Array.from({ length: 15_000 }, (_, number) => definition({ family: `shop-${number}` })));
  await page.getByText("a list of 15000 task definitions").waitFor();
  return page.evaluate(() => window.blocks);
}

/** The long tasks of the main thread while letters are typed into 5 MB, and while those are judged. */
async function longText(page) {
  await page.goto(server.url);
  await finished(page);
  const environment = Array.from({ length: 100_000 }, (_, number) => ({ name: `N${number}`, value: "v" }));
  await paste(page, definition({}, { environment }));
  const judging = page.getByText("judging…");
  await judging.waitFor();
  await judging.waitFor({ state: "detached", timeout: 20_000 });
  await page.evaluate(() => {
    window.blocks = [];
    new PerformanceObserver((list) => window.blocks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
  });
  await box(page).press("End");
  for (let letter = 0; letter < 10; letter += 1) {
    await page.keyboard.type(" ");
    await page.waitForTimeout(80);
  }
  const typing = await page.evaluate(() => window.blocks.splice(0));
  await judging.waitFor();
  await judging.waitFor({ state: "detached", timeout: 20_000 });
  return { typing, judging: await page.evaluate(() => window.blocks.splice(0)) };
}

function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
}
