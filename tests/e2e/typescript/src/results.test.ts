import assert from "node:assert/strict";
import { test } from "node:test";

import { connected } from "./harness.js";

test("a result has what was sent", async () => {
  await connected("42", async (api) => {
    const result = await api.testEcho({ text: "ülk \u0000 🦀", number: -7 });
    assert.deepEqual(result, { text: "ülk \u0000 🦀", number: -7 });
  });
});

test("scalars are params and results, methods without params have none", async () => {
  await connected("42", async (api) => {
    assert.equal(await api.testAddOne(41), 42);
    assert.equal(await api.adminTestDouble(21), 42);
    assert.equal(typeof (await api.testCount()), "number");
    assert.equal(await api.testNothing(), undefined);
  });
});

test("a raw call gives what the typed one gives", async () => {
  await connected("42", async (_, rpc) => {
    assert.equal(await rpc.call("test.add_one", 1), 2);
    assert.equal(await rpc.call("test.nothing"), null);
  });
});

test("a thousand calls at once each get their own answer", async () => {
  await connected("42", async (api) => {
    const numbers = Array.from({ length: 1000 }, (_, index) => index);
    const results = await Promise.all(
      numbers.map((number) =>
        api.testEcho({ text: `call ${String(number)}`, number }),
      ),
    );
    for (const number of numbers) {
      const text = `call ${String(number)}`;
      assert.deepEqual(results[number], { text, number });
    }
  });
});

test("the server sees the user and the call's correlation id", async () => {
  await connected("42", async (api) => {
    const first = await api.testWhoami();
    const second = await api.testWhoami();
    assert.equal(first.user, "42");
    assert.match(
      first.correlation_id,
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.notEqual(first.correlation_id, second.correlation_id);
    const madeAt = parseInt(
      first.correlation_id.slice(0, 13).replace("-", ""),
      16,
    );
    assert.ok(Math.abs(Date.now() - madeAt) < 60_000);
  });
});
