// A way to Centrifugo that can be shut, and a Centrifugo that answers as it is told.
import { createServer, connect, type AddressInfo, type Socket } from "node:net";

import { WebSocketServer } from "ws";

import { url } from "./harness.js";

/** Hands connections on to Centrifugo while it is open. */
export class Gate {
  readonly #server = createServer((socket) => {
    this.#pass(socket);
  });
  readonly #sockets = new Set<Socket>();
  #open = true;
  url = "";

  static async start(): Promise<Gate> {
    const gate = new Gate();
    await new Promise<void>((resolve) => {
      gate.#server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = gate.#server.address() as AddressInfo;
    gate.url = `ws://127.0.0.1:${String(port)}/connection/websocket`;
    return gate;
  }

  #pass(socket: Socket): void {
    if (!this.#open) {
      socket.destroy();
      return;
    }
    const { hostname, port } = new URL(url);
    const onward = connect(Number(port), hostname);
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.#sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }

  /** Cuts all connections, and lets none through. */
  shut(): void {
    this.#open = false;
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  open(): void {
    this.#open = true;
  }

  stop(): void {
    this.shut();
    this.#server.close();
  }
}

/** What a call is answered with: a result, or an error. */
export type Answer =
  | { data: unknown }
  | { error: { code?: number; message: string; temporary?: boolean } };

/** Speaks Centrifugo's protocol, and answers calls as `answer` says; `undefined` leaves one open. */
export async function scripted(
  answer: (method: string, data: unknown) => Answer | undefined,
): Promise<{ url: string; stop: () => void }> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) => {
    socket.on("message", (frame: Buffer) => {
      for (const line of frame.toString().split("\n")) {
        const { id, connect, rpc } = JSON.parse(line) as {
          id?: number;
          connect?: object;
          rpc?: { method: string; data?: unknown };
        };
        const reply = (body: object): void => {
          socket.send(JSON.stringify({ id, ...body }));
        };
        if (connect !== undefined) {
          reply({ connect: { client: "scripted", version: "0" } });
        } else if (rpc !== undefined) {
          const answered = answer(rpc.method, rpc.data);
          if (answered !== undefined) {
            reply("data" in answered ? { rpc: answered } : answered);
          }
        }
      }
    });
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${String(port)}/`,
    stop: () => {
      for (const client of server.clients) {
        client.terminate();
      }
      server.close();
    },
  };
}
