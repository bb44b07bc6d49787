import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import {
  APIClient,
  CentrifugoRPCClient,
  RPCDisconnectedError,
  RPCError,
  RPCRequestError,
  RPCTimeoutError,
} from "test-server-client";
import type { RPCCall, RPCInterceptor } from "test-server-client";

import { Gate, scripted } from "./gate.js";
import { connected, control, eventually, token, url } from "./harness.js";

test("calls of idempotent methods outlive the connection", async () => {
  const gate = await Gate.start();
  const rpc = new CentrifugoRPCClient(gate.url, await token("42"), "42", {
    minReconnectDelayMs: 10,
    maxReconnectDelayMs: 50,
  });
  await rpc.connect();
  const api = new APIClient(rpc);
  const slow = Array.from({ length: 20 }, () => api.testPause({ ms: 300 }));
  const byName = rpc.call("test.pause", { ms: 300 });
  const once = assert.rejects(api.testSleep({ ms: 300 }), RPCDisconnectedError);
  setTimeout(() => {
    gate.shut();
    gate.open();
  }, 100);
  assert.deepEqual(new Set(await Promise.all(slow)), new Set([300]));
  assert.equal(await byName, 300);
  await once;
  rpc.disconnect();
  gate.stop();
});

test("temporary errors of idempotent methods are tried again", async () => {
  const jwt = await token("42");
  const options = { maxRetries: 50 };
  await using rpc = new CentrifugoRPCClient(url, jwt, "42", options);
  await rpc.connect();
  await control("POST", "/server/stop");
  const begin = Date.now();
  const slow = rpc.call("test.pause", { ms: 1 });
  const once = rpc.call("test.add_one", 1);
  await assert.rejects(once, (error) => {
    assert.ok(error instanceof RPCError);
    assert.equal(error.code, 100);
    assert.equal(error.temporary, true);
    return true;
  });
  await control("POST", "/server/start");
  assert.equal(await slow, 1);
  assert.ok(Date.now() - begin < 20_000);
});

test("each attempt has the call's own correlation id", async () => {
  const seen: string[] = [];
  const server = await scripted((method) => {
    seen.push(method);
    const error = { code: 503, message: "overloaded", temporary: true };
    return seen.length > 2 ? { data: 7 } : { error };
  });
  const options = { versionCheck: "off" } as const;
  const rpc = new CentrifugoRPCClient(server.url, "", "", options);
  await rpc.connect();
  const correlationId = "my-own-id";
  assert.equal(await rpc.call("test.pause", {}, { correlationId }), 7);
  assert.deepEqual(seen, Array(3).fill("test.pause#my-own-id"));
  rpc.disconnect();
  server.stop();
});

test("after all attempts the last error is the call's, or time runs out first", async () => {
  let calls = 0;
  const server = await scripted(() => {
    calls += 1;
    return { error: { code: 503, message: "overloaded", temporary: true } };
  });
  for (const [maxRetries, attempts] of [
    [0, 1],
    [2, 3],
  ] as const) {
    calls = 0;
    const options = { versionCheck: "off", maxRetries } as const;
    const rpc = new CentrifugoRPCClient(server.url, "", "", options);
    await rpc.connect();
    await assert.rejects(rpc.call("test.pause", {}), { code: 503 });
    assert.equal(calls, attempts);
    rpc.disconnect();
  }
  const options = { versionCheck: "off", maxRetries: 1000 } as const;
  const rpc = new CentrifugoRPCClient(server.url, "", "", options);
  await rpc.connect();
  const call = rpc.call("test.pause", {}, { timeoutMs: 300 });
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof RPCTimeoutError);
    assert.ok(error.cause instanceof RPCError);
    return true;
  });
  const ended = rpc.call("test.pause", {});
  await new Promise((resolve) => setTimeout(resolve, 100));
  rpc.disconnect();
  await assert.rejects(ended, (error) => {
    assert.ok(error instanceof RPCDisconnectedError);
    assert.equal(error.sent, true);
    return true;
  });
  server.stop();
});

test("an aborted or late call is not repeated", async () => {
  let calls = 0;
  const server = await scripted(() => {
    calls += 1;
    return undefined;
  });
  const options = { versionCheck: "off" } as const;
  const rpc = new CentrifugoRPCClient(server.url, "", "", options);
  await rpc.connect();
  const late = rpc.call("test.pause", {}, { timeoutMs: 50 });
  await assert.rejects(late, RPCTimeoutError);
  const abort = new AbortController();
  const aborted = rpc.call("test.pause", {}, { signal: abort.signal });
  abort.abort();
  await assert.rejects(aborted, { kind: "aborted" });
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(calls, 2);
  rpc.disconnect();
  server.stop();
});

test("a call's timeout goes before the method's, and that before the client's", async () => {
  await connected(
    "42",
    async (api, rpc) => {
      assert.equal(await api.testSleep({ ms: 200 }), 200);
      assert.equal(await rpc.call("test.sleep", { ms: 200 }), 200);
      await assert.rejects(api.testPause({ ms: 200 }), RPCTimeoutError);
      const options = { timeoutMs: 2_000 };
      assert.equal(await api.testPause({ ms: 200 }, options), 200);
      const short = { timeoutMs: 20 };
      await assert.rejects(api.testSleep({ ms: 200 }, short), RPCTimeoutError);
    },
    { timeoutMs: 50, versionCheck: "off" },
  );
});

test("options that make no sense are refused", async () => {
  await connected("42", async (api, rpc) => {
    for (const options of [
      { timeoutMs: 0 },
      { timeoutMs: NaN },
      { correlationId: "a b" },
      { correlationId: "" },
    ]) {
      await assert.rejects(api.testCount(options), RPCRequestError);
    }
    assert.equal(rpc.state, "connected");
  });
});

test("interceptors see each call with its outcome, the first around the others", async () => {
  const seen: unknown[] = [];
  const calls: RPCCall[] = [];
  const outer: RPCInterceptor = async (call, next) => {
    calls.push(call);
    try {
      const result = await next();
      seen.push(["outer", result]);
      return result;
    } catch (error) {
      seen.push(["outer", error instanceof RPCError && error.code]);
      throw error;
    }
  };
  const inner: RPCInterceptor = async (_, next) => {
    const result = await next();
    seen.push(["inner", result]);
    return typeof result === "number" ? result + 100 : result;
  };
  await connected(
    "42",
    async (api) => {
      assert.equal(await api.testAddOne(1), 102);
      await assert.rejects(api.testFail({ kind: "forbidden" }), { code: 403 });
      assert.deepEqual(seen, [
        ["inner", 2],
        ["outer", 102],
        ["outer", 403],
      ]);
      const [first] = calls;
      assert.equal(first?.method, "test.add_one");
      assert.equal(first.params, 1);
      assert.equal(first.timeoutMs, 30_000);
      assert.match(first.correlationId, /^[0-9a-f-]{36}$/);
    },
    { interceptors: [outer, inner] },
  );
});

test("an interceptor that throws fails the call alone", async () => {
  const interceptors: RPCInterceptor[] = [
    (call, next) => {
      if (call.method === "test.count") {
        throw new Error("not today");
      }
      return next();
    },
  ];
  await connected(
    "42",
    async (api) => {
      await assert.rejects(api.testCount(), { message: "not today" });
      assert.equal(await api.testAddOne(1), 2);
    },
    { interceptors },
  );
});

test("headers reach the handler", async () => {
  const headers = { "X-Tenant": "acme" };
  await connected(
    "42",
    async (api) => {
      assert.equal(await api.testTenant(), "acme");
    },
    { headers },
  );
  await connected("42", async (api) => {
    assert.equal(await api.testTenant(), null);
  });
});

test("params are sent as they were when the call was made", async () => {
  await connected("42", async (api) => {
    const params = { text: "before", number: 1 };
    const call = api.testEcho(params);
    params.text = "after";
    assert.equal((await call).text, "before");
  });
});

test("nobody waits for a call of a method that is made for it", async () => {
  await connected("42", async (api) => {
    const key = randomUUID();
    const nothing: void = api.testNoteNoWait({ key });
    assert.equal(nothing, undefined);
    await eventually(async () => (await api.testDone(key)).length === 1);
  });
});

test("failures of calls that nobody waits for reach the hook", async () => {
  const failures: unknown[] = [];
  const errors: unknown[] = [];
  const logger = { ...console, error: (...all: unknown[]) => errors.push(all) };
  await connected(
    "42",
    async (api, rpc) => {
      api.testNoteNoWait({ key: 7 } as never);
      api.testNoteNoWait({ key: 7n } as never);
      await eventually(() => failures.length === 2);
      assert.ok(failures.some((error) => error instanceof RPCRequestError));
      assert.ok(
        failures.some(
          (error) => error instanceof RPCError && error.code === 422,
        ),
      );
      assert.equal(rpc.state, "connected");
      // The hook itself threw.
      assert.equal(errors.length, 2);
    },
    {
      onNoWaitError: (error) => {
        failures.push(error);
        throw new Error("the hook fails");
      },
      logger,
    },
  );
  await connected(
    "42",
    async (api, rpc) => {
      api.testNoteNoWait({ key: "never" });
      rpc.disconnect();
      await eventually(() => errors.length === 3);
      assert.match(String(errors[2]), /test\.note/);
    },
    { logger },
  );
});

test("closing waits for what nobody waits for", async () => {
  const key = randomUUID();
  const rpc = new CentrifugoRPCClient(url, await token("42"), "42", {
    onNoWaitError: (error) => {
      throw error;
    },
  });
  await rpc.connect();
  new APIClient(rpc).testNoteNoWait({ key, ms: 200 });
  await rpc.close();
  assert.equal(rpc.state, "disconnected");
  await connected("42", async (api) => {
    await eventually(async () => (await api.testDone(key)).length === 1);
  });
});
