// Finishes the worker with the core in the page that Trunk is about to finish: a hook (see Trunk.toml).
//
// Trunk gives the files of a worker names that never change, and a browser that has kept one of them
// would let a page talk to the core of another version. So the names change with the content here, and
// index.html is told them.

import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const page = process.env.TRUNK_STAGING_DIR;
if (page === undefined) {
  throw new Error("TRUNK_STAGING_DIR does not say where the page is. Trunk runs this: cargo xtask build");
}

const built = (name) => join(page, name);
const hash = (content) => createHash("sha256").update(content).digest("hex").slice(0, 16);

const script = readFileSync(built("ecs-web-core.js"), "utf8") + readFileSync(join(here, "worker.js"), "utf8");
const scriptName = `core-${hash(script)}.js`;
writeFileSync(built(scriptName), script);
rmSync(built("ecs-web-core.js"));

const wasmName = `core-${hash(readFileSync(built("ecs-web-core_bg.wasm")))}_bg.wasm`;
renameSync(built("ecs-web-core_bg.wasm"), built(wasmName));

const html = built("index.html");
const before = readFileSync(html, "utf8");
const after = before.replace('content="core.js"', `content="./${scriptName}"`).replace('href="core.wasm"', `href="./${wasmName}"`);
if (!after.includes(scriptName) || !after.includes(wasmName)) {
  throw new Error("index.html has no place for the names of the worker's files.");
}
writeFileSync(html, after);
