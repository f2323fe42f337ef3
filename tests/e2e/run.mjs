// Runs the end-to-end tests against the page in dist/.
//
//   node tests/e2e/run.mjs          all of them
//   node tests/e2e/run.mjs boot     the files with "boot" in their names
//
// `cargo xtask test` builds the page and installs Chromium and the npm packages first.

import { readdirSync, statSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

// Tests of how soon the page answers are not to wait for other browsers.
const ALONE = ["large.spec.mjs"];

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const names = readdirSync(here)
  .filter((name) => name.endsWith(".spec.mjs"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

if (names.length === 0) {
  console.error(`No tests/e2e/*.spec.mjs has any of these in its name: ${wanted.join(", ")}`);
  process.exit(1);
}

// The longest file first, so that the last ones to run are short.
const size = (name) => statSync(join(here, name)).size;
const together = names.filter((name) => !ALONE.includes(name)).sort((one, other) => size(other) - size(one));
await test(together, cpus().length);
await test(names.filter((name) => ALONE.includes(name)), 1);

/** Runs some of the files, each in a process with a browser of its own, so many of them at a time. */
async function test(names, concurrency) {
  if (names.length === 0) {
    return;
  }
  const stream = run({ files: names.map((name) => join(here, name)), concurrency });
  stream.on("test:fail", () => {
    process.exitCode = 1;
  });
  for await (const piece of stream.compose(new spec())) {
    process.stdout.write(piece);
  }
}
