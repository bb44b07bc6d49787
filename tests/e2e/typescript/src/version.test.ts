import assert from "node:assert/strict";
import { test } from "node:test";

import {
  API_VERSION,
  CentrifugoRPCClient,
  RPCConnectionError,
  RPCError,
  RPCVersionError,
} from "test-server-client";
import type { RPCClientOptions, RPCLogger } from "test-server-client";

import { scripted, type Answer } from "./gate.js";
import { connected, eventually } from "./harness.js";

const OTHER = {
  compatible: false,
  older: null as "client" | "server" | null,
  package: "test-server" as string | null,
  package_version: "9.0.0",
  api_version: "other",
};

/** Warnings and debug messages of a client, and what it asked. */
async function asked(
  answer: Answer | undefined,
  options: RPCClientOptions,
  connections = 1,
): Promise<{ warnings: string[]; questions: unknown[]; error: unknown }> {
  const warnings: string[] = [];
  const questions: unknown[] = [];
  let told = 0;
  const server = await scripted((method, data) => {
    assert.match(method, /^system\.check_version#/);
    questions.push(data);
    return answer;
  });
  const logger: RPCLogger = {
    debug: () => (told += 1),
    warn: (text) => warnings.push(text),
    error: () => assert.fail(),
  };
  let error: unknown;
  for (let count = 0; count < connections; count += 1) {
    const all = { logger, connectTimeoutMs: 500, ...options };
    const rpc = new CentrifugoRPCClient(server.url, "", "", all);
    try {
      await rpc.connect();
      assert.equal(rpc.state, "connected");
      if (options.versionCheck !== "off" && count === 0) {
        const compatible =
          answer !== undefined && "data" in answer && answer.data !== OTHER;
        await eventually(
          () =>
            questions.length > 0 && (compatible || told + warnings.length > 0),
        );
      }
    } catch (caught) {
      error = caught;
      assert.equal(rpc.state, "disconnected");
    }
    rpc.disconnect();
  }
  server.stop();
  return { warnings, questions, error };
}

test("the server is asked once, in the background", async () => {
  const fits = { data: { ...OTHER, compatible: true } };
  const { warnings, questions } = await asked(fits, {}, 3);
  assert.deepEqual(warnings, []);
  assert.deepEqual(questions, [
    {
      package: "test-server",
      package_version: "0.1.0",
      api_version: API_VERSION,
    },
  ]);
});

test("the server of this package is fit for it", async () => {
  await connected(
    "42",
    (_, rpc) => Promise.resolve(assert.equal(rpc.state, "connected")),
    {
      versionCheck: "refuse",
    },
  );
});

test("a mismatch is one warning that says which side is older", async () => {
  for (const [older, text] of [
    ["client", /The client is older: generate the client again/],
    ["server", /The server is older: deploy it/],
    [null, /Which is older is not known/],
  ] as const) {
    OTHER.older = older;
    const { warnings } = await asked({ data: OTHER }, {}, 3);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", text);
    assert.match(warnings[0] ?? "", /9\.0\.0/);
  }
});

test("a server without the package says so", async () => {
  const data = { ...OTHER, older: null, package: null };
  const { error } = await asked({ data }, { versionCheck: "refuse" });
  assert.ok(error instanceof RPCVersionError);
  assert.match(error.message, /no methods of test-server/);
});

test("a server that does not know the question is the older one", async () => {
  const answer = { error: { code: 404, message: "method not found" } };
  const { error } = await asked(answer, { versionCheck: "refuse" });
  assert.ok(error instanceof RPCVersionError);
  assert.equal(error.older, "server");
  const { warnings } = await asked(answer, {});
  assert.match(warnings[0] ?? "", /The server is older/);
});

test("a mismatch refuses the connection if that is wanted", async () => {
  OTHER.older = "client";
  const { error } = await asked({ data: OTHER }, { versionCheck: "refuse" });
  assert.ok(error instanceof RPCVersionError);
  assert.ok(error instanceof RPCConnectionError);
  assert.equal(error.older, "client");
});

test("no answer is no agreement", async () => {
  const failure = { error: { code: 100, message: "internal server error" } };
  for (const answer of [failure, { data: "yes" }, undefined]) {
    const { warnings } = await asked(answer, {});
    assert.deepEqual(warnings, []);
    const { error, questions } = await asked(
      answer,
      { versionCheck: "refuse" },
      2,
    );
    assert.ok(error instanceof RPCVersionError, String(error));
    assert.equal(error.older, undefined);
    // A failure is not kept.
    assert.equal(questions.length, 2);
    if (answer === failure) {
      assert.ok(error.cause instanceof RPCError);
    }
  }
});

test("nothing is asked if it is off", async () => {
  const { questions } = await asked(undefined, { versionCheck: "off" });
  assert.deepEqual(questions, []);
});
