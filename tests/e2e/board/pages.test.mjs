// Two people at one board, each in a browser of their own.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

const { BOARD_WORK, BOARD_PORT, BOARD_CHROMIUM } = process.env;
const screenshots = path.join(BOARD_WORK, "screenshots");
let browser;

before(async () => {
  fs.mkdirSync(screenshots, { recursive: true });
  browser = await chromium.launch({
    executablePath: BOARD_CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
});

after(async () => {
  await browser?.close();
});

/** Opens the board as somebody, and lets the test sit between the page and Centrifugo. */
async function open(name) {
  const context = await browser.newContext({ viewport: { width: 900, height: 500 } });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error));
  const wire = { deaf: false, sockets: [] };
  await page.routeWebSocket(/\/connection\/websocket/, (socket) => {
    const server = socket.connectToServer();
    wire.sockets.push(socket);
    server.onMessage((message) => {
      if (!(wire.deaf && String(message).includes('"push"'))) {
        socket.send(message);
      }
    });
  });
  await until(async () => {
    await page.goto(`http://localhost:${BOARD_PORT}/?name=${name}`);
    return true;
  });
  await page.getByText(`${name}: connected`).waitFor();
  return { page, wire, faults };
}

async function until(attempt) {
  for (let left = 100; ; left -= 1) {
    try {
      if (await attempt()) {
        return;
      }
    } catch (error) {
      if (left === 0) {
        throw error;
      }
    }
    assert.ok(left > 0, "never");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function add(page, title) {
  await page.getByLabel("New card").fill(title);
  await page.getByRole("button", { name: "Add" }).click();
}

function cards(page, lane) {
  return page.locator(`[data-lane="${lane}"] li strong`);
}

async function shows(page, lane, titles) {
  await until(async () => {
    const shown = await cards(page, lane).allTextContents();
    return JSON.stringify(shown) === JSON.stringify(titles);
  });
}

test("each sees what the other does, also after a gap and a lost connection", async () => {
  const ada = await open("ada");
  const bob = await open("bob");

  await add(ada.page, "Buy milk");
  const nasty = `</strong><img src=x onerror="alert(1)"> 'quoted' & "so on"`;
  await add(bob.page, nasty);
  for (const { page } of [ada, bob]) {
    await shows(page, "todo", ["Buy milk", nasty]);
  }
  assert.deepEqual(await ada.page.locator("li small").allTextContents(), ["ada", "bob"]);

  await bob.page.getByRole("button", { name: "Move on: Buy milk" }).click();
  await shows(ada.page, "doing", ["Buy milk"]);
  await ada.page.screenshot({ path: path.join(screenshots, "ada.png") });
  await bob.page.screenshot({ path: path.join(screenshots, "bob.png") });

  // What is refused says so, and changes nothing.
  await add(ada.page, "   ");
  await ada.page.getByText("A card needs a title.").waitFor();

  // Bob hears nothing of one change; the next one tells that it is missing.
  bob.wire.deaf = true;
  await add(ada.page, "Missed");
  await shows(ada.page, "todo", [nasty, "Missed"]);
  bob.wire.deaf = false;
  await add(ada.page, "Heard");
  await shows(bob.page, "todo", [nasty, "Missed", "Heard"]);

  // Bob loses the connection while things change.
  bob.wire.deaf = true;
  await ada.page.getByRole("button", { name: "Remove: Missed" }).click();
  await shows(ada.page, "todo", [nasty, "Heard"]);
  await bob.wire.sockets.at(-1).close({ code: 1012, reason: "restart" });
  bob.wire.deaf = false;
  await shows(bob.page, "todo", [nasty, "Heard"]);
  await bob.page.getByText("bob: connected").waitFor();

  assert.deepEqual([...ada.faults, ...bob.faults], []);
  await bob.page.screenshot({ path: path.join(screenshots, "bob-again.png") });
});

test("who comes too late is told, and sees how it stands", async () => {
  const ada = await open("ada");
  const bob = await open("bob");
  await add(ada.page, "Wanted by both");
  const remove = { name: "Remove: Wanted by both" };
  await bob.page.getByRole("button", remove).waitFor();
  bob.wire.deaf = true;
  await ada.page.getByRole("button", remove).click();
  await ada.page.getByText("Wanted by both").waitFor({ state: "detached" });
  await bob.page.getByRole("button", remove).click();
  await bob.page.getByText("Somebody has removed this card.").waitFor();
  await bob.page.getByText("Wanted by both").waitFor({ state: "detached" });
  assert.deepEqual([...ada.faults, ...bob.faults], []);
});
