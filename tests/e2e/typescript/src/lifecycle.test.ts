import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { test } from "node:test";

import {
  APIClient,
  CentrifugoRPCClient,
  RPCConnectionError,
  RPCDisconnectedError,
  RPCTimeoutError,
  RPCUnauthorizedError,
} from "test-server-client";
import type { RPCClientOptions } from "test-server-client";

import { Gate } from "./gate.js";
import { connected, eventually, token, url } from "./harness.js";

/** Answers requests for tokens, and keeps them. */
async function tokenServer(
  answer: () => Promise<[status: number, body: string]>,
): Promise<{ url: string; requests: string[]; stop: () => void }> {
  const requests: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      const { method = "", headers } = request;
      requests.push(`${method} ${headers["content-type"] ?? ""} ${body}`);
      void answer().then(([status, text]) => {
        response.writeHead(status).end(text);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/token`,
    requests,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function refused(options: RPCClientOptions): Promise<unknown> {
  const rpc = new CentrifugoRPCClient(url, "", "42", options);
  try {
    await rpc.connect();
  } catch (error) {
    assert.equal(rpc.state, "disconnected");
    return error;
  } finally {
    rpc.disconnect();
  }
  throw new Error("it connected");
}

test("events say what happens to the connection, and why", async () => {
  const gate = await Gate.start();
  const rpc = new CentrifugoRPCClient(gate.url, await token("42"), "42", {
    minReconnectDelayMs: 10,
    maxReconnectDelayMs: 50,
  });
  const events: unknown[] = [];
  rpc.on("connecting", ({ code, reason }) => events.push([code, reason]));
  rpc.on("connected", ({ clientId }) => events.push(clientId.length));
  const stop = rpc.on("disconnected", (why) => events.push(why));
  await rpc.connect();
  assert.deepEqual(events, [[0, "connect called"], 36]);
  gate.shut();
  await eventually(() => rpc.state === "connecting");
  assert.deepEqual(events[2], [1, "transport closed"]);
  gate.open();
  await eventually(() => rpc.state === "connected");
  rpc.disconnect();
  assert.deepEqual(events.slice(3), [
    36,
    { code: 0, reason: "disconnect called" },
  ]);
  stop();
  await rpc.connect();
  await rpc.close();
  assert.equal(events.length, 7);
  gate.stop();
});

test("the server's own end of the connection is told with its code", async () => {
  const options = { maxRequestBytes: 10_000_000 };
  const rpc = new CentrifugoRPCClient(url, await token("42"), "42", options);
  await rpc.connect();
  const ended = new Promise((resolve) => rpc.on("disconnected", resolve));
  const call = rpc.call("test.echo", { text: "x".repeat(100_000), number: 1 });
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof RPCDisconnectedError);
    assert.equal(error.sent, true);
    return true;
  });
  assert.deepEqual(await ended, {
    code: 3,
    reason: "message size limit exceeded",
  });
  assert.equal(rpc.state, "disconnected");
  await rpc.connect();
  assert.equal(await rpc.call("test.add_one", 1), 2);
  rpc.disconnect();
});

test("a listener that throws does not end the connection", async () => {
  const thrown: unknown[] = [];
  const rpc = new CentrifugoRPCClient(url, await token("42"), "42", {
    onListenerError: (error) => thrown.push(error),
  });
  for (const event of ["connecting", "connected", "disconnected"] as const) {
    rpc.on(event, () => {
      throw new Error(event);
    });
  }
  await rpc.connect();
  assert.equal(await rpc.call("test.add_one", 1), 2);
  rpc.disconnect();
  assert.equal(thrown.length, 3);
});

test("calls made while there is no connection wait for it, within their timeout", async () => {
  const gate = await Gate.start();
  const rpc = new CentrifugoRPCClient(gate.url, await token("42"), "42", {
    minReconnectDelayMs: 10,
    maxReconnectDelayMs: 50,
  });
  await rpc.connect();
  const api = new APIClient(rpc);
  gate.shut();
  await eventually(() => rpc.state === "connecting");
  await assert.rejects(api.testAddOne(1, { timeoutMs: 200 }), (error) => {
    assert.ok(error instanceof RPCTimeoutError);
    assert.equal(error.sent, false);
    assert.match(error.message, /no connection within 200 ms/);
    return true;
  });
  const waiting = api.testAddOne(1);
  gate.open();
  assert.equal(await waiting, 2);
  rpc.disconnect();
  gate.stop();
});

test("what is on its way when the connection is lost fails at once", async () => {
  const gate = await Gate.start();
  const rpc = new CentrifugoRPCClient(gate.url, await token("42"), "42");
  await rpc.connect();
  const call = new APIClient(rpc).testSleep({ ms: 400 });
  setTimeout(() => {
    gate.shut();
  }, 100);
  const begin = Date.now();
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof RPCDisconnectedError);
    assert.equal(error.sent, true);
    return true;
  });
  assert.ok(Date.now() - begin < 350);
  rpc.disconnect();
  gate.stop();
});

test("without a token, one is asked for", async () => {
  const rpc = new CentrifugoRPCClient(url, "", "42", {
    getToken: () => token("42"),
  });
  await rpc.connect();
  assert.equal((await new APIClient(rpc).testWhoami()).user, "42");
  rpc.disconnect();
});

test("a token that is about to expire is replaced, and nobody notices", async () => {
  let asked = 0;
  const jwt = await token("42", "&ttl=2");
  const rpc = new CentrifugoRPCClient(url, jwt, "42", {
    getToken: () => {
      asked += 1;
      return token("42");
    },
  });
  await rpc.connect();
  rpc.on("connecting", () => {
    throw new Error("the connection was lost");
  });
  await eventually(() => asked > 0);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(asked, 1);
  assert.equal(rpc.state, "connected");
  assert.equal((await new APIClient(rpc).testWhoami()).user, "42");
  rpc.disconnect();
});

test("tokens come from a URL", async () => {
  const server = await tokenServer(async () => [
    200,
    JSON.stringify({ token: await token("42") }),
  ]);
  const rpc = new CentrifugoRPCClient(url, "", "42", { tokenUrl: server.url });
  await rpc.connect();
  assert.equal((await new APIClient(rpc).testWhoami()).user, "42");
  assert.deepEqual(server.requests, ["POST application/json {}"]);
  rpc.disconnect();
  server.stop();
});

test("a user without a token is told so", async () => {
  for (const status of [401, 403]) {
    const server = await tokenServer(() => Promise.resolve([status, "no"]));
    const error = await refused({ tokenUrl: server.url });
    assert.ok(error instanceof RPCUnauthorizedError, String(error));
    assert.match(error.message, new RegExp(String(status)));
    assert.equal(server.requests.length, 1);
    server.stop();
  }
  const mine = new RPCUnauthorizedError("log in first");
  const getToken = (): string => {
    throw mine;
  };
  assert.equal(await refused({ getToken }), mine);
});

test("a token that cannot be had is an error of the connection", async () => {
  for (const [status, body] of [
    [500, "oops"],
    [200, "oops"],
    [200, '{"token":7}'],
  ] as const) {
    const server = await tokenServer(() => Promise.resolve([status, body]));
    const error = await refused({ tokenUrl: server.url });
    assert.ok(error instanceof RPCConnectionError, String(error));
    assert.ok(!(error instanceof RPCUnauthorizedError));
    assert.match(error.message, /\/token/);
    server.stop();
  }
  const error = await refused({ tokenUrl: "http://127.0.0.1:1/token" });
  assert.ok(error instanceof RPCConnectionError, String(error));
});

test("the end of a block closes the connection", async () => {
  let after: CentrifugoRPCClient | undefined;
  {
    await using rpc = new CentrifugoRPCClient(url, await token("42"), "42");
    after = rpc;
    await rpc.connect();
    assert.equal(await rpc.call("test.add_one", 1), 2);
  }
  assert.equal(after.state, "disconnected");
});

test("a platform without Symbol.asyncDispose can load the package", () => {
  const main = createRequire(import.meta.url).resolve("test-server-client");
  const source = readFileSync(join(dirname(main), "dispose.js"), "utf8");
  const exported: { asyncDispose?: unknown } = {};
  const without = Object.assign((text: string) => Symbol(text), {});
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  new Function("exports", "Symbol", source)(exported, without);
  assert.equal(typeof exported.asyncDispose, "symbol");
});

test("a closed client can connect again", async () => {
  await connected("42", async (api, rpc) => {
    await rpc.close();
    await assert.rejects(api.testCount(), RPCDisconnectedError);
    await rpc.connect();
    assert.equal(await api.testAddOne(1), 2);
  });
});
