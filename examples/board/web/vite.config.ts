import { defineConfig } from "vite";

// One origin for the page, its token and its connection, as a reverse proxy would give in production.
const proxy = {
  "/token": process.env["BOARD_SERVER"] ?? "http://127.0.0.1:3000",
  "/connection": {
    target: process.env["BOARD_CENTRIFUGO"] ?? "http://127.0.0.1:8000",
    ws: true,
  },
};

export default defineConfig({
  build: { target: "es2022" },
  server: { proxy },
  preview: { proxy },
});
