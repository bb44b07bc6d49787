// What the types of the forms take, and what they refuse. It is compiled, never run.
import type {
  APIClient,
  Body,
  ColorRest,
  Conflict,
  Containers,
  Deep,
  Empty,
  EmptyTuple,
  Event,
  FlatAll,
  FlatInner,
  FlatLoose,
  FlatMaybe,
  FlatShape,
  Forest,
  IntKeys,
  Late,
  LateTag,
  Loose,
  Message,
  Odd,
  Pair,
  Presence,
  PresenceInput,
  Shape,
  Tagged,
  TaggedInput,
  Tree,
  Value,
  WithRest,
} from "../index.js";

/** Takes values of a type; `integer` makes one of 64 bits. */
declare function takes<T>(...values: T[]): void;
declare const integer: Body["size"];

// Externally tagged: a string, or one key.
takes<Shape>(
  "Nothing",
  { Circle: { radius: 1 } },
  { Square: 2 },
  {
    Line: [
      [0, 0],
      [1, 1],
    ],
  },
  { Named: "a" },
  { Blank: {} },
);
// @ts-expect-error: no such variant
takes<Shape>("Circle");
// @ts-expect-error: two keys
takes<Shape>({ Square: 2, Named: "a" });
// @ts-expect-error: no key
takes<Shape>({});
// @ts-expect-error: a point too few
takes<Shape>({ Line: [[0, 0]] });
// @ts-expect-error: Blank has no fields
takes<Shape>({ Blank: { a: 1 } });

// Internally tagged: the content stands beside the tag.
takes<Event>(
  { type: "Start" },
  { type: "Body", size: integer, note: null },
  { type: "Extra", a: 1, b: 2 },
  { type: "Inner", kind: "A", x: 1 },
  { type: "Inner", kind: "B" },
  { type: "Nil" },
  { type: "Shape", On: null },
  { type: "Shape", Level: 3 },
  { type: "Seen", by: "me", anything: [1] },
  { type: "Other" },
);
// @ts-expect-error: no tag
takes<Event>({ size: integer, note: null });
// @ts-expect-error: no such tag
takes<Event>({ type: "Unknown" });
// @ts-expect-error: not nested
takes<Event>({ type: "Body", content: { size: integer, note: null } });
// @ts-expect-error: the map holds numbers
takes<Event>({ type: "Extra", a: "one" });
// @ts-expect-error: the inner tag is missing
takes<Event>({ type: "Inner", x: 1 });
// @ts-expect-error: two variants at once
takes<Event>({ type: "Shape", On: null, Level: 3 });

/** Narrowing knows the fields. */
export function size(event: Event): Body["size"] | undefined {
  return event.type === "Body" ? event.size : undefined;
}

// Adjacently tagged.
takes<Message>(
  { t: "Ping" },
  { t: "Text", c: "a" },
  { t: "Pair", c: [integer, "a"] },
  { t: "Data", c: { bytes: [0, 255] } },
  { t: "Maybe", c: null },
  { t: "Null", c: null },
);
// @ts-expect-error: no content
takes<Message>({ t: "Text" });
// @ts-expect-error: another variant's content
takes<Message>({ t: "Text", c: null });
// @ts-expect-error: content that is none
takes<Message>({ t: "Ping", c: 1 });

// Untagged, recursive.
takes<Value>(null, true, integer, 1.5, "a", [null, ["b"]], { a: { b: [] } });
// @ts-expect-error: no JSON
takes<Value>(() => 1);
takes<Loose>({ a: integer }, { a: 1, b: "b" }, integer, ["a", integer], true);
// @ts-expect-error: no variant is so
takes<Loose>(["a"]);
takes<Late>("Known", "anything", { Named: integer }, integer);
// @ts-expect-error: no such key
takes<Late>({ Known: null });
takes<LateTag>({ tag: "Known", n: integer }, { tag: "new", what: "ever" });
// @ts-expect-error: no tag
takes<LateTag>({ n: integer });

// All other keys.
takes<WithRest>({ id: integer, other: [1, "a"] });
// @ts-expect-error: no id
takes<WithRest>({ other: 1 });
takes<Conflict>({ name: "a", x: integer }, { name: "a", tags: ["b"] });
// @ts-expect-error: what no key holds
takes<Conflict>({ name: "a", x: true });
// @ts-expect-error: the name is none
takes<Conflict>({ name: integer, x: integer });
takes<ColorRest>({ name: "a" }, { name: "a", Red: "b" });
// @ts-expect-error: no such colour
takes<ColorRest>({ name: "a", Blue: "b" });
takes<IntKeys>({ name: "a", 1: "b", 4294967295: "c" });

/** Named keys are read as what they are. */
export function read(conflict: Conflict): [string, string[] | undefined] {
  return [conflict.name, conflict.tags];
}

// Flattened.
takes<FlatShape>({ a: "b", Nothing: null }, { a: "b", Square: 1 });
// @ts-expect-error: one of the variants has to be there
takes<FlatShape>({ a: "b" });
// @ts-expect-error: two of them
takes<FlatShape>({ a: "b", Nothing: null, Square: 1 });
takes<FlatInner>({ a: "b", kind: "A", x: 1, t: "Text", c: "d" });
// @ts-expect-error: one of the two enums is missing
takes<FlatInner>({ a: "b", kind: "A", x: 1 });
takes<FlatMaybe>(
  { a: "b" },
  { a: "b", size: integer, note: null },
  { a: "b", kind: "B" },
  { a: "b", kind: "A", x: 1, size: integer, note: "c" },
);
// @ts-expect-error: half of what is flattened
takes<FlatMaybe>({ a: "b", size: integer });
takes<FlatAll>(
  { a: integer, On: null, z: integer },
  { a: integer, Level: 1, z: integer },
);
takes<FlatLoose>({ z: "a" }, { z: "a", a: integer });

// Tuples and arrays.
takes<Pair>(["a"], ["a", integer]);
// @ts-expect-error: one too many
takes<Pair>(["a", integer, "b"]);
takes<EmptyTuple>([]);
// @ts-expect-error: not empty
takes<EmptyTuple>([1]);
takes<Containers["fixed"]>([1, 2, 3, 4]);
// @ts-expect-error: one too few
takes<Containers["fixed"]>([1, 2, 3]);
// @ts-expect-error: 32 are needed
takes<Containers["long"]>([integer, integer]);
takes<Containers["by_color"]>({}, { Red: integer });
// @ts-expect-error: no such colour
takes<Containers["by_color"]>({ Blue: integer });
takes<Containers["by_id"]>({ "18446744073709551615": "a" });
// @ts-expect-error: no number
takes<Containers["by_id"]>({ a: "a" });
takes<Containers["by_bool"]>({ true: "a" });
// @ts-expect-error: no boolean
takes<Containers["by_bool"]>({ yes: "a" });

// Absent and null.
takes<PresenceInput>({ required: "a" }, { required: "a", three: null });
// @ts-expect-error: may be left out, may not be null
takes<PresenceInput>({ required: "a", defaulted: null });
// @ts-expect-error: neither is undefined
takes<PresenceInput>({ required: "a", skipped: undefined });
// @ts-expect-error: always there when received
takes<Presence>({ required: "a" });
takes<TaggedInput>({ x: "a" });
takes<Tagged>({ kind: "Tagged", x: "a" });
// @ts-expect-error: the tag is always there when received
takes<Tagged>({ x: "a" });

// Recursion, nothing at all, names.
takes<Tree>({ value: integer, children: [{ value: integer, children: [] }] });
takes<Forest>([], [[], [[]]]);
takes<Deep>(null);
takes<Empty>({});
// @ts-expect-error: nothing is in it
takes<Empty>({ a: 1 });
takes<Pick<Odd, "" | "a-b" | "1st" | "🦀">>({
  "": "",
  "a-b": "",
  "1st": "",
  "🦀": "",
});

/** A type as received may be sent. */
export async function again(api: APIClient): Promise<void> {
  await api.echoPresence(await api.echoPresence({ required: "a" }));
  await api.echoTree(await api.echoTree({ value: integer, children: [] }));
  await api.echoValue(await api.echoValue([1.5]));
  await api.echoConflict(await api.echoConflict({ name: "a" }));
  await api.echoFlatMaybe(await api.echoFlatMaybe({ a: "b" }));
}
