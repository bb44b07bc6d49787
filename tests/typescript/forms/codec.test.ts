// What a server sends is what a client sends back, through the code that a call uses: the caller
// reads and writes JSON as the base client does.
import assert from "node:assert/strict";
import { test } from "node:test";

import { encode } from "../encode.js";
import { APIClient, RPCRequestError, RPCResponseError } from "../index.js";
import { parse } from "../json.js";

type Call = (params: unknown) => Promise<unknown>;

/** Which setting the SDK was made with. */
const bigint = process.env["TYPESCRIPT_INT64"] === "bigint";

/** What a call gives for the result of that JSON. */
async function received(method: string, json: string): Promise<unknown> {
  const api = new APIClient({ call: () => Promise.resolve(parse(json)) });
  return call(api, method)(undefined);
}

/** The JSON that a call sends for the params. */
async function sent(method: string, params: unknown): Promise<string> {
  let json: string | undefined;
  const api = new APIClient({
    call: (name, value) => {
      json = encode({ method: name, correlationId: "" }, value, 1_000_000);
      return Promise.resolve(null);
    },
  });
  await call(
    api,
    method,
  )(params).catch((error: unknown) => {
    // The answer is none, which is no matter here.
    assert.ok(!(error instanceof RPCRequestError), String(error));
  });
  assert.ok(json !== undefined);
  return json;
}

function call(api: APIClient, method: string): Call {
  const name = method.replace(/[._](.)/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
  return (Reflect.get(api, name) as Call).bind(api);
}

/** JSON that comes back as it is. */
const UNCHANGED: Record<string, string[]> = {
  "echo.shape": [
    `"Nothing"`,
    `{"Circle":{"radius":1.5}}`,
    `{"Line":[[0,1],[2,-3.25]]}`,
    `{"Blank":{}}`,
  ],
  "echo.event": [
    `{"type":"Start"}`,
    `{"type":"Body","size":-9007199254740991,"note":null}`,
    `{"type":"Extra","a":1}`,
    `{"type":"Inner","kind":"A","x":1}`,
    `{"type":"Shape","On":null}`,
    `{"type":"Seen","by":"a","b":[{"c":null}]}`,
  ],
  "echo.message": [
    `{"t":"Ping"}`,
    `{"t":"Pair","c":[9007199254740991,"a"]}`,
    `{"t":"Data","c":{"bytes":[0,255]}}`,
    `{"t":"Maybe","c":null}`,
  ],
  "echo.value": [
    `null`,
    `[true,1,1.5,"a",{"b":[2]}]`,
    `{"__proto__":{"constructor":1}}`,
  ],
  "echo.loose": [`{"a":1}`, `{"a":1.5,"b":"c"}`, `7`, `["a",-1]`, `false`],
  "echo.late": [`"Known"`, `"other"`, `{"Named":1}`, `-5`],
  "echo.late_tag": [`{"tag":"Known","n":1}`, `{"tag":"new","n":[1]}`],
  "echo.with_rest": [`{"id":1,"x":{"y":[1,2.5]}}`, `{"id":1,"label":null}`],
  "echo.conflict": [`{"name":"a","x":1,"tags":["b"]}`],
  "echo.flat_all": [`{"a":1,"On":null,"z":2}`, `{"a":1,"Level":3}`],
  "echo.flat_inner": [`{"a":"b","kind":"A","x":1,"t":"Pair","c":[1,"d"]}`],
  "echo.flat_maybe": [`{"a":"b"}`, `{"a":"b","size":1,"note":"c","kind":"B"}`],
  "echo.flat_loose": [`{"z":"a"}`, `{"z":"a","a":1}`],
  "echo.tree": [
    `{"value":1,"children":[{"value":2,"children":[]}],"parent":null}`,
  ],
  "echo.odd": [
    `{"class":"","a-b":"","\\"":"","'":"","ü":"","🦀":"","":"","1st":"","__proto__":1,"constructor":2,"back\\\\slash":"\\u2028"}`,
  ],
  "echo.pair": [],
  "plain.list": [`[1,null,2]`],
  "plain.tuple": [],
  "plain.option": [],
  "plain.any": [`{"a":[1e300,-0.5,1e22,"\\\\\\"",{}]}`],
};

for (const [method, samples] of Object.entries(UNCHANGED)) {
  test(`${method} gives back what it takes`, async () => {
    for (const json of samples) {
      const back = await sent(method, await received(method, json));
      assert.deepEqual(JSON.parse(back), JSON.parse(json));
    }
  });
}

const int = (value: number): unknown => (bigint ? BigInt(value) : value);

test("integers of 64 bits are what the setting says, wherever they stand", async () => {
  const cases: [string, string, unknown][] = [
    ["echo.one_way", `{"Only":1}`, { Only: int(1) }],
    ["echo.value", `[1,1.5,{"a":2}]`, [int(1), 1.5, { a: int(2) }]],
    ["echo.loose", `{"a":1}`, { a: int(1) }],
    ["echo.loose", `{"a":1,"b":"c"}`, { a: 1, b: "c" }],
    ["echo.loose", `["a",1]`, ["a", int(1)]],
    ["echo.late", `{"Named":1}`, { Named: int(1) }],
    [
      "echo.flat_all",
      `{"a":1,"Level":2,"z":3}`,
      { a: int(1), Level: 2, z: int(3) },
    ],
    [
      "echo.message",
      `{"t":"Pair","c":[1,"a"]}`,
      { t: "Pair", c: [int(1), "a"] },
    ],
    ["echo.conflict", `{"name":"a","x":1}`, { name: "a", x: int(1) }],
    ["echo.body", `{"size":1,"note":null}`, { size: int(1), note: null }],
    ["plain.map", `{"a":{"1":2}}`, { a: { 1: int(2) } }],
    ["plain.any", `[1,2.5]`, [1, 2.5]],
  ];
  for (const [method, json, value] of cases) {
    assert.deepEqual(await received(method, json), value, method);
  }
});

const LARGE: [string, string][] = [
  ["echo.id", `18446744073709551615`],
  ["echo.one_way", `{"Only":-9223372036854775808}`],
  ["echo.value", `[{"a":9007199254740993}]`],
  ["echo.late", `9007199254740993`],
  ["echo.flat_all", `{"a":1,"On":null,"z":9007199254740993}`],
  ["echo.with_rest", `{"id":1,"x":[9007199254740993]}`],
  [
    "echo.pong",
    `{"ping":{"pong":null},"n":-170141183460469231731687303715884105728}`,
  ],
  ["plain.any", `[9007199254740993,1.5]`],
  ["echo.number_or", `9007199254740993`],
];

test("no integer is rounded in silence", async () => {
  for (const [method, json] of LARGE) {
    if (bigint) {
      assert.equal(await sent(method, await received(method, json)), json);
    } else {
      await assert.rejects(received(method, json), RPCResponseError, method);
    }
  }
});

test("integers that cannot be sent are refused before they are", async () => {
  const api = new APIClient({ call: () => Promise.reject(new Error("sent")) });
  const wrong: [string, unknown][] = bigint
    ? [
        ["echo.id", -1n],
        ["echo.id", 2n ** 64n],
        ["echo.one_way", { Only: 2n ** 63n }],
        ["echo.tree", { value: 1n, children: [{ value: -1n, children: [] }] }],
      ]
    : [
        ["echo.id", 2 ** 53],
        ["echo.one_way", { Only: 1.5 }],
        [
          "echo.tree",
          { value: 1, children: [{ value: 2 ** 60, children: [] }] },
        ],
        ["plain.any", { a: 2 ** 53 }],
      ];
  for (const [method, params] of wrong) {
    await assert.rejects(call(api, method)(params), RPCRequestError, method);
  }
  const where = { value: int(1), children: [{ value: 2.5, children: [] }] };
  await assert.rejects(
    call(api, "echo.tree")(where),
    /cannot send params\.children\[0\]\.value: /,
  );
});

test("params stay as they are", async () => {
  const params = { value: 1, children: [{ value: 2, children: [] }] };
  const before = structuredClone(params);
  await sent("echo.tree", params);
  assert.deepEqual(params, before);
});

test("a float that is no number arrives as NaN and is not sent", async () => {
  assert.deepEqual(await received("plain.float", "null"), NaN);
  assert.deepEqual(await received("echo.point", "[null,1]"), [NaN, 1]);
  assert.deepEqual(await received("echo.floats", `{"name":"a","x":null}`), {
    name: "a",
    x: NaN,
  });
  assert.deepEqual(await received("plain.tuple", "[null,null]"), [NaN, null]);
  const api = new APIClient({
    call: (method, params) =>
      Promise.resolve(encode({ method, correlationId: "" }, params, 1_000)),
  });
  await assert.rejects(api.echoPoint([NaN, 1]), RPCRequestError);
});

test("JSON is read to the last sign", () => {
  const long = "12345678901234567890";
  for (const json of [
    `[${long}`,
    `${long} 1`,
    `{"a" ${long}}`,
    `[${long},]`,
    `"\n${long}"`,
    `0${long}`,
    `-`,
    ``,
  ]) {
    assert.throws(() => parse(json), SyntaxError, json);
  }
  const json = ` { "a\\u0062" : [ ${long} , -1.5e3 , true , null ] } `;
  const value = bigint ? 12345678901234567890n : Number(long);
  assert.deepEqual(parse(json), { ab: [value, -1500, true, null] });
});
