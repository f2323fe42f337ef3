// Runs the end-to-end tests against the page in dist/.
//
//   node tests/e2e/run.mjs          all of them
//   node tests/e2e/run.mjs boot     the files with "boot" in their names
//
// `cargo xtask test` builds the page and installs Chromium and the npm packages first.

import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith(".spec.mjs"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort()
  .map((name) => join(here, name));

if (files.length === 0) {
  console.error(`No tests/e2e/*.spec.mjs has any of these in its name: ${wanted.join(", ")}`);
  process.exit(1);
}

// One file after the other: each starts a browser, and tests that share a machine with other
// browsers are slow at random.
run({ files, concurrency: 1 })
  .on("test:fail", () => {
    process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);
