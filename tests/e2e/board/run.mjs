// Builds the board's page as its README says, serves it, and runs the tests in Chromium.
//
// BOARD_WORK                       where to build
// BOARD_EXAMPLE                    the folder `examples/board`
// BOARD_SERVER, BOARD_CENTRIFUGO   where both listen: read by the page's vite.config.ts
// BOARD_PORT                       where to serve the page
// BOARD_CHROMIUM                   the browser
// E2E_NODE_MODULES                 a node_modules with what the SDK and the page need
import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const { BOARD_WORK: work, BOARD_EXAMPLE: example, BOARD_PORT: port, E2E_NODE_MODULES: modules } =
  process.env;

function node(folder, script, ...args) {
  const { status, error } = spawnSync(process.execPath, [path.join(modules, script), ...args], {
    cwd: folder,
    stdio: "inherit",
  });
  if (status !== 0) {
    console.error(`error: ${script} ${args.join(" ")} failed`, error ?? "");
    process.exit(1);
  }
}

function copy(from, to) {
  fs.cpSync(from, to, {
    recursive: true,
    filter: (file) => !["dist", "node_modules"].includes(path.basename(file)),
  });
}

fs.rmSync(work, { recursive: true, force: true });
fs.mkdirSync(work, { recursive: true });
fs.symlinkSync(modules, path.join(work, "node_modules"), "junction");

const sdk = path.join(work, "sdk");
copy(path.join(example, "opensdk/typescript"), sdk);
process.env.PATH = `${path.join(modules, ".bin")}${path.delimiter}${process.env.PATH}`;
const built = spawnSync("npm", ["run", "--silent", "build"], { cwd: sdk, stdio: "inherit" });
if (built.status !== 0) {
  process.exit(1);
}

// As npm installs it: the page finds the SDK by its name, and the SDK its dependencies one up.
const web = path.join(work, "web");
copy(path.join(example, "web"), web);
fs.mkdirSync(path.join(web, "node_modules"));
fs.symlinkSync(sdk, path.join(web, "node_modules/board-client"), "junction");
node(web, "typescript-7/bin/tsc");
node(web, "vite/bin/vite.js", "build");

const vite = path.join(modules, "vite/bin/vite.js");
const address = ["--host", "127.0.0.1", "--port", port, "--strictPort"];
const preview = spawn(process.execPath, [vite, "preview", ...address], {
  cwd: web,
  stdio: "inherit",
});
// The test finds Playwright from where the packages are.
const test = path.join(work, "pages.test.mjs");
fs.copyFileSync(path.join(here, "pages.test.mjs"), test);
const tested = spawn(process.execPath, ["--test", test], {
  stdio: "inherit",
});
tested.on("exit", (code) => {
  preview.kill();
  process.exitCode = code ?? 1;
});
preview.on("exit", () => {
  tested.kill();
});
