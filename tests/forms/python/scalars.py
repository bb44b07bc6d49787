"""Forms of numbers, strings and lists."""

from forms import (
    BOOL,
    EXTERNAL,
    F64,
    I32,
    NULL,
    STR,
    U8,
    define,
    enum,
    form,
    holds,
    integer,
    kind,
    list_of,
    map_of,
    named,
    option,
    text,
    unit,
)

form("null", NULL, ["null"], ["0", "{}", "[]"])
form("bool", BOOL, ["true", "false"], ["1", "0", '"true"', "null"])
form(
    "int",
    I32,
    ["0", "-2147483648", "2147483647"],
    ["1.0", "2147483648", "true", '"1"', "null"],
)
form("i128", integer("i128"), [str(-(2**127)), str(2**127 - 1)], [str(2**127)])
form("u128", integer("u128"), ["0", str(2**128 - 1)], ["-1", str(2**128)])
form("u64", integer("u64"), [str(2**64 - 1)], ["-1", str(2**64), "1e3"])
form("nonzero", integer("i8", nonzero=True), ["-1", "1"], ["0", "128"])
form(
    "float",
    F64,
    ["0.1", "-0.0", "1e300", "1.7976931348623157e308"],
    ['"1"', "true"],
    {"1": "1.0"},
)
form("f32", kind("float", repr="f32"), ["0.1", "3.4028235e38"], ["1e39"])
form(
    "number",
    kind("number"),
    ["1", "1.0", "-1e300", "18446744073709551615"],
    ['"1"', "null", "true"],
)
form("string", STR, ['""', '"a\\u0000\\ud83d\\ude00"'], ["1", "null", '"\\ud800"'])
form("char", text("char"), ['"a"', '"\\ud83d\\ude00"'], ['""', '"ab"', "1"])
form(
    "uuid",
    text("uuid"),
    ['"67e55044-10b1-426f-9247-bb680e5fe0c8"'],
    ['"x"', "1", "null"],
)
form(
    "datetime",
    text("date_time_utc"),
    [
        '"2024-01-31T12:00:00Z"',
        '"2024-01-31T12:00:00.123456789Z"',
        '"2016-12-31T23:59:60Z"',
    ],
    ['"2024-01-31T12:00:00"', '"2024-01-31"', "1", '"2024-02-30T00:00:00Z"'],
)
form(
    "datetime_offset",
    text("date_time_offset"),
    ['"2024-01-31T12:00:00.1+02:00"', '"2024-01-31T12:00:00-11:30"'],
    ['"2024-01-31T12:00:00"'],
)
form(
    "naive",
    text("naive_date_time"),
    ['"2024-01-31T12:00:00"', '"2024-01-31T12:00:00.000000001"'],
    ['"2024-01-31T12:00:00Z"'],
)
form(
    "date",
    text("date"),
    ['"2024-02-29"'],
    ['"2023-02-29"', "0", '"2024-02-29T00:00:00"'],
)
form(
    "time",
    text("time"),
    ['"12:00:00"', '"12:00:00.5"', '"12:00:00.123456789"'],
    ['"25:00:00"'],
)
form(
    "ipv4",
    text("ipv4"),
    ['"127.0.0.1"'],
    ['"::1"', "1", '"127.0.0.1/8"', '"127.0.0.01"'],
)
form(
    "ipv6",
    text("ipv6"),
    ['"::1"', '"::ffff:1.2.3.4"', '"2001:db8::1:0:0:1"'],
    ['"1.2.3.4"', '"::1%1"'],
)
form("ip", text("ip"), ['"10.0.0.1"', '"fe80::1"'], ['"10.0.0"', "1"])
form(
    "socket_v4",
    text("socket_addr_v4"),
    ['"127.0.0.1:80"'],
    ['"127.0.0.1"', '"127.0.0.1:65536"', '"[::1]:80"'],
)
form("socket_v6", text("socket_addr_v6"), ['"[::1]:80"'], ['"::1:80"', '"127.0.0.1:80"'])
form("socket", text("socket_addr"), ['"[::1]:80"', '"127.0.0.1:0"'], ['"localhost:80"'])
form(
    "url",
    text("url"),
    [
        '"https://example.com/"',
        '"http://example.com"',
        '"mailto:a@b.c"',
        '"https://example.com/%7Ea?q=%20#f"',
    ],
    ['"/relative"', '"no url"', "1"],
)
form(
    "decimal",
    text("decimal"),
    ['"1.20"', '"-0.0000001"', '"79228162514264337593543950335"', '"0"'],
    ['"a"', "1.5", '"79228162514264337593543950336"', '"NaN"', '"Infinity"', "null"],
)
form("hex", text("hex"), ['"00fF"', '""'], ['"0"', '"xy"', "1"])
form("base64", text("base64"), ['"AP8="', '""'], ['"_-8="', '"AP8"', '"a b"', "1"])
form("text_form", text("text"), ['"anything"'], ["1"])
form(
    "byte_array",
    kind("bytes"),
    ["[0,255]", "[]"],
    ["[256]", "[-1]", "[1.0]", "[true]", "null"],
)
form("list", list_of(U8), ["[]", "[1,2]"], ["[256]", "null", '"ab"', "{}"])
form("set", kind("list", item=STR, unordered=True), ['["b","a","b"]'], ["[1]"])
form("array", kind("array", item=I32, len=2), ["[1,2]"], ["[1]", "[1,2,3]"])
form(
    "tuple",
    kind("tuple", items=[I32, STR]),
    ['[1,"a"]'],
    ["[1]", '["a",1]', '[1,"a",2]'],
)
form("empty_tuple", kind("tuple", items=[]), ["[]"], ["[1]", "null"])
form("option", option(I32), ["null", "1"], ['"1"'])
form("any", kind("any"), ['{"a":[1,1.0,null,true,"x"]}', "null"])

LEVEL = define("Level", enum(EXTERNAL, unit("low"), unit("high")))
USER_ID = define("UserId", {"kind": "newtype", "item": integer("u64")})
UNIT = define("Unit", {"kind": "newtype", "item": NULL})
POINT = define("Point", {"kind": "tuple", "items": [{"type": F64}, {"type": F64}]})
define("Celsius", {"kind": "newtype", "item": F64})
TREE = define("Tree", {"kind": "newtype", "item": list_of({"kind": "named", "id": "forms::Tree"})})

MAYBE = define("MaybeTree", {"kind": "newtype", "item": option(TREE)})
EVEN = define("Even", {"kind": "tuple", "items": [{"type": option(named("Odd"))}]})
define("Odd", {"kind": "newtype", "item": list_of(EVEN)})

form("maybe_tree", MAYBE, ["null", "[[]]"], ["[1]"])
form("even", EVEN, ["[null]", "[[[null]]]"], ["[]", "[[null]]"])
form("user_id", USER_ID, ["7"], ["-1", '"7"'])
form("unit_struct", UNIT, ["null"], ["{}", "[]"])
form("optional_unit", option(UNIT), ["null"], ["1"])
form("point", POINT, ["[1.0,-2.5]"], ["[1.0]", "{}"])
form("tree", TREE, ["[[],[[]]]"], ["[1]", "null"])
form("level", LEVEL, ['"low"'], ['"other"', "null", '{"low":null}'])
# NaN, which serde_json writes as null and does not take.
form("nan", list_of(F64), ["[1.0,null]"], ["[true]"], sent=False)
form("nan_option", option(F64), ["null", "1.5"])

form("string_keys", map_of(STR, I32), ['{"a":1,"":2}', "{}"], ['{"a":null}', "[]"])
form(
    "int_keys",
    map_of(integer("i64"), STR),
    ['{"-9223372036854775808":"a","0":"b"}'],
    ['{"a":"b"}', '{"1.0":"b"}', '{"01":"b"}'],
)
form("bool_keys", map_of(BOOL, I32), ['{"true":1,"false":2}'], ['{"True":1}'])
form(
    "float_keys",
    map_of(F64, I32),
    ['{"1.0":1,"1e-7":2,"1e+16":3,"1e16":4}'.replace(',"1e16":4', "")],
    ['{"a":1}', '{"NaN":1}'],
)
form("char_keys", map_of(text("char"), I32), ['{"a":1}'], ['{"ab":1}'])
form("enum_keys", map_of(LEVEL, I32), ['{"low":1}'], ['{"x":1}'])
form("newtype_keys", map_of(USER_ID, I32), ['{"7":1}'], ['{"-7":1}'])
form(
    "uuid_keys",
    map_of(text("uuid"), I32),
    ['{"67e55044-10b1-426f-9247-bb680e5fe0c8":1}'],
    ['{"x":1}'],
)
form("date_keys", map_of(text("date"), I32), ['{"2024-02-29":1}'], ['{"x":1}'])
form(
    "datetime_keys",
    map_of(text("date_time_utc"), I32),
    ['{"2024-01-31T12:00:00.123456789Z":1}'],
    ['{"x":1}'],
)
form("decimal_keys", map_of(text("decimal"), I32), ['{"1.20":1}'], ['{"x":1}'])
form(
    "ip_keys",
    map_of(text("ip"), I32),
    ['{"::ffff:1.2.3.4":1,"1.2.3.4":2}'],
    ['{"x":1}'],
)
form("nonzero_keys", map_of(integer("u8", nonzero=True), I32), ['{"7":1}'], ['{"0":1}'])

RESULT = define("Outcome", enum(EXTERNAL, holds("Ok", I32), holds("Err", STR)))
form(
    "result",
    RESULT,
    ['{"Ok":1}', '{"Err":"x"}'],
    ['{"Ok":1,"Err":"x"}', "{}", '{"Ok":"x"}', '"Ok"', '{"Other":1}'],
)
