// The page starts, says so when it cannot, and keeps to its Content-Security-Policy.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { dist, pageTest, screenshot, started } from "./harness.mjs";
import { serveFolder } from "./server.mjs";

pageTest("the page starts without errors", async ({ page }) => {
  assert.equal(await page.title(), "ECS Playground");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.equal(await page.getByRole("alert").filter({ hasText: "could not start" }).count(), 0);
  await screenshot(page, "boot");
});

pageTest("the page starts in a subfolder of a site", { open: false }, async ({ page }) => {
  const server = await serveFolder(dist, "/some/where/");
  try {
    await page.goto(server.url);
    await started(page);
  } finally {
    await server.close();
  }
});

pageTest("a browser without WebAssembly is told why nothing happens", { open: false }, async ({ page, url, errors }) => {
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto(url);
  const alert = page.getByRole("alert");
  await alert.getByRole("heading", { name: "ECS Playground could not start" }).waitFor();
  assert.match(await alert.textContent(), /WebAssembly/);
  assert.equal(errors.length, 1);
  errors.length = 0;
});

for (const colorScheme of ["light", "dark"]) {
  pageTest(`the theme follows a system that prefers ${colorScheme}`, { colorScheme }, async ({ page }) => {
    assert.equal(await themeOf(page), colorScheme);
  });
}

pageTest("a theme once chosen wins over the system's", { open: false, colorScheme: "light" }, async ({ page, url }) => {
  await page.addInitScript(() => localStorage.setItem("ecs-playground-theme", "dark"));
  await page.goto(url);
  assert.equal(await themeOf(page), "dark");
  await started(page);
});

test("the page's HTML has a Content-Security-Policy and nothing inline", () => {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  assert.match(html, /http-equiv="Content-Security-Policy"/);
  const scripts = html.match(/<script\b[^>]*>[^<]*/g) ?? [];
  assert.equal(scripts.length, 2, "the theme and the loader");
  for (const script of scripts) {
    assert.match(script, /^<script\b[^>]* src="\.\/[^"]+"[^>]*>$/);
  }
  assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=/);
});

function themeOf(page) {
  return page.evaluate(() => document.documentElement.dataset.theme);
}
