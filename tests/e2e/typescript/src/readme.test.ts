// The package's README: its examples run as they stand, but for the address, the token and a method.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { token, url } from "./harness.js";

const IMPORT = /^import [^;]* from "[^"]*";\n/gm;

test("what the README shows runs", async () => {
  const readme = readFileSync(
    join(process.env["E2E_SDK"] ?? "", "README.md"),
    "utf8",
  );
  // Its methods are those of this suite, and fail in each way.
  const guide = readme.replace(/^## Methods$.*?^## Numbers$/ms, "");
  const blocks = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map(
    ([, block = ""]) => block,
  );
  assert.ok(blocks.length >= 6, guide);
  const jwt = await token("123");
  const imports = new Set<string>();
  const bodies = blocks.map((block, index) => {
    for (const [line] of block.matchAll(IMPORT)) {
      imports.add(line);
    }
    const body = block
      .replaceAll(IMPORT, "")
      .replace("ws://localhost:8000/connection/websocket", url)
      .replace('"TOKEN"', JSON.stringify(jwt))
      .replace("USER_ID", "123")
      .replace("a.method", "test.nothing");
    // The first makes what the others use.
    return index === 0 ? body : `{\n${body}}\n`;
  });
  const program = [...new Set([...imports].flatMap(names)), ...bodies];
  writeFileSync("readme.mjs", `${program.join("")}await rpc.close();\n`);
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["readme.mjs"]);
  assert.match(stdout, /^2$/m, "it shows what it got");
  assert.match(stdout, /method: /, "and what the fake was called with");
});

/** An import for each name, for examples share some. */
function names(line: string): string[] {
  const [, all = "", from = ""] = /\{([^}]*)\} from (.*)\n/.exec(line) ?? [];
  return all
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .map((name) => `import { ${name} } from ${from}\n`);
}
