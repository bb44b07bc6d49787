// What a project without Node's types does with the installed package.
import { APIClient, CentrifugoRPCClient } from "test-server-client";

export async function run(abort: AbortSignal): Promise<number> {
  const rpc = new CentrifugoRPCClient("/connection/websocket", "", "", {
    getToken: () => "token",
    onNoWaitError: (error) => {
      console.log(error.kind, error.method);
    },
  });
  try {
    await rpc.connect();
    return await new APIClient(rpc).testAddOne(1, { signal: abort });
  } finally {
    await rpc[Symbol.asyncDispose]();
  }
}
