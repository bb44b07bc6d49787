// The package with `int64 = "bigint"`: it speaks Centrifugo's binary protocol.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  APIClient,
  CentrifugoRPCClient,
  RPCError,
  RPCRequestError,
} from "test-server-client";
import type { AllTypes, AllTypesInput, RPCMessage } from "test-server-client";

import { connected, control, eventually, token, url } from "./harness.js";

const MAX = 2n ** 63n - 1n;

const least: AllTypesInput = {
  list: [],
  counts: {},
  by_id: {},
  pair: ["", 0],
  nested: { name: "", children: [] },
  color: "red",
  shape: { kind: "empty" },
  unsigned: 0n,
  signed: 0n,
  float: 0,
  flag: false,
  at: "2024-01-31T12:00:00Z",
  day: "2024-01-31",
  id: "67e55044-10b1-426f-9247-bb680e5fe0c8",
  "renamed-field": "",
};

test("64-bit integers come back whole", async () => {
  await connected("42", async (api) => {
    const all: AllTypes = await api.testTypes({
      ...least,
      unsigned: 2n ** 64n - 1n,
      signed: -MAX - 1n,
      float: 1e22,
    });
    assert.equal(all.unsigned, 18446744073709551615n);
    assert.equal(all.signed, -9223372036854775808n);
    assert.deepEqual(all.pair, ["", 0]);
    assert.equal(all.float, 1e22);
    assert.deepEqual(await api.testTypes(all), all);
    assert.equal(await api.testAddOne(9007199254740993n), 9007199254740994n);
    assert.equal(await api.testNothing(), undefined);
  });
});

test("small ones are bigints as well", async () => {
  await connected("42", async (api) => {
    assert.equal(await api.testAddOne(-1n), 0n);
    assert.equal(typeof (await api.testCount()), "bigint");
  });
});

test("one out of its range is refused, by client or server", async () => {
  await connected("42", async (api) => {
    await assert.rejects(api.testAddOne(MAX + 1n), RPCRequestError);
    await assert.rejects(
      api.testAddOne(MAX),
      (error) => error instanceof RPCError && error.code === 422,
    );
  });
});

test("declared errors have their fields", async () => {
  await connected("42", async (api) => {
    const call = api.testFail({ kind: "declared_fields" });
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof RPCError && "fields" in error);
      assert.deepEqual(error.fields, { resource: "tasks", limit: 10 });
      return true;
    });
  });
});

test("a call made before the connection is there is sent as it was", async () => {
  const rpc = new CentrifugoRPCClient(url, await token("42"), "42");
  const params = { ...least, unsigned: 9007199254740993n };
  const call = new Promise<AllTypes>((resolve) => {
    const stop = rpc.onStateChange((state) => {
      assert.equal(state, "connecting");
      stop();
      resolve(new APIClient(rpc).testTypes(params));
      params.unsigned = 0n;
    });
  });
  await rpc.connect();
  try {
    assert.equal((await call).unsigned, 9007199254740993n);
  } finally {
    rpc.disconnect();
  }
});

test("what is too large is refused, and the connection stays", async () => {
  await connected("42", async (api, rpc) => {
    const text = "ü".repeat(40_000);
    await assert.rejects(api.testEcho({ text, number: 1n }), RPCRequestError);
    assert.equal(rpc.state, "connected");
  });
});

test("messages to the user arrive", async () => {
  await connected("42", async (_, rpc) => {
    const messages: RPCMessage[] = [];
    rpc.onUserMessage((message) => {
      messages.push(message);
    });
    await control("POST", "/publish?user=42", { hello: ["wörld", 1] });
    await eventually(() => messages.length > 0);
    assert.deepEqual(messages[0]?.data, { hello: ["wörld", 1] });
  });
});

test("many calls at once get each its own answer", async () => {
  await connected("42", async (api) => {
    const numbers = Array.from(
      { length: 1_000 },
      (_, i) => MAX - 1n - BigInt(i),
    );
    const answers = await Promise.all(numbers.map((n) => api.testAddOne(n)));
    assert.deepEqual(
      answers,
      numbers.map((n) => n + 1n),
    );
  });
});
