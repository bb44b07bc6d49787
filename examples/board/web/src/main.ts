// A page of the board: `?name=ada` says who looks at it.
import {
  APIClient,
  BoardErrorEmptyTitle,
  BoardErrorNoSuchCard,
  CentrifugoRPCClient,
  type Board,
  type Change,
} from "board-client";

import { apply } from "./board.js";
import { Page } from "./page.js";

const CHANNEL = "board";

const name = new URLSearchParams(location.search).get("name") ?? "guest";
const socket = new URL("/connection/websocket", location.href);
socket.protocol = socket.protocol.replace("http", "ws");

const rpc = new CentrifugoRPCClient(socket.href, "", "", {
  tokenUrl: `/token?name=${encodeURIComponent(name)}`,
});
const api = new APIClient(rpc);
let board: Board | undefined;

const page = new Page({
  add: (title) => {
    void act(api.boardAdd({ title }));
  },
  move: ({ id }, to) => {
    void act(api.boardMove({ id, to }));
  },
  remove: ({ id }) => {
    void act(api.boardRemove({ id }));
  },
});

rpc.onStateChange((state) => {
  page.connection(`${name}: ${state}`);
  if (state === "connected") {
    void catchUp();
  }
});
await rpc.connect();
// Until channels have types, the official SDK's own means: the token subscribed the page.
rpc.centrifuge?.on("publication", ({ channel, data }) => {
  if (channel === CHANNEL) {
    receive(data as Change);
  }
});

/** Shows what a call changed, without waiting for its publication. */
async function act(call: Promise<Change>): Promise<void> {
  try {
    receive(await call);
    page.notice("");
  } catch (error) {
    page.notice(explain(error));
    if (error instanceof BoardErrorNoSuchCard) {
      // The change that this page was not told of.
      await catchUp();
    }
  }
}

function receive(change: Change): void {
  if (board === undefined) {
    // The board is on its way, and the change is in it.
    return;
  }
  const applied = apply(board, change);
  if (applied === "gap") {
    void catchUp();
  } else if (applied === "applied") {
    page.show(board);
  }
}

/** Gets what was missed: the changes, or all if there were too many. */
async function catchUp(): Promise<void> {
  try {
    const missed = board && (await api.boardChanges(board.revision));
    if (board !== undefined && missed) {
      for (const change of missed) {
        apply(board, change);
      }
    } else {
      board = await api.boardGet();
    }
    page.show(board);
  } catch (error) {
    page.notice(explain(error));
  }
}

function explain(error: unknown): string {
  if (error instanceof BoardErrorEmptyTitle) {
    return "A card needs a title.";
  }
  if (error instanceof BoardErrorNoSuchCard) {
    return "Somebody has removed this card.";
  }
  return error instanceof Error ? error.message : String(error);
}
