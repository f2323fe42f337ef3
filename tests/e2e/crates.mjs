// Prints which crates the code of the page and of its worker comes from, in bytes: the ten largest of each.
//
// What a visitor downloads has no names any more. So this reads what wasm-bindgen leaves behind and
// wasm-opt makes smaller by a tenth to a quarter: a crate's part and its growth are the same there. A function
// counts to the crate that it is written in, also where another one's types fill it in.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const built = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "target", "wasm-bindgen", "release");
const LARGEST = 10;
const [CUSTOM, CODE, DATA] = [0, 10, 11];
const FUNCTION_NAMES = 1;

/** Reads a part of a WebAssembly file from its beginning. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get isAtEnd() {
    return this.at >= this.bytes.length;
  }

  byte() {
    return this.bytes[this.at++];
  }

  /** An unsigned integer of LEB128. */
  integer() {
    for (let value = 0, weight = 1; ; weight *= 128) {
      const byte = this.byte();
      value += (byte % 128) * weight;
      if (byte < 128) {
        return value;
      }
    }
  }

  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text() {
    return this.take(this.integer()).toString("utf8");
  }

  /** What follows, each a number and so many bytes: sections, or the parts of one. */
  *parts() {
    while (!this.isAtEnd) {
      const id = this.byte();
      yield [id, new Reader(this.take(this.integer()))];
    }
  }
}

/** The names of functions by their numbers: the content of the section "name". */
const namesOf = (section) => {
  const functions = [...section.parts()].find(([id]) => id === FUNCTION_NAMES)?.[1];
  const count = functions?.integer() ?? 0;
  return new Map(Array.from({ length: count }, () => [functions.integer(), functions.text()]));
};

/** The crate that a function is written in, by the first path in its name. */
const crateOf = (name) => /([A-Za-z_]\w*)(?:\[[0-9a-f]+\])?::/.exec(name ?? "")?.[1] ?? "unnamed";

const measure = (bytes) => {
  const file = new Reader(bytes);
  file.take(8); // magic and version
  const sizes = new Map();
  const add = (what, size) => sizes.set(what, (sizes.get(what) ?? 0) + size);
  let names = new Map();
  const code = [];
  for (const [id, section] of file.parts()) {
    if (id === CUSTOM && section.text() === "name") {
      names = namesOf(section);
    } else if (id === CODE) {
      const count = section.integer();
      code.push(...Array.from({ length: count }, () => section.take(section.integer()).length));
    } else if (id === DATA) {
      add("texts and tables of all crates", section.bytes.length);
    }
  }
  // Imported functions come first in the numbering.
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).filter(({ kind }) => kind === "function").length;
  code.forEach((size, number) => add(crateOf(names.get(imported + number)), size));
  return [...sizes].sort(([, a], [, b]) => b - a);
};

for (const [what, file] of [["page", "ecs-web_bg.wasm"], ["worker", "ecs-web-core_bg.wasm"]]) {
  const sizes = measure(readFileSync(join(built, file)));
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  for (const [name, size] of sizes.slice(0, LARGEST)) {
    console.log(`| code of the ${what}: ${name} | ${Math.round(size / 1024)} KiB | ${Math.round((100 * size) / total)} % |`);
  }
}
