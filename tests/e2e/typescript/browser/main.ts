// The client in a page. What each step came to is in `window.outcome`, which browser.mjs waits for.
import {
  APIClient,
  CentrifugoRPCClient,
  isRPCFailure,
  RPCUnauthorizedError,
  TestErrorWithFields,
} from "test-server-client";

declare global {
  interface Window {
    /** Asks the control server. */
    control: (method: string, path: string, body?: unknown) => Promise<string>;
    outcome?: Record<string, string>;
  }
}

const url = decodeURIComponent(location.hash.slice(1));
const rpc = new CentrifugoRPCClient(url, "", "42", {
  tokenUrl: "/token?user=42",
  headers: { "X-Tenant": "acme" },
  minReconnectDelayMs: 10,
  maxReconnectDelayMs: 200,
});
const api = new APIClient(rpc);

function equal(actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) {
    throw new Error(`${is} is not ${should}`);
  }
}

async function failure(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("it succeeded");
}

const steps: Record<string, () => Promise<void>> = {
  "it connects with a token from a URL of the page's origin": async () => {
    await rpc.connect();
    equal((await api.testWhoami()).user, "42");
  },
  "a user without a token is told so": async () => {
    const options = { tokenUrl: "/no-token" };
    const other = new CentrifugoRPCClient(url, "", "", options);
    equal(
      (await failure(other.connect())) instanceof RPCUnauthorizedError,
      true,
    );
  },
  "calls get their own answers": async () => {
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    const answers = numbers.map((number) => api.testAddOne(number));
    equal(
      await Promise.all(answers),
      numbers.map((number) => number + 1),
    );
    const params = { text: "ülk 🦀", number: -7 };
    equal(await api.testEcho(params), params);
  },
  "headers reach the handler": async () => {
    equal(await api.testTenant(), "acme");
  },
  "declared errors have their fields": async () => {
    const error = await failure(api.testFail({ kind: "declared_fields" }));
    equal(error instanceof TestErrorWithFields && error.fields.limit, 10);
  },
  "what is too large is refused, and the connection stays": async () => {
    const text = "x".repeat(70_000);
    const error = await failure(api.testEcho({ text, number: 0 }));
    equal(isRPCFailure(error) && error.kind, "request");
    equal(rpc.state, "connected");
  },
  "a call is aborted": async () => {
    const signal = AbortSignal.timeout(50);
    const error = await failure(api.testSleep({ ms: 400 }, { signal }));
    equal(isRPCFailure(error) && error.kind, "aborted");
  },
  "messages to the user arrive": async () => {
    const message = new Promise((resolve) => {
      rpc.onUserMessage(({ data }) => {
        resolve(data);
      });
    });
    await window.control("POST", "/publish?user=42", { hello: "page" });
    equal(await message, { hello: "page" });
  },
  "the connection comes back": async () => {
    const events: string[] = [];
    for (const event of ["connecting", "connected", "disconnected"] as const) {
      rpc.on(event, () => events.push(event));
    }
    const onItsWay = api.testPause({ ms: 300 });
    await window.control("POST", "/centrifugo/restart");
    equal(await onItsWay, 300);
    equal(await api.testAddOne(1), 2);
    equal(events, ["connecting", "connected"]);
  },
  "a closed client is disconnected": async () => {
    await rpc.close();
    equal(rpc.state, "disconnected");
    const error = await failure(api.testCount());
    equal(isRPCFailure(error) && error.kind, "disconnected");
  },
};

const outcome: Record<string, string> = {};
for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    outcome[name] = "ok";
  } catch (error) {
    outcome[name] = error instanceof Error ? String(error.stack) : String(error);
  }
}
window.outcome = outcome;
