/**
 * What the harness gives: E2E_URL, Centrifugo's WebSocket address, and E2E_CONTROL, the address of
 * a server that makes tokens, publishes, and stops and starts the other servers.
 */
import { APIClient, CentrifugoRPCClient } from "test-server-client";
import type { RPCClientOptions } from "test-server-client";

function env(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

export const url = env("E2E_URL");

export async function control(
  method: "GET" | "POST",
  path: string,
  body?: unknown,
): Promise<string> {
  const response = await fetch(`${env("E2E_CONTROL")}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${path}: ${String(response.status)} ${text}`);
  }
  return text;
}

export function token(user: string, more = ""): Promise<string> {
  return control("GET", `/token?user=${user}${more}`);
}

/** Runs `body` with a connection of `user`; `""` connects anonymously. */
export async function connected(
  user: string,
  body: (api: APIClient, rpc: CentrifugoRPCClient) => Promise<void>,
  options: RPCClientOptions = {},
): Promise<void> {
  const jwt = await token(user);
  const rpc = new CentrifugoRPCClient(url, jwt, user, options);
  await rpc.connect();
  try {
    await body(new APIClient(rpc), rpc);
  } finally {
    rpc.disconnect();
  }
}

/** Resolves when `test` holds; fails after `timeoutMs`. */
export async function eventually(
  test: () => boolean | Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await test())) {
    if (Date.now() > end) {
      throw new Error("it did not happen in time");
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
