"""Forms of structs: presence, names, tags, recursion."""

from forms import (
    F64,
    I32,
    NULL,
    STR,
    a_field,
    define,
    define_error,
    fields,
    form,
    kind,
    list_of,
    map_of,
    named,
    option,
    struct,
    text,
)

EMPTY = define("Empty", struct([]))
form("empty", EMPTY, ["{}"], ["null", "[]", "1"], {'{"a":1}': "{}"})

PLAIN = define("Plain", struct(fields(a=I32, b=option(STR))))
form(
    "plain",
    PLAIN,
    ['{"a":1,"b":null}', '{"a":1,"b":"x"}'],
    ['{"a":1.0,"b":null}', '{"b":"x"}', '{"A":1}'],
)

THREE = define("Three", struct([a_field("x", option(I32), presence="optional")]))
form("three_states", THREE, ["{}", '{"x":null}', '{"x":1}'], ['{"x":"1"}'])

OMITTED = define(
    "Omitted",
    struct(
        [
            a_field("x", I32, presence="optional"),
            a_field("y", list_of(I32), presence="optional"),
        ]
    ),
)
form("omitted", OMITTED, ["{}", '{"x":1}', '{"y":[]}'], ['{"x":null}', '{"y":null}'])

DEFAULTED = define(
    "Defaulted",
    struct(fields(tags=list_of(STR), day=text("date"), rate=F64, level=named("Level"))),
    input=struct(
        [
            a_field("tags", list_of(STR), presence={"default": []}),
            a_field("day", text("date"), presence={"default": "2024-02-29"}),
            a_field("rate", F64, presence={"default": 1.5}),
            a_field("level", named("Level"), presence={"default": "low"}),
        ]
    ),
)
form(
    "defaulted",
    DEFAULTED,
    ['{"tags":["a"],"day":"2024-02-29","rate":0.5,"level":"high"}'],
    ['{"tags":null,"day":"2024-02-29","rate":0.5,"level":"high"}', '{"level":"x"}'],
)

CLOSED = define(
    "Closed",
    struct(fields(a=I32)),
    input=struct(fields(a=I32), deny_unknown_fields=True),
)
form("closed", CLOSED, ['{"a":1}'], ["{}"])

STRANGE = define(
    "Strange",
    struct(
        fields(
            **{
                "class": I32,
                "None": I32,
                "a-b": I32,
                "a_b": I32,
                '"': I32,
                "": I32,
                "1st": I32,
                "ünï": I32,
                "ﬁ": I32,
                "self": I32,
                "model_config": I32,
                "json": I32,
                "_private": I32,
                "__class__": I32,
                "list": list_of(I32),
                "Strange": option(named("Strange")),
                "back\\slash": I32,
                "line\nend": I32,
            }
        )
    ),
    docs='Says """quotes""", \\ and */.\n\n    code\n"',
)
strange = (
    '{"class":1,"None":2,"a-b":3,"a_b":4,"\\"":5,"":6,"1st":7,"ünï":8,"ﬁ":9,"self":10,'
    '"model_config":11,"json":12,"_private":13,"__class__":14,"list":[1],"Strange":null,'
    '"back\\\\slash":15,"line\\nend":16}'
)
form(
    "strange",
    STRANGE,
    [strange],
    [strange.replace('"class"', '"class_"'), strange.replace("10", "null")],
)

NODE = define("Node", struct([a_field("value", I32), a_field("next", option(named("Node")))]))
form(
    "recursive",
    NODE,
    ['{"value":1,"next":{"value":2,"next":null}}'],
    ['{"value":1,"next":{"value":2}}'],
)
PING = define("Ping", struct(fields(pong=option(named("Pong")))))
define("Pong", struct(fields(pings=map_of(STR, named("Ping")))))
form(
    "mutual",
    PING,
    ['{"pong":{"pings":{"a":{"pong":null}}}}'],
    ['{"pong":{"pings":{"a":null}}}'],
)

TAGGED = define(
    "TaggedStruct",
    struct([a_field("type", kind("literal", value="T")), a_field("a", I32)]),
    input=struct(fields(a=I32)),
)
form("tagged_struct", TAGGED, ['{"type":"T","a":1}'], ['{"type":"U","a":1}', '{"a":1}'])

HOLDER = define(
    "Holder",
    struct(
        fields(
            unit=named("Unit"),
            point=named("Point"),
            celsius=named("Celsius"),
            bytes=kind("bytes"),
            null=NULL,
        )
    ),
)
form(
    "holder",
    HOLDER,
    ['{"unit":null,"point":[0.0,1.0],"celsius":20.5,"bytes":[1,2],"null":null}'],
    ['{"unit":1,"point":[0.0,1.0],"celsius":20.5,"bytes":[1,2],"null":null}'],
)

FAILURE = define_error(
    "Failure",
    {"name": "Plain", "code": 1000},
    {
        "name": "Full",
        "code": 1001,
        "fields": [
            a_field("code", I32),
            a_field("shape", named("Shape")),
            a_field("at", text("date_time_utc"), presence="optional"),
            a_field("type", kind("literal", value="full")),
        ],
    },
)
form("failing", NULL, [], sent=False, errors=[FAILURE])

SPLIT = define("Apart", struct(fields(id=I32, name=STR)), input=struct(fields(name=STR)))
form("apart", SPLIT, [], ["{}"])
form("apart_list", list_of(SPLIT), ["[]"], ["{}"])
