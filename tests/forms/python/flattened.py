"""Forms of flattened values and of maps of all other keys."""

from forms import (
    ANY,
    EXTERNAL,
    F64,
    I32,
    STR,
    UNTAGGED,
    a_field,
    adjacent,
    define,
    enum,
    fields,
    flat,
    form,
    holds,
    integer,
    internal,
    list_of,
    named,
    option,
    record,
    rest,
    row,
    struct,
    unit,
)

INLINED = define("Inlined", struct([a_field("a", I32), a_field("b", STR, flattened="base")]))
form("inlined", INLINED, ['{"a":1,"b":"x"}'], ['{"a":1}'])

REST = define("WithRest", struct(fields(id=I32), rest=rest("extra", STR, I32)))
form(
    "rest",
    REST,
    ['{"id":1}', '{"id":1,"x":2,"extra":3,"model_config":4}'],
    ['{"x":1}', '{"id":1,"x":"y"}'],
)
INT_REST = define(
    "IntRest", struct(fields(**{"class": I32}), rest=rest("class_", integer("u8"), STR))
)
form(
    "int_rest",
    INT_REST,
    ['{"class":1,"7":"x"}'],
    ['{"class":1,"a":"x"}', '{"class":1,"class_":"x"}'],
)

ALIASED = define(
    "Aliased",
    struct([a_field("a", I32)], rest=rest("more", STR, I32)),
    input=struct([a_field("a", I32, aliases=["b"])], rest=rest("more", STR, I32)),
)
form("aliased", ALIASED, ['{"a":1,"c":2}'])

KIND = define("Kind", enum(internal("kind"), unit("none"), record("some", fields(payload=I32))))
FLAT_INTERNAL = define("FlatInternal", struct(fields(id=I32), flatten=[flat("payload", KIND)]))
form(
    "flat_internal",
    FLAT_INTERNAL,
    ['{"id":1,"kind":"none"}', '{"id":1,"kind":"some","payload":5}'],
    ['{"id":1}', '{"id":1,"kind":"x"}', '{"id":1,"kind":"some"}'],
)
KEYED = define(
    "FlatKeyed",
    enum(
        EXTERNAL,
        unit("A"),
        holds("B", I32),
        row("C", I32, I32),
        record("D", fields(n=I32)),
    ),
)
FLAT_EXTERNAL = define("FlatExternal", struct(fields(id=I32), flatten=[flat("what", KEYED)]))
form(
    "flat_external",
    FLAT_EXTERNAL,
    [
        '{"id":1,"A":null}',
        '{"id":1,"B":2}',
        '{"id":1,"C":[1,2]}',
        '{"id":1,"D":{"n":1}}',
    ],
    ['{"id":1}', '{"id":1,"B":"x"}', '{"id":1,"Z":1}'],
)
ADJ = define("FlatAdj", enum(adjacent("t", "c"), unit("u"), holds("n", I32)))
FLAT_ADJACENT = define("FlatAdjacent", struct(fields(id=I32), flatten=[flat("adj", ADJ)]))
form(
    "flat_adjacent",
    FLAT_ADJACENT,
    ['{"id":1,"t":"u"}', '{"id":1,"t":"n","c":2}'],
    ['{"id":1,"t":"n"}'],
)
LOOSE = define(
    "FlatLoose",
    enum(UNTAGGED, record("Two", fields(a=I32, b=I32)), record("One", fields(a=I32))),
)
FLAT_UNTAGGED = define("FlatUntagged", struct(fields(id=I32), flatten=[flat("loose", LOOSE)]))
form(
    "flat_untagged",
    FLAT_UNTAGGED,
    ['{"id":1,"a":1}', '{"id":1,"a":1,"b":2}'],
    ['{"id":1}', '{"id":1,"a":"x"}'],
)

PAGE = define("PageInfo", struct(fields(page=I32, size=option(I32))))
FLAT_OPTION = define("FlatOption", struct(fields(id=I32), flatten=[flat("page", option(PAGE))]))
form(
    "flat_option",
    FLAT_OPTION,
    ['{"id":1}', '{"id":1,"page":2,"size":null}'],
    ['{"id":1,"page":"x","size":null}'],
    {'{"id":1,"unknown":2}': '{"id":1}'},
)
FLAT_BOTH = define(
    "FlatBoth",
    struct(
        fields(id=I32),
        flatten=[flat("kind", option(KIND)), flat("what", KEYED)],
        rest=rest("others", STR, STR),
    ),
)
form(
    "flat_both",
    FLAT_BOTH,
    ['{"id":1,"kind":"some","payload":1,"B":2,"x":"y"}', '{"id":1,"A":null}'],
    ['{"id":1,"A":null,"x":1}'],
)
NESTED = define("FlatNested", struct(fields(top=I32), flatten=[flat("inner", FLAT_INTERNAL)]))
form(
    "flat_nested",
    NESTED,
    ['{"top":0,"id":1,"kind":"some","payload":5}'],
    ['{"top":0,"kind":"none"}'],
)
FLAT_LIST = define(
    "FlatList",
    struct(fields(items=list_of(named("FlatList"))), rest=rest("rest", STR, ANY)),
)
form(
    "flat_recursive",
    FLAT_LIST,
    ['{"items":[{"items":[],"a":[1,null]}],"b":{}}', '{"items":[],"rest":{"rest":1}}'],
    ['{"items":[{}]}'],
)
VARIANTS = define(
    "FlatVariants",
    enum(
        internal("t"),
        record("a", fields(n=I32), object={"rest": rest("more", STR, I32)}),
        record("b", fields(n=I32), object={"flatten": [flat("kind", KIND)]}),
        holds("c", FLAT_INTERNAL),
    ),
)
form(
    "flat_variants",
    VARIANTS,
    [
        '{"t":"a","n":1,"x":2}',
        '{"t":"b","n":1,"kind":"none"}',
        '{"t":"c","id":1,"kind":"some","payload":2}',
    ],
    ['{"t":"a","n":1,"x":"y"}', '{"t":"b","n":1}'],
)
EXT_VARIANTS = define(
    "FlatExtVariants",
    enum(EXTERNAL, record("A", fields(n=I32), object={"rest": rest("more", STR, I32)})),
)
form("flat_ext_variants", EXT_VARIANTS, ['{"A":{"n":1,"x":2}}'], ['{"A":{"n":1},"x":2}'])
WEIGHED = define("Weighed", enum(internal("kind"), unit("a"), record("b", fields(weight=F64))))
FLAT_HOLDER = define("FlatHolder", struct(fields(id=I32), flatten=[flat("weighed", WEIGHED)]))
form("flat_holder", FLAT_HOLDER, ['{"id":1,"kind":"b","weight":0.5}'])
