// Calls a second of the generated client beside the SDK that it stands on, in turns, over connections
// of the same kind to the same server.
import { Centrifuge } from "centrifuge";
import { APIClient, CentrifugoRPCClient } from "test-server-client";
import WebSocket from "ws";

import { token, url } from "./harness.js";

const ROUNDS = 7;
const CALLS = 4_000;

type Call = (number: number) => Promise<{ number: number }>;

/** Seconds on the clock and of this process for `CALLS` calls, `depth` of them at once. */
async function round(call: Call, depth: number): Promise<[number, number]> {
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < CALLS) {
      const number = next++;
      const answer = await call(number);
      if (answer.number !== number) {
        throw new Error(`${String(answer.number)} is not ${String(number)}`);
      }
    }
  };
  const cpu = process.cpuUsage();
  const begin = performance.now();
  await Promise.all(Array.from({ length: depth }, caller));
  const seconds = (performance.now() - begin) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return [seconds, (user + system) / 1_000_000];
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

const jwt = await token("42");
const raw = new Centrifuge(url, { token: jwt, websocket: WebSocket });
raw.connect();
await raw.ready();
const rpc = new CentrifugoRPCClient(url, jwt, "");
await rpc.connect();
const api = new APIClient(rpc);

const text = "x".repeat(64);
const sides: Record<string, Call> = {
  raw: async (number) => {
    const { data } = await raw.rpc("test.echo", { text, number });
    return data as { number: number };
  },
  generated: (number) => api.testEcho({ text, number }),
};

for (const depth of [1, 32]) {
  const times: Record<string, [wall: number[], cpu: number[]]> = {};
  for (let count = 0; count <= ROUNDS; count += 1) {
    for (const [name, call] of Object.entries(sides)) {
      const [wall, cpu] = await round(call, depth);
      const [walls, cpus] = (times[name] ??= [[], []]);
      // The first round warms up.
      if (count > 0) {
        walls.push(wall);
        cpus.push(cpu);
      }
    }
  }
  const [first, second] = Object.entries(times).map(([name, [wall, cpu]]) => {
    const perSecond = CALLS / median(wall);
    const micros = (median(cpu) / CALLS) * 1_000_000;
    console.log(
      `${String(depth).padStart(2)} at once, ${name.padEnd(9)}: ` +
        `${perSecond.toFixed(0).padStart(6)} calls/s, ${micros.toFixed(0).padStart(4)} µs CPU a call`,
    );
    return perSecond;
  });
  const ratio = (second ?? NaN) / (first ?? NaN);
  console.log(`${String(depth).padStart(2)} at once: ratio ${ratio.toFixed(3)}, 0.95 to reach`);
}
raw.disconnect();
rpc.disconnect();
