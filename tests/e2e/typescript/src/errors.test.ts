import assert from "node:assert/strict";
import { test } from "node:test";

import {
  CentrifugoRPCClient,
  isRPCFailure,
  RPCAbortedError,
  RPCError,
  RPCFailure,
  RPCRequestError,
  RPCRequestTooLargeError,
  RPCTimeoutError,
  TestError,
  TestErrorAgain,
  TestErrorDeclared,
  TestErrorWithFields,
} from "test-server-client";

import { scripted } from "./gate.js";
import { connected } from "./harness.js";

/** What the promise is rejected with. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it succeeded");
}

async function rpcError(promise: Promise<unknown>): Promise<RPCError> {
  const error = await failure(promise);
  assert.ok(error instanceof Error);
  assert.ok(error instanceof RPCError, String(error));
  assert.match(error.correlationId, /^[0-9a-f-]{36}$/);
  return error;
}

test("a declared error is of its own class", async () => {
  await connected("42", async (api) => {
    const error = await rpcError(api.testFail({ kind: "declared" }));
    assert.ok(error instanceof TestErrorDeclared);
    assert.ok(error instanceof TestError);
    assert.equal(error.name, "TestErrorDeclared");
    assert.equal(error.code, 1001);
    assert.equal(error.message, "declared");
    assert.equal(error.temporary, false);
    assert.equal(error.method, "test.fail");
  });
});

test("a declared error has its fields", async () => {
  await connected("42", async (api) => {
    const error = await rpcError(api.testFail({ kind: "declared_fields" }));
    assert.ok(error instanceof TestErrorWithFields);
    const { resource, limit } = error.fields;
    assert.equal(typeof resource, "string");
    assert.ok(Number.isInteger(limit));
    assert.deepEqual(JSON.parse(error.message), error.fields);
  });
});

test("an old server's message, which is not the declared JSON, loses the fields alone", async () => {
  await connected("42", async (api) => {
    const error = await rpcError(api.testFail({ kind: "declared_garbled" }));
    assert.ok(error instanceof TestError);
    assert.ok(!(error instanceof TestErrorWithFields));
    assert.equal(error.code, 1002);
    assert.equal(error.message, "tasks: no more than 10");
  });
});

test("all errors are of one kind of many", async () => {
  await connected("42", async (api, rpc) => {
    const kinds = new Map<string, string>();
    for (const fail of [
      () => api.testFail({ kind: "forbidden" }),
      () => api.testSleep({ ms: 200 }, { timeoutMs: 20 }),
      () => api.testCount({ signal: AbortSignal.abort() }),
      () => rpc.call("test.add_one", NaN),
      () => api.testAddOne(Number.MAX_SAFE_INTEGER),
      () => new CentrifugoRPCClient("", "", "").connect(),
      () => new CentrifugoRPCClient("", "", "").call("test.count"),
    ]) {
      const error = await failure(fail());
      assert.ok(error instanceof RPCFailure);
      assert.ok(isRPCFailure(error));
      switch (error.kind) {
        case "server":
          kinds.set(error.kind, String(error.code));
          break;
        case "timeout":
          kinds.set(error.kind, String(error.timeoutMs));
          break;
        case "disconnected":
          kinds.set(error.kind, String(error.sent));
          break;
        case "connection":
          kinds.set(error.kind, String(error.disconnectCode));
          break;
        case "aborted":
        case "request":
        case "response":
          kinds.set(error.kind, error.method);
          break;
      }
    }
    assert.deepEqual(Object.fromEntries(kinds), {
      server: "403",
      timeout: "20",
      aborted: "test.count",
      request: "test.add_one",
      response: "test.add_one",
      connection: "undefined",
      disconnected: "false",
    });
    assert.ok(!isRPCFailure(new Error("of another kind")));
  });
});

test("a declared error says that it is temporary", async () => {
  await connected("42", async (api) => {
    const error = await rpcError(api.testFail({ kind: "declared_temporary" }));
    assert.ok(error instanceof TestErrorAgain);
    assert.equal(error.temporary, true);
    assert.equal(error.message, "again");
  });
});

test("the application's codes mean nothing in a raw call", async () => {
  await connected("42", async (_, rpc) => {
    const error = await rpcError(rpc.call("test.fail", { kind: "declared" }));
    assert.equal(error.code, 1001);
    assert.ok(!(error instanceof TestError));
  });
});

test("forbidden is 403", async () => {
  await connected("42", async (api) => {
    const error = await rpcError(api.testFail({ kind: "forbidden" }));
    assert.equal(error.code, 403);
  });
});

for (const kind of ["internal", "panic"] as const) {
  test(`${kind} is 500 and says nothing of its cause`, async () => {
    await connected("42", async (api) => {
      const error = await rpcError(api.testFail({ kind }));
      assert.equal(error.code, 500);
      assert.equal(error.message, "internal error");
    });
  });
}

test("an error whose code Centrifugo leaves out is the server's", async () => {
  const server = await scripted(() => ({ error: { message: "odd" } }));
  const options = { versionCheck: "off" } as const;
  const rpc = new CentrifugoRPCClient(server.url, "", "", options);
  await rpc.connect();
  const error = await rpcError(rpc.call("test.pause"));
  assert.deepEqual([error.code, error.message], [0, "odd"]);
  rpc.disconnect();
  server.stop();
});

test("an unknown method is 404", async () => {
  await connected("42", async (_, rpc) => {
    const error = await rpcError(rpc.call("test.no_such_method", {}));
    assert.equal(error.code, 404);
  });
});

test("invalid params are 422 with the place", async () => {
  await connected("42", async (_, rpc) => {
    const params = { text: 7, number: 1 };
    const error = await rpcError(rpc.call("test.echo", params));
    assert.equal(error.code, 422);
    assert.match(error.message, /text/);
  });
});

test("the method's own time limit is 408", async () => {
  await connected("42", async (api) => {
    const error = await rpcError(api.testSleep({ ms: 3000 }));
    assert.equal(error.code, 408);
  });
});

test("a client's time limit ends the call and not the connection", async () => {
  await connected("42", async (api) => {
    const begin = Date.now();
    const options = { timeoutMs: 50 };
    const error = await failure(api.testSleep({ ms: 400 }, options));
    assert.ok(error instanceof RPCTimeoutError);
    assert.equal(error.timeoutMs, 50);
    assert.ok(Date.now() - begin < 350);
    assert.equal(await api.testAddOne(1), 2);
  });
});

test("an aborted call ends at once, with the reason", async () => {
  await connected("42", async (api) => {
    const abort = new AbortController();
    const call = failure(api.testSleep({ ms: 400 }, { signal: abort.signal }));
    abort.abort("enough");
    const error = await call;
    assert.ok(error instanceof RPCAbortedError);
    assert.equal(error.cause, "enough");
    const again = await failure(api.testCount({ signal: abort.signal }));
    assert.ok(again instanceof RPCAbortedError);
    assert.equal(await api.testAddOne(1), 2);
  });
});

test("an anonymous connection gets 401 where a user is needed", async () => {
  await connected("", async (api, rpc) => {
    const params = { text: "", number: 0 };
    const error = await rpcError(api.testEcho(params));
    assert.equal(error.code, 401);
    const { user } = await api.testWhoami();
    assert.equal(user, null);
    assert.equal(rpc.userChannel.state, "off");
  });
});

test("what has no JSON, or too much of it, is refused before it is sent", async () => {
  await connected("42", async (api, rpc) => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    const all = [1n, NaN, { a: [Infinity] }, [undefined], cyclic, () => 1];
    for (const params of all) {
      const error = await failure(rpc.call("test.echo", params));
      assert.ok(error instanceof RPCRequestError, String(error));
    }
    const large = { text: "x".repeat(70_000), number: 0 };
    const error = await failure(api.testEcho(large));
    assert.ok(error instanceof RPCRequestTooLargeError);
    assert.equal(error.limit, 65_536);
    assert.equal(rpc.state, "connected");
  });
});

test("the largest request that is let through does not end the connection", async () => {
  await connected("42", async (api, rpc) => {
    let text = "ü".repeat(32_768);
    for (;;) {
      try {
        const result = await api.testEcho({ text, number: 0 });
        assert.equal(result.text, text);
        break;
      } catch (error) {
        assert.ok(error instanceof RPCRequestError, String(error));
        text = text.slice(1);
      }
    }
    assert.equal(rpc.state, "connected");
    assert.ok(text.length > 32_600);
  });
});

test("integers that a number cannot hold are refused", async () => {
  await connected("42", async (api) => {
    const tooLarge = Number.MAX_SAFE_INTEGER + 1;
    for (const number of [tooLarge, -tooLarge, 1.5]) {
      const error = await failure(api.testEcho({ text: "", number }));
      assert.ok(error instanceof RPCRequestError, String(error));
      assert.match(error.message, /\.number/);
    }
    const max = Number.MAX_SAFE_INTEGER - 1;
    assert.equal(await api.testAddOne(max), Number.MAX_SAFE_INTEGER);
    const beyond = await failure(api.testAddOne(Number.MAX_SAFE_INTEGER));
    assert.ok(beyond instanceof Error);
    assert.equal(beyond.name, "RPCResponseError");
  });
});
