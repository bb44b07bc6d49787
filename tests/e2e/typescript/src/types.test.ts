import assert from "node:assert/strict";
import { test } from "node:test";

import type { AllTypes, AllTypesInput } from "test-server-client";

import { connected } from "./harness.js";

const least: AllTypesInput = {
  list: [],
  counts: {},
  by_id: {},
  pair: ["", 0],
  nested: { name: "", children: [] },
  color: "red",
  shape: { kind: "empty" },
  unsigned: 0,
  signed: 0,
  float: 0,
  flag: false,
  at: "2024-01-31T12:00:00Z",
  day: "2024-01-31",
  id: "67e55044-10b1-426f-9247-bb680e5fe0c8",
  "renamed-field": "",
};

test("what is received is what was sent", async () => {
  const all: AllTypes = {
    maybe: "there",
    list: [-2147483648, 0, 2147483647],
    counts: { "": 0, "a b": 4294967295 },
    by_id: { 0: "zero", 4294967295: "max" },
    pair: ["ülk", -1],
    nested: { name: "a", children: [{ name: "b", children: [] }] },
    color: "dark_green",
    shape: { kind: "circle", radius: 1.5 },
    unsigned: Number.MAX_SAFE_INTEGER,
    signed: Number.MIN_SAFE_INTEGER,
    float: 1e-300,
    flag: true,
    at: "2024-01-31T12:00:00.123456789Z",
    day: "2024-02-29",
    id: "67e55044-10b1-426f-9247-bb680e5fe0c8",
    level: 255,
    note: "noted",
    "renamed-field": "wire name",
  };
  await connected("42", async (api) => {
    // A type as received is a type that may be sent.
    assert.deepEqual(await api.testTypes(all), all);
  });
});

test("what is not sent has its default, what is not there is not received", async () => {
  await connected("42", async (api) => {
    const result = await api.testTypes(least);
    assert.equal(result.maybe, null);
    assert.equal(result.level, 3);
    assert.ok(!("note" in result));
    assert.deepEqual(await api.testTypes({ ...least, maybe: null }), result);
  });
});

test("a variant is told by its tag", async () => {
  await connected("42", async (api) => {
    const { shape } = await api.testTypes({
      ...least,
      shape: { kind: "circle", radius: 2 },
    });
    assert.equal(shape.kind === "circle" ? shape.radius : undefined, 2);
  });
});
