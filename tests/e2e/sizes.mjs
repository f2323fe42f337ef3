// Prints what a visitor downloads: each file of dist/ as it is and compressed, in bytes. The first
// download is index.html and the files that it names; the others are fetched when they are needed.
// What a web server sends is one of the compressed numbers, depending on the server.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "dist");

const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });

const html = readFileSync(join(dist, "index.html"), "utf8");

const rows = filesIn(dist)
  .map((path) => {
    const content = readFileSync(path);
    const sizes = [content.length, gzipSync(content, { level: 9 }).length, brotliCompressSync(content).length];
    const name = relative(dist, path);
    // The page knows the editor's name and asks for it when it is first wanted.
    const isFirst = name === "index.html" || (html.includes(`/${name}"`) && !name.startsWith("editor-"));
    return { name, sizes, isFirst };
  })
  .sort((a, b) => b.sizes[0] - a.sizes[0]);

const total = (of) => [0, 1, 2].map((column) => of.reduce((sum, { sizes }) => sum + sizes[column], 0));
const width = Math.max(...rows.map(({ name }) => name.length));
const first = rows.filter(({ isFirst }) => isFirst);
const later = rows.filter(({ isFirst }) => !isFirst);
const line = (name, cells) => console.log(name.padEnd(width) + cells.map((cell) => String(cell).padStart(12)).join(""));

line("file", ["bytes", "gzip", "brotli"]);
for (const { name, sizes } of [...first, ...later]) {
  line(name, sizes);
}
line("first download", total(first));
line("later, if needed", total(later));
for (const [what, of] of [["first download", first], ["later, if needed", later]]) {
  console.log(`| size: ${what}, brotli | ${Math.round(total(of)[2] / 1024)} KiB | |`);
}
