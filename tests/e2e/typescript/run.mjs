// Builds the SDK, type-checks the suite against it as a user's project would, and runs the suite.
//
// E2E_URL, E2E_CONTROL, E2E_SDK  see src/harness.ts
// E2E_SUITE                      the folder of the tests; `src` unless set
// E2E_MAIN                       the module to run instead of the tests: `throughput.js`
// E2E_WORK                       where to build; `target/e2e-typescript` of the repository unless set
// E2E_NODE_MODULES               a node_modules with what package.json asks for; installed into
//                                E2E_WORK unless set
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const { E2E_SDK, E2E_NODE_MODULES } = process.env;
if (E2E_SDK === undefined) {
  console.error("error: E2E_SDK is not set");
  process.exit(2);
}
const work = path.resolve(
  process.env.E2E_WORK ?? path.join(here, "../../../target/e2e-typescript"),
);

function run(folder, command, ...args) {
  const shell = process.platform === "win32";
  const { status, error } = spawnSync(command, args, {
    cwd: folder,
    shell,
    stdio: "inherit",
  });
  if (status !== 0) {
    console.error(
      `error: \`${command} ${args.join(" ")}\` failed`,
      error ?? "",
    );
    process.exit(status ?? 1);
  }
}

function copy(from, to, ...names) {
  for (const name of names) {
    fs.rmSync(path.join(to, name), { recursive: true, force: true });
    fs.cpSync(path.join(from, name), path.join(to, name), { recursive: true });
  }
}

/** Makes `work/node_modules` hold what package.json asks for. */
function install() {
  const target = path.join(work, "node_modules");
  if (E2E_NODE_MODULES !== undefined) {
    fs.rmSync(target, { recursive: true, force: true });
    fs.symlinkSync(path.resolve(E2E_NODE_MODULES), target, "junction");
    return;
  }
  const wanted = fs.readFileSync(path.join(here, "package.json"), "utf8");
  const stamp = path.join(target, ".installed");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) {
    return;
  }
  console.error("installing npm packages …");
  fs.rmSync(target, { recursive: true, force: true });
  copy(here, work, "package.json");
  run(work, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock");
  fs.writeFileSync(stamp, wanted);
}

fs.mkdirSync(work, { recursive: true });
install();

const bin = path.join(work, "node_modules/.bin");
process.env.PATH = `${bin}${path.delimiter}${process.env.PATH ?? ""}`;

const sdk = path.join(work, "sdk");
fs.rmSync(sdk, { recursive: true, force: true });
fs.cpSync(E2E_SDK, sdk, {
  recursive: true,
  filter: (from) =>
    !["dist", "node_modules"].includes(path.relative(E2E_SDK, from)),
});
run(sdk, "npm", "run", "--silent", "build");

// As npm installs it: the suite finds the SDK by its name, and the SDK its dependencies one up.
const suite = path.join(work, "suite");
fs.rmSync(suite, { recursive: true, force: true });
const { name } = JSON.parse(
  fs.readFileSync(path.join(sdk, "package.json"), "utf8"),
);
copy(sdk, path.join(suite, "node_modules", name), "package.json", "dist");
copy(here, suite, "package.json", "tsconfig.json");
const tests = path.join(here, process.env.E2E_SUITE ?? "src");
fs.cpSync(tests, path.join(suite, "src"), { recursive: true });
fs.copyFileSync(
  path.join(here, "src/harness.ts"),
  path.join(suite, "src/harness.ts"),
);

const tsc = path.join(work, "node_modules/typescript/bin/tsc");
run(suite, process.execPath, tsc, "-p", "tsconfig.json");
const { E2E_MAIN } = process.env;
if (E2E_MAIN !== undefined) {
  run(suite, process.execPath, path.join("dist", E2E_MAIN));
  process.exit();
}
const files = fs
  .readdirSync(path.join(suite, "dist"))
  .filter((file) => file.endsWith(".test.js"))
  .map((file) => path.join("dist", file));
// One file after the other: some stop the servers.
run(suite, process.execPath, "--test", "--test-concurrency=1", ...files);
