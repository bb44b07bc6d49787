// Bundles browser/ with Vite and runs it in Chromium, after run.mjs has built the SDK.
//
// E2E_URL, E2E_CONTROL  see src/harness.ts
// E2E_WORK              where run.mjs has built
// CHROMIUM              the browser
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const { CHROMIUM, E2E_URL, E2E_CONTROL, E2E_WORK } = process.env;
const work = path.resolve(
  E2E_WORK ?? path.join(here, "../../../target/e2e-typescript"),
);
const require = createRequire(path.join(work, "suite/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

function run(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) {
    throw new Error(`\`${command} ${args.join(" ")}\` failed`);
  }
}

async function control(method, route, body) {
  const response = await fetch(`${E2E_CONTROL}${route}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${route}: ${response.status} ${text}`);
  }
  return text;
}

/** Serves the page, and tokens as an application would. */
async function serve(folder) {
  const types = { ".html": "text/html", ".js": "text/javascript" };
  const answer = async (request) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    if (pathname === "/token" && request.method === "POST") {
      const user = searchParams.get("user");
      const token = await control("GET", `/token?user=${user}`);
      return [200, "application/json", JSON.stringify({ token })];
    }
    const name = pathname === "/" ? "index.html" : pathname.slice(1);
    const file = path.join(folder, name);
    if (pathname === "/no-token") {
      return [401, "text/plain", "log in"];
    }
    return fs.existsSync(file)
      ? [200, types[path.extname(file)] ?? "text/plain", fs.readFileSync(file)]
      : [404, "text/plain", "not here"];
  };
  const server = createServer((request, response) => {
    answer(request).then(
      ([status, type, body]) => {
        response.writeHead(status, { "content-type": type }).end(body);
      },
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  return server;
}

const page = path.join(work, "suite/browser");
fs.rmSync(page, { recursive: true, force: true });
fs.cpSync(path.join(here, "browser"), page, { recursive: true });
const tsc = path.join(work, "node_modules/typescript/bin/tsc");
const options = "--noEmit --strict --target es2022 --module esnext";
const more = "--lib es2022,dom --moduleResolution bundler";
const main = path.join(page, "main.ts");
run(process.execPath, tsc, ...options.split(" "), ...more.split(" "), main);

const { build } = await load("vite");
const outDir = path.join(page, "dist");
await build({ root: page, configFile: false, logLevel: "error", build: { outDir } });
const server = await serve(outDir);
const profile = fs.mkdtempSync(path.join(os.tmpdir(), "e2e-chromium-"));
const { chromium: browserType } = (await load("playwright-core")).default;
const browser = await browserType.launchPersistentContext(profile, {
  executablePath: CHROMIUM,
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
let failed = false;
try {
  const tab = await browser.newPage();
  const problems = [];
  tab.on("pageerror", (error) => problems.push(String(error)));
  tab.on("console", (message) => problems.push(message.text()));
  await tab.exposeFunction("control", control);
  const { port } = server.address();
  await tab.goto(`http://localhost:${port}/#${encodeURIComponent(E2E_URL)}`);
  try {
    await tab.waitForFunction("window.outcome !== undefined", null, {
      timeout: 120_000,
    });
  } catch (error) {
    throw new Error(`the page did not come to its end: ${problems.join("\n")}`, {
      cause: error,
    });
  }
  const outcome = await tab.evaluate("window.outcome");
  for (const [name, result] of Object.entries(outcome)) {
    failed ||= result !== "ok";
    console.log(`${result === "ok" ? "ok" : "not ok"} - ${name}`);
    if (result !== "ok") {
      console.log(result);
    }
  }
  if (failed) {
    console.log(problems.join("\n"));
  }
} finally {
  await browser.close();
  server.close();
  fs.rmSync(profile, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
