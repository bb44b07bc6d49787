// What a project does with the installed package: compiled as each kind of module, and run.
import {
  APIClient,
  CentrifugoRPCClient,
  isRPCFailure,
  RPCError,
  TestErrorAgain,
  TestErrorWithFields,
  type AllTypes,
  type EchoResult,
  type RPCCallOptions,
  type RPCClientOptions,
} from "test-server-client";
import { declaredError, FakeCaller } from "test-server-client/testing";

function assert(holds: boolean, what: string): asserts holds {
  if (!holds) {
    throw new Error(what);
  }
}

const options: RPCClientOptions = { timeoutMs: 1_000, headers: { a: "b" } };
const perCall: RPCCallOptions = { timeoutMs: undefined };

export function kindOf(value: AllTypes): string {
  return value.shape.kind;
}

async function main(): Promise<void> {
  const fake = new FakeCaller()
    .on("test.add_one", (number) => number + 1)
    .on("test.nothing", () => undefined)
    .on("test.echo", async ({ text, number }) => ({ text, number }))
    .on("test.count", () => Number.MAX_SAFE_INTEGER + 1)
    .on("test.fail", ({ kind }) => {
      throw kind === "declared_temporary"
        ? declaredError("TestErrorAgain")
        : declaredError("TestErrorWithFields", { resource: "r", limit: 1 });
    });
  const api = new APIClient(fake);

  const two: number = await api.testAddOne(1, perCall);
  assert(two === 2, "a handler's result is the call's");
  const echo: EchoResult = await api.testEcho({ text: "é", number: 7 });
  assert(echo.text === "é" && echo.number === 7, "objects go through JSON");
  await api.testNothing();

  const failure = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => undefined,
      (error: unknown) => error,
    );
  const fields = await failure(api.testFail({ kind: "declared" }));
  assert(fields instanceof TestErrorWithFields, "declared errors are typed");
  const { resource, limit } = fields.fields;
  assert(resource === "r" && limit === 1, "and have their fields");
  assert(fields.method === "test.fail" && fields.code === 1002, "and facts");
  const again = await failure(api.testFail({ kind: "declared_temporary" }));
  assert(again instanceof TestErrorAgain && again.temporary, "of each variant");
  const unsafe = await failure(api.testCount());
  assert(
    isRPCFailure(unsafe) && unsafe.kind === "response",
    "a result that the server could not send is refused",
  );
  const unheard = await failure(api.testSleep({ ms: 1 }));
  assert(unheard instanceof RPCError && unheard.code === 404, "no handler");
  const unsendable = await failure(api.testAddOne(1.5));
  assert(
    isRPCFailure(unsendable) && unsendable.kind === "request",
    "params that the server would refuse are refused",
  );
  assert(fake.calls.length === 7, "calls are kept");
  assert(fake.calls[1]?.method === "test.echo", "in their order");

  const rpc = new CentrifugoRPCClient("ws://localhost:1", "", "", options);
  const never = await failure(rpc.call("test.count"));
  assert(isRPCFailure(never) && never.kind === "disconnected", "not connected");
  await rpc[Symbol.asyncDispose]();
  console.log("used");
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
