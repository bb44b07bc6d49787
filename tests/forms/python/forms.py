"""Builders of manifest types, and the list of forms with samples of their JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TYPES: list[Json] = []
GENERICS: list[Json] = []


def named(name: str) -> Json:
    return {"kind": "named", "id": f"forms::{name}"}


def kind(name: str, **more: Any) -> Json:
    return {"kind": name, **more}


def integer(repr: str, **more: Any) -> Json:
    return kind("integer", repr=repr, **more)


def text(format: str | None = None) -> Json:
    return kind("string") if format is None else kind("string", format=format)


def option(item: Json) -> Json:
    return kind("option", item=item)


def list_of(item: Json) -> Json:
    return kind("list", item=item)


def map_of(key: Json, value: Json) -> Json:
    return kind("map", key=key, value=value)


NULL = kind("null")
BOOL = kind("bool")
F64 = kind("float", repr="f64")
I32 = integer("i32")
U8 = integer("u8")
STR = text()
ANY = kind("any")


def a_field(name: str, type_: Json, **more: Any) -> Json:
    return {"name": name, "wire_name": name, "type": type_, **more}


def fields(**types: Json) -> list[Json]:
    return [a_field(name, type_) for name, type_ in types.items()]


def struct(own: list[Json], **more: Any) -> Json:
    return {"kind": "struct", "fields": own, **more}


def flat(name: str, type_: Json) -> Json:
    return {"name": name, "type": type_}


def rest(name: str, key: Json, value: Json) -> Json:
    return {"name": name, "key": key, "value": value}


def unit(name: str, **more: Any) -> Json:
    return {"name": name, "wire_name": name, **more}


def holds(name: str, item: Json, **more: Any) -> Json:
    return unit(name, content={"kind": "newtype", "item": item}, **more)


def row(name: str, *items: Json, **more: Any) -> Json:
    content = {"kind": "tuple", "items": [{"type": item} for item in items]}
    return unit(name, content=content, **more)


def record(name: str, own: list[Json], *, object: Json | None = None, **more: Any) -> Json:
    return unit(name, content=struct(own, **(object or {})), **more)


EXTERNAL = {"kind": "external"}
UNTAGGED = {"kind": "untagged"}


def internal(tag: str) -> Json:
    return {"kind": "internal", "tag": tag}


def adjacent(tag: str, content: str) -> Json:
    return {"kind": "adjacent", "tag": tag, "content": content}


def enum(tagging: Json, *variants: Json, **more: Any) -> Json:
    return {"kind": "enum", "tagging": tagging, "variants": list(variants), **more}


def define(name: str, shape: Json, *, input: Json | None = None, **more: Any) -> Json:
    """A type of this shape, or of another shape when it is sent."""
    shapes = {"both": shape} if input is None else {"split": {"input": input, "output": shape}}
    TYPES.append({"id": f"forms::{name}", "name": name, "shapes": shapes, **more})
    return named(name)


def param(name: str) -> Json:
    return {"kind": "param", "name": name}


def apply(name: str, *args: Json) -> Json:
    return kind("apply", id=f"forms::{name}", args=list(args))


def define_generic(name: str, params: list[str], shape: Json) -> None:
    """A generic type with its parameters open."""
    definition = {"id": f"forms::{name}", "name": name, "params": params}
    GENERICS.append({**definition, "shapes": {"both": shape}})


def instance(name: str, params: list[str], *args: Json) -> Json:
    """Of which generic type a type is an instance."""
    applied = {"id": f"forms::{name}", "args": list(args)}
    texts = [json.dumps(arg) for arg in args]
    return {"id": f"forms::{name}", "params": params, "args": texts, "instance": applied}


@dataclass
class Form:
    """A type, JSON that comes back unchanged, JSON that is refused, and JSON that is read as other
    JSON."""

    name: str
    type: Json
    good: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    becomes: dict[str, str] = field(default_factory=dict)
    sent: bool = True
    """Whether clients send it, too."""
    errors: list[str] = field(default_factory=list)


FORMS: list[Form] = []
ERRORS: list[Json] = []


def define_error(name: str, *variants: Json) -> str:
    """A declared error, by its id."""
    at = {"file": "src/lib.rs", "line": 1, "column": 1}
    id_ = f"forms::{name}"
    ERRORS.append({"id": id_, "name": name, "variants": list(variants), "position": at})
    return id_


def form(
    name: str,
    type_: Json,
    good: list[str],
    bad: list[str] | None = None,
    becomes: dict[str, str] | None = None,
    *,
    sent: bool = True,
    errors: list[str] | None = None,
) -> None:
    FORMS.append(Form(name, type_, good, bad or [], becomes or {}, sent, errors or []))


def manifest() -> Json:
    at = {"file": "src/lib.rs", "line": 1, "column": 1}
    methods: list[Json] = []
    for item in FORMS:
        method = {
            "name": item.name,
            "ident": item.name,
            "handler": f"forms::{item.name}",
            "result": item.type,
            "position": at,
            "errors": item.errors,
        }
        methods.append(method | ({"params": item.type} if item.sent else {}))
    return {
        "manifest_version": 1,
        "package": {"name": "forms", "version": "0.1.0"},
        "api_version": "0",
        "sdk": {
            "python": {"package": "forms_client"},
            "typescript": {"package": "forms-client"},
            "go": {"module": "formsclient", "package": "formsclient"},
        },
        "types": [{"position": at, **definition} for definition in TYPES],
        "generics": GENERICS,
        "errors": ERRORS,
        "methods": sorted(methods, key=lambda method: method["name"]),
    }


def same(left: Any, right: Any) -> bool:
    """Are they equal as JSON? 1, 1.0 and true are not."""
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
