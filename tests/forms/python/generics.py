"""Generic types, and types that are instances of them."""

from forms import (
    F64,
    STR,
    U8,
    Json,
    a_field,
    adjacent,
    apply,
    define,
    define_generic,
    enum,
    form,
    holds,
    instance,
    list_of,
    map_of,
    named,
    option,
    param,
    rest,
    struct,
    unit,
)

T = param("T")


def page_of(item: Json, page: Json) -> Json:
    following = a_field("next", option(page), presence={"default": None})
    return struct([a_field("items", list_of(item)), following])


def loaded_of(item: Json) -> Json:
    return enum(adjacent("state", "value"), holds("Ready", item), unit("Pending"))


def others_of(item: Json) -> Json:
    return struct([a_field("id", U8)], rest=rest("rest", STR, item))


define_generic("Page", ["T"], page_of(T, apply("Page", T)))
define_generic("Loaded", ["T"], loaded_of(T))
define_generic("Others", ["T"], others_of(T))


def page(name: str, item: Json) -> Json:
    generic = instance("Page", ["T"], item)
    return define(f"Page{name}", page_of(item, named(f"Page{name}")), generic=generic)


PAGE_U8 = page("U8", U8)
PAGE_STRING = page("String", STR)
LOADED = define("LoadedPageU8", loaded_of(PAGE_U8), generic=instance("Loaded", ["T"], PAGE_U8))
OTHERS = define("OthersF64", others_of(F64), generic=instance("Others", ["T"], F64))

form(
    "page_u8",
    PAGE_U8,
    ['{"items": []}', '{"items": [1], "next": {"items": [2], "next": null}}'],
    ['{"items": [256]}', '{"items": [true]}', '{"items": [], "next": {"items": [-1]}}'],
)
form("page_string", PAGE_STRING, ['{"items": ["a"]}'], ['{"items": [1]}'])
form(
    "loaded",
    map_of(STR, LOADED),
    ['{"a": {"state": "Ready", "value": {"items": [1]}}, "b": {"state": "Pending"}}'],
    ['{"a": {"state": "Ready", "value": {"items": ["1"]}}}', '{"a": {"state": "Other"}}'],
)
form("others", OTHERS, ['{"id": 1, "a": 1.5, "b": 2.5}'], ['{"id": 1, "a": "1.5"}'])
