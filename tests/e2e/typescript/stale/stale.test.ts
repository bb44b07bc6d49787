// The package of a newer server, with other types and `validate = "zod"`, and what it makes of this
// server's answers.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  CentrifugoRPCClient,
  RPCError,
  RPCResponseError,
  RPCVersionError,
  TestError,
  TestErrorWithFields,
} from "test-server-client";
import type { RPCLogger } from "test-server-client";

import { connected, eventually, token, url } from "./harness.js";

const off = { versionCheck: "off" } as const;

test("a mismatch is told once, and can refuse the connection", async () => {
  const warnings: string[] = [];
  const logger: RPCLogger = {
    debug: () => undefined,
    warn: (text) => warnings.push(text),
    error: () => assert.fail(),
  };
  for (let count = 0; count < 2; count += 1) {
    await connected("42", () => eventually(() => warnings.length > 0), {
      logger,
    });
  }
  assert.equal(warnings.length, 1);
  const [warning = ""] = warnings;
  assert.match(warning, /test-server 9\.9\.9, the server has version 0\.1\.0/);
  assert.match(warning, /The server is older: deploy it/);
  const jwt = await token("42");
  const options = { versionCheck: "refuse" } as const;
  const rpc = new CentrifugoRPCClient(url, jwt, "42", options);
  await assert.rejects(rpc.connect(), (error) => {
    assert.ok(error instanceof RPCVersionError);
    assert.equal(error.older, "server");
    return true;
  });
  assert.equal(rpc.state, "disconnected");
});

test("a result of another type names method and place", async () => {
  await connected(
    "42",
    async (api, rpc) => {
      for (const [call, method, place] of [
        [
          () => api.testEcho({ text: "", number: 1 }),
          "test.echo",
          "result.number: ",
        ],
        [() => api.testCount(), "test.count", "result: "],
      ] as const) {
        await assert.rejects(call, (error) => {
          assert.ok(error instanceof RPCResponseError, String(error));
          assert.equal(error.method, method);
          assert.match(error.correlationId, /^[0-9a-f-]{36}$/);
          assert.ok(error.message.startsWith(`${method}: ${place}`));
          return true;
        });
      }
      // What is the same in both works all the same.
      assert.equal(await api.testAddOne(1), 2);
      assert.equal(rpc.state, "connected");
    },
    off,
  );
});

test("a message that is not the declared JSON loses the fields alone", async () => {
  await connected(
    "42",
    async (api) => {
      for (const kind of ["declared_fields", "declared_garbled"] as const) {
        await assert.rejects(api.testFail({ kind }), (error) => {
          assert.ok(error instanceof TestError && error instanceof RPCError);
          assert.ok(!(error instanceof TestErrorWithFields));
          assert.equal(error.code, 1002);
          assert.match(error.message, /tasks/);
          return true;
        });
      }
    },
    off,
  );
});
