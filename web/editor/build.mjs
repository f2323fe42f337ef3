// Bundles the editor into the page that Trunk is about to finish: its last hook (see Trunk.toml).
//
// The file's name changes with its content, so that no browser goes on with an older one, and
// index.html is told the name.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const page = process.env.TRUNK_STAGING_DIR;
if (page === undefined) {
  throw new Error("TRUNK_STAGING_DIR does not say where the page is. Trunk runs this: cargo xtask build");
}

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.js"],
  entryNames: "editor-[hash]",
  outdir: page,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: process.env.TRUNK_PROFILE !== "debug",
  banner: { js: "/* With CodeMirror and what it is made of; see editor-licenses.txt. */" },
  metafile: true,
  logLevel: "warning",
});

const [output] = Object.keys(metafile.outputs);
const html = join(page, "index.html");
const before = readFileSync(html, "utf8");
const after = before.replace('<meta name="editor" content=""', `<meta name="editor" content="${output.split("/").at(-1)}"`);
if (after === before) {
  throw new Error("index.html has no place for the editor's name.");
}
writeFileSync(html, after);
writeFileSync(join(page, "editor-licenses.txt"), licenses(Object.keys(metafile.inputs)));

/** The licences of the packages that the bundled files are from. */
function licenses(inputs) {
  const named = inputs.map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  const packages = [...new Set(named.filter((name) => name !== undefined))].sort();
  const text = (name) => {
    const folder = join(here, "node_modules", name);
    const file = readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry));
    return `${name}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  };
  return packages.map(text).join(`\n${"-".repeat(72)}\n\n`);
}
