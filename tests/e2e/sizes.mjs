// Prints what a visitor downloads: each file of dist/ as it is and compressed, in bytes.
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

const rows = filesIn(dist)
  .map((path) => {
    const content = readFileSync(path);
    const sizes = [content.length, gzipSync(content, { level: 9 }).length, brotliCompressSync(content).length];
    return { name: relative(dist, path), sizes };
  })
  .sort((a, b) => b.sizes[0] - a.sizes[0]);

// The editor comes when it is first wanted, and nobody's browser asks for the licences.
const isFirst = ({ name }) => !name.startsWith("editor-");
const sum = (some) => [0, 1, 2].map((column) => some.reduce((sum, { sizes }) => sum + sizes[column], 0));
const width = Math.max(14, ...rows.map(({ name }) => name.length));
const line = (name, cells) => console.log(name.padEnd(width) + cells.map((cell) => String(cell).padStart(12)).join(""));

line("file", ["bytes", "gzip", "brotli"]);
for (const { name, sizes } of rows) {
  line(name, sizes);
}
line("first download", sum(rows.filter(isFirst)));
line("total", sum(rows));
