// Lines of [method, "params" or "result", JSON] in; what the package makes of each, out.
import { createInterface } from "node:readline";

import { encode } from "../encode.js";
import { APIClient } from "../index.js";
import { parse } from "../json.js";

type Call = (params: unknown) => Promise<unknown>;

async function again(
  method: string,
  side: string,
  text: string,
): Promise<string> {
  const plain = (text: string): string =>
    text.replace(/[^a-z0-9]/gi, "").toLowerCase();
  const names = Object.getOwnPropertyNames(APIClient.prototype);
  const name = names.find((name) => plain(name) === plain(method)) ?? "";
  const write = (value: unknown): string | undefined =>
    encode({ method, correlationId: "" }, value, 1_000_000);
  if (side === "result") {
    const api = new APIClient({ call: () => Promise.resolve(parse(text)) });
    const call = Reflect.get(api, name) as Call;
    return write(await call.call(api, undefined)) ?? "null";
  }
  let sent: string | undefined;
  const api = new APIClient({
    call: (_, params) => {
      sent = write(params);
      return Promise.reject(new Error("the answer is no matter here"));
    },
  });
  try {
    await (Reflect.get(api, name) as Call).call(api, parse(text));
  } catch (error) {
    if (sent === undefined) throw error;
  }
  return sent ?? "null";
}

for await (const line of createInterface({ input: process.stdin })) {
  const [method, side, text] = JSON.parse(line) as [string, string, string];
  try {
    console.log("written:", await again(method, side, text));
  } catch (error) {
    console.log("refused:", JSON.stringify(String(error)));
  }
}
