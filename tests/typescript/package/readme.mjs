// Makes modules of a README's examples: `node readme.mjs README.md FOLDER`.
//
// `guide.mts` has all of them but those of a test, which are modules of their own: they share what the
// first ones make, each in a block of its own, with the imports of all in front.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [readme, folder] = process.argv.slice(2);
const text = readFileSync(readme, "utf8");
const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(
  ([, code]) => code,
);
if (blocks.length < 5) {
  throw new Error(`only ${blocks.length} examples in ${readme}`);
}

const IMPORT = /^import \{([^}]*)\} from "([^"]*)";\n/gms;
const imports = new Map();
const bodies = [];
let tests = 0;
for (const block of blocks) {
  if (block.includes('/testing"')) {
    tests += 1;
    writeFileSync(join(folder, `testing${tests}.mts`), block);
    continue;
  }
  for (const [, names, from] of block.matchAll(IMPORT)) {
    const all = imports.get(from) ?? new Set();
    names.split(",").forEach((name) => name.trim() && all.add(name.trim()));
    imports.set(from, all);
  }
  const body = block.replaceAll(IMPORT, "");
  // The first makes what the others use.
  bodies.push(bodies.length === 0 ? body : `{\n${body}}\n`);
}
const head = [...imports].map(
  ([from, names]) => `import { ${[...names].join(", ")} } from "${from}";\n`,
);
writeFileSync(join(folder, "guide.mts"), head.concat(bodies).join(""));
