// Prints what Vite makes of a module for browsers: `NODE_MODULES=… node bundle.mjs ENTRY`.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.NODE_MODULES, "from-here.js"));
const { build } = await import(pathToFileURL(require.resolve("vite")).href);
const result = await build({
  configFile: false,
  logLevel: "error",
  build: {
    write: false,
    minify: true,
    lib: { entry: process.argv[2], formats: ["es"] },
  },
});
for (const { output } of [result].flat()) {
  for (const chunk of output) {
    process.stdout.write(chunk.code ?? "");
  }
}
