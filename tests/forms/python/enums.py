"""Forms of enums."""

from forms import (
    ANY,
    BOOL,
    EXTERNAL,
    F64,
    I32,
    NULL,
    STR,
    U8,
    UNTAGGED,
    adjacent,
    define,
    enum,
    fields,
    form,
    holds,
    internal,
    list_of,
    map_of,
    named,
    option,
    record,
    row,
    struct,
    text,
    unit,
)

BASE = define("Base", struct(fields(x=I32, y=option(I32))))

SHAPE = define(
    "Shape",
    enum(
        EXTERNAL,
        unit("Empty", docs="Nothing."),
        unit("not a name"),
        holds("Number", I32, docs="One number."),
        holds("Base", BASE),
        holds("Maybe", option(I32)),
        holds("Null", NULL),
        row("Pair", I32, STR),
        record("Rect", fields(w=F64, h=F64)),
        holds("Nested", named("Shape")),
        holds("class", I32),
    ),
)
form(
    "external",
    SHAPE,
    [
        '"Empty"',
        '"not a name"',
        '{"Number":1}',
        '{"Base":{"x":1,"y":null}}',
        '{"Maybe":null}',
        '{"Null":null}',
        '{"Pair":[1,"a"]}',
        '{"Rect":{"w":1.0,"h":2.0}}',
        '{"Nested":{"Nested":"Empty"}}',
        '{"class":1}',
    ],
    [
        '"Number"',
        '{"Empty":1}',
        "{}",
        '{"Number":1,"Maybe":null}',
        '{"Number":"1"}',
        '{"Unknown":1}',
        "null",
        "1",
        '{"Pair":[1]}',
        '{"class_":1}',
    ],
)
ONE = define("OneKey", enum(EXTERNAL, holds("a", I32)))
form("one_key", ONE, ['{"a":1}'], ['{"a":1,"b":2}', "{}", '"a"'])
OTHERS = define("Others", enum(EXTERNAL, unit("A"), unit("B"), unit("Other", other=True)))
form("external_other", OTHERS, ['"A"', '"Other"'], ["1", "null"], {'"new"': '"Other"'})

EVENT = define(
    "Event",
    enum(
        internal("type"),
        unit("none"),
        record("created", fields(id=I32, at=text("date_time_utc"))),
        holds("moved", BASE),
        holds("labels", map_of(STR, I32)),
        holds("sub", named("SubEvent")),
        holds("nothing", NULL),
        record("group", fields(parts=list_of(named("Event")))),
        holds("shape", named("Shape")),
    ),
)
define(
    "SubEvent",
    enum(
        internal("sub_type"),
        unit("a"),
        record("b", fields(n=I32)),
        holds("c", named("Event")),
    ),
)
form(
    "internal",
    EVENT,
    [
        '{"type":"none"}',
        '{"type":"created","id":1,"at":"2024-01-31T12:00:00.123456789Z"}',
        '{"type":"moved","x":1,"y":null}',
        '{"type":"labels","a":1,"b":2}',
        '{"type":"sub","sub_type":"a"}',
        '{"type":"sub","sub_type":"b","n":1}',
        '{"type":"nothing"}',
        '{"type":"group","parts":[{"type":"none"}]}',
        '{"type":"shape","Number":1}',
        '{"type":"shape","Empty":null}',
    ],
    [
        '{"type":"other"}',
        "{}",
        '{"type":"moved","y":null}',
        '{"type":"labels","a":"x"}',
        '{"type":"sub"}',
        '"none"',
    ],
)
SINGLE = define("Single", enum(internal("kind-of"), record("only", fields(a=I32))))
form(
    "single",
    SINGLE,
    ['{"kind-of":"only","a":1}'],
    ['{"a":1}', '{"kind-of":"x","a":1}', '{"kind_of":"only","a":1}'],
)
KINDS = define("Kinds", enum(internal("t"), record("a", fields(n=I32)), unit("rest", other=True)))
form(
    "internal_other",
    KINDS,
    ['{"t":"a","n":1}', '{"t":"rest"}'],
    ['{"t":1}', "{}", '{"t":"a"}'],
    {'{"t":"new","n":"x"}': '{"t":"rest"}'},
)

ADJ = define(
    "Adj",
    enum(
        adjacent("t", "c"),
        unit("u"),
        holds("n", I32),
        holds("o", option(I32)),
        row("p", I32, STR),
        record("s", fields(a=I32)),
        holds("l", list_of(named("Adj"))),
    ),
)
form(
    "adjacent",
    ADJ,
    [
        '{"t":"u"}',
        '{"t":"n","c":1}',
        '{"t":"o","c":null}',
        '{"t":"p","c":[1,"a"]}',
        '{"t":"s","c":{"a":1}}',
        '{"t":"l","c":[{"t":"u"}]}',
    ],
    ['{"t":"n"}', '{"t":"n","c":"1"}', '{"t":"x","c":1}', '{"c":1}', '"u"'],
)
ADJ_OTHER = define(
    "AdjOther",
    enum(adjacent("class", "a-b"), holds("n", I32), unit("rest", other=True)),
)
form(
    "adjacent_other",
    ADJ_OTHER,
    ['{"class":"n","a-b":1}', '{"class":"rest"}'],
    ['{"class":"n"}'],
    {'{"class":"new"}': '{"class":"rest"}'},
)

LOOSE = define(
    "Loose",
    enum(
        UNTAGGED,
        unit("Nothing"),
        holds("Flag", BOOL),
        holds("Small", U8),
        holds("Float", F64),
        holds("Id", text("uuid")),
        holds("Text", STR),
        row("Pair", I32, I32),
        record("Short", fields(x=I32)),
        record("Long", fields(x=I32, z=I32)),
        holds("Map", map_of(STR, I32)),
        holds("List", list_of(named("Loose"))),
    ),
)
form(
    "untagged",
    LOOSE,
    [
        "null",
        "true",
        "1",
        "1.0",
        "1.5",
        '"67e55044-10b1-426f-9247-bb680e5fe0c8"',
        '"67E55044-10B1-426F-9247-BB680E5FE0C8"',
        '"x"',
        "[1,2]",
        '{"x":1}',
        '{"x":1,"z":2}',
        '{"x":1,"y":2}',
        '{"q":1}',
        "[[1,2],null]",
        "[]",
    ],
    ['{"q":"x"}', '[{"q":"x"}]'],
)
JSON = define(
    "JsonLike",
    enum(
        UNTAGGED,
        unit("Null"),
        holds("Int", I32),
        holds("Str", STR),
        holds("List", list_of(named("JsonLike"))),
        holds("Map", map_of(STR, named("JsonLike"))),
    ),
    docs="A value.\n\nOf any kind.",
)
form("json_like", JSON, ['{"a":[1,{"b":null}],"c":"x"}'], ["1.5", '{"a":[1.5]}'])
MIXED = define(
    "Mixed",
    enum(
        EXTERNAL,
        unit("A"),
        holds("B", I32),
        holds("Other", STR, untagged=True),
        holds("Number", I32, untagged=True),
        record("Object", fields(x=I32), untagged=True),
    ),
)
form(
    "mixed_external",
    MIXED,
    ['"A"', '{"B":1}', '"new"', "5", '{"x":1}'],
    ['{"B":"x"}', "1.5", "null"],
)
MIXED_TAG = define(
    "MixedTag",
    enum(
        internal("t"),
        unit("a"),
        record("b", fields(n=I32)),
        holds("Rest", ANY, untagged=True),
    ),
)
form(
    "mixed_internal",
    MIXED_TAG,
    ['{"t":"a"}', '{"t":"b","n":1}', '{"t":"new","z":[1]}', "5"],
)
MIXED_UNIT = define("MixedUnit", enum(EXTERNAL, unit("A"), holds("Unknown", STR, untagged=True)))
form("mixed_unit", MIXED_UNIT, ['"A"', '"x"'], ["1"])
NOBODY = define("Nobody", enum(EXTERNAL))
form("uninhabited", option(NOBODY), ["null"], ["1"])
