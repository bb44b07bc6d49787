import assert from "node:assert/strict";
import { test } from "node:test";

import { CentrifugoRPCClient, RPCConnectionError } from "test-server-client";
import type { RPCMessage } from "test-server-client";

import { connected, control, eventually, token, url } from "./harness.js";

test("messages to the user arrive", async () => {
  await connected("42", async (_, rpc) => {
    assert.deepEqual(rpc.userChannel, {
      state: "subscribed",
      channel: "user:#42",
    });
    const messages: RPCMessage[] = [];
    const stop = rpc.onUserMessage((message) => {
      messages.push(message);
    });
    await control("POST", "/publish?user=41", { to: "another" });
    await control("POST", "/publish?user=42", { hello: ["wörld", 1] });
    await eventually(() => messages.length > 0);
    assert.equal(messages.length, 1);
    assert.equal(messages[0]?.channel, "user:#42");
    assert.deepEqual(messages[0].data, { hello: ["wörld", 1] });
    stop();
    await control("POST", "/publish?user=42", 2);
    await control("POST", "/publish?user=42", 3);
    assert.equal(messages.length, 1);
  });
});

test("a listener that throws harms neither the others nor the connection", async () => {
  const thrown: unknown[] = [];
  const onListenerError = (error: unknown): void => {
    thrown.push(error);
  };
  await connected(
    "42",
    async (api, rpc) => {
      const seen: unknown[] = [];
      rpc.onUserMessage(() => {
        throw new Error("thrown");
      });
      rpc.onUserMessage(() => Promise.reject(new Error("rejected")));
      rpc.onUserMessage(({ data }) => {
        seen.push(data);
      });
      await control("POST", "/publish?user=42", 1);
      await control("POST", "/publish?user=42", 2);
      await eventually(() => seen.length === 2 && thrown.length === 4);
      assert.deepEqual(seen, [1, 2]);
      assert.equal(rpc.state, "connected");
      assert.equal(await api.testAddOne(1), 2);
    },
    { onListenerError },
  );
});

test("another user's channel is unavailable, calls work all the same", async () => {
  const rpc = new CentrifugoRPCClient(url, await token("42"), "41");
  await rpc.connect();
  const { userChannel } = rpc;
  assert.equal(userChannel.state, "unavailable");
  assert.equal(userChannel.code, 103);
  assert.equal(await rpc.call("test.add_one", 1), 2);
  rpc.disconnect();
});

test("a user id that is several to Centrifugo has no channel", async () => {
  for (const userId of ["42,43", "#42"]) {
    const rpc = new CentrifugoRPCClient(url, await token("42"), userId);
    await rpc.connect();
    const { userChannel } = rpc;
    assert.equal(userChannel.state, "unavailable");
    assert.match(userChannel.reason, /comma/);
    assert.equal(await rpc.call("test.add_one", 1), 2);
    rpc.disconnect();
  }
});

test("a listener may call, and wait for the answer", async () => {
  const options = { requireUserChannel: true };
  const rpc = new CentrifugoRPCClient(url, await token("42"), "42", options);
  const answers: unknown[] = [];
  rpc.on("connected", async () => {
    answers.push(await rpc.call("test.add_one", 1));
  });
  rpc.onUserMessage(async ({ data }) => {
    answers.push(await rpc.call("test.add_one", data));
  });
  await rpc.connect();
  await control("POST", "/publish?user=42", 41);
  await eventually(() => answers.length === 2);
  assert.deepEqual(answers, [2, 42]);
  rpc.disconnect();
});

test("a user channel that must be there fails the connection", async () => {
  const rpc = new CentrifugoRPCClient(url, await token("42"), "41", {
    requireUserChannel: true,
  });
  await assert.rejects(rpc.connect(), RPCConnectionError);
  assert.equal(rpc.state, "disconnected");
});

test("messages arrive again after Centrifugo restarted", async () => {
  await connected("43", async (_, rpc) => {
    const messages: unknown[] = [];
    rpc.onUserMessage(({ data }) => {
      messages.push(data);
    });
    await control("POST", "/centrifugo/restart");
    await eventually(
      () => rpc.state === "connected" && rpc.userChannel.state === "subscribed",
    );
    await control("POST", "/publish?user=43", "after");
    await eventually(() => messages.includes("after"));
  });
});
