import assert from "node:assert/strict";
import { test } from "node:test";

import {
  APIClient,
  CentrifugoRPCClient,
  RPCConnectionError,
  RPCDisconnectedError,
} from "test-server-client";

import { connected, control, eventually, token, url } from "./harness.js";

async function refused(rpc: CentrifugoRPCClient): Promise<RPCConnectionError> {
  const begin = Date.now();
  try {
    await rpc.connect();
  } catch (error) {
    assert.ok(error instanceof RPCConnectionError, String(error));
    assert.ok(error instanceof Error);
    assert.ok(Date.now() - begin < 12_000);
    assert.equal(rpc.state, "disconnected");
    return error;
  }
  rpc.disconnect();
  throw new Error("it connected");
}

test("a token signed with another key is refused", async () => {
  const jwt = await token("42", "&secret=wrong");
  const error = await refused(new CentrifugoRPCClient(url, jwt, "42"));
  assert.equal(error.disconnectCode, 3500);
});

test("an expired token is refused", async () => {
  const jwt = await token("42", "&ttl=-60");
  await refused(new CentrifugoRPCClient(url, jwt, "42"));
});

test("an expired token is replaced if there is a way to get one", async () => {
  const jwt = await token("42", "&ttl=-60");
  let asked = 0;
  const rpc = new CentrifugoRPCClient(url, jwt, "42", {
    getToken: () => {
      asked += 1;
      return token("42");
    },
  });
  await rpc.connect();
  assert.equal(asked, 1);
  rpc.disconnect();
});

test("a server that is not there is an error soon", async () => {
  const jwt = await token("42");
  const nowhere = "ws://127.0.0.1:1/connection/websocket";
  const error = await refused(new CentrifugoRPCClient(nowhere, jwt, "42"));
  assert.match(error.message, /127\.0\.0\.1:1/);
});

test("an address that is none is an error", async () => {
  await refused(new CentrifugoRPCClient("http://127.0.0.1:1", "", ""));
  await refused(new CentrifugoRPCClient("", "", ""));
});

test("a server that never answers is an error in time", async () => {
  const { createServer } = await import("node:net");
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  assert.ok(typeof address === "object" && address !== null);
  const silentUrl = `ws://127.0.0.1:${String(address.port)}/`;
  const options = { connectTimeoutMs: 300 };
  await refused(new CentrifugoRPCClient(silentUrl, "", "", options));
  silent.close();
});

test("a call without a connection fails at once", async () => {
  const rpc = new CentrifugoRPCClient(url, await token("42"), "42");
  const api = new APIClient(rpc);
  const fails = async (): Promise<void> => {
    const begin = Date.now();
    await assert.rejects(api.testCount(), (error) => {
      assert.ok(error instanceof RPCDisconnectedError);
      assert.equal(error.sent, false);
      return true;
    });
    assert.ok(Date.now() - begin < 200);
  };
  await fails();
  await rpc.connect();
  assert.equal(await api.testAddOne(1), 2);
  const pending = api.testSleep({ ms: 400 });
  rpc.disconnect();
  await assert.rejects(pending, RPCDisconnectedError);
  await fails();
  await rpc.connect();
  assert.equal(await api.testAddOne(1), 2);
  rpc.disconnect();
});

test("connect may be called twice", async () => {
  const rpc = new CentrifugoRPCClient(url, await token("42"), "42");
  await Promise.all([rpc.connect(), rpc.connect()]);
  await rpc.connect();
  assert.equal(rpc.state, "connected");
  rpc.disconnect();
});

test("disconnect ends an attempt to connect", async () => {
  const rpc = new CentrifugoRPCClient(url, await token("42"), "42");
  const attempt = assert.rejects(rpc.connect(), RPCConnectionError);
  rpc.disconnect();
  await attempt;
  assert.equal(rpc.state, "disconnected");
});

test("calls end in time while the server restarts, and work again afterwards", async () => {
  await connected("42", async (api) => {
    const options = { timeoutMs: 5000 };
    const begin = Date.now();
    let answered = 0;
    let failed = 0;
    const caller = async (): Promise<void> => {
      for (let number = 0; number < 50; number += 1) {
        try {
          const result = await api.testEcho({ text: "", number }, options);
          assert.equal(result.number, number);
          answered += 1;
        } catch (error) {
          assert.ok(error instanceof Error);
          assert.match(error.name, /^(RPC|TestError)/);
          failed += 1;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    const callers = Array.from({ length: 20 }, caller);
    await control("POST", "/server/stop");
    await control("POST", "/server/start");
    await Promise.all(callers);
    assert.equal(answered + failed, 1000);
    assert.ok(answered > 0);
    assert.ok(Date.now() - begin < 60_000);
    assert.equal(await api.testAddOne(1), 2);
  });
});

test("the client connects again when Centrifugo restarts", async () => {
  await connected("42", async (api, rpc) => {
    const states: string[] = [];
    rpc.onStateChange((state) => {
      states.push(state);
    });
    const calls = Array.from({ length: 20 }, () => api.testSleep({ ms: 400 }));
    const outcomes = Promise.allSettled(calls);
    await control("POST", "/centrifugo/restart");
    for (const outcome of await outcomes) {
      if (outcome.status === "rejected") {
        assert.ok(outcome.reason instanceof Error);
        assert.match(outcome.reason.name, /^RPC/);
      }
    }
    // Waits for the connection if it is not back yet.
    assert.equal(await api.testAddOne(1), 2);
    await eventually(() => rpc.state === "connected");
    assert.deepEqual(states, ["connecting", "connected"]);
  });
});
