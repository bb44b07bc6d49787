"""Values built in Python: what they are as JSON, what is refused, what is never sent."""

from __future__ import annotations

import asyncio
import copy
import datetime
import decimal
import ipaddress
import json
import math
import pickle
import uuid
from typing import Any

import forms_client as client
import pytest
from forms_client import APIClient
from pydantic import BaseModel, ValidationError


class Server:
    """Answers each call with its params, as JSON text would bring them."""

    def __init__(self) -> None:
        self.sent: Any = None

    async def call(self, method: str, params: Any) -> Any:
        self.sent = json.loads(json.dumps(params, allow_nan=False))
        return self.sent


server = Server()
api = APIClient(server)


def echo(call: Any) -> Any:
    """The result of a call, whose JSON is in `server.sent`."""
    return asyncio.run(call)


def test_a_result_is_what_was_sent() -> None:
    shape: client.Shape = client.ShapeRect(Rect=client.ShapeRectContent(w=1, h=2))
    assert echo(api.external(shape)) == shape
    assert server.sent == {"Rect": {"w": 1.0, "h": 2.0}}
    assert echo(api.external("Empty")) == "Empty"
    pair: client.Shape = client.ShapePair(Pair=(1, "a"))
    assert echo(api.external(pair)) == pair
    assert server.sent == {"Pair": [1, "a"]}


def test_tags_are_sent_although_nobody_sets_them() -> None:
    event: client.Event = client.Eventgroup(
        parts=[
            client.Eventnone(),
            client.Eventmoved(x=1, y=None),
            client.Eventsub(content=client.SubEventb(n=1)),
            client.Eventlabels(content={"a": 1}),
            client.Eventshape(content="Empty"),
        ]
    )
    assert echo(api.internal(event)) == event
    assert server.sent == {
        "type": "group",
        "parts": [
            {"type": "none"},
            {"type": "moved", "x": 1, "y": None},
            {"type": "sub", "sub_type": "b", "n": 1},
            {"type": "labels", "a": 1},
            {"type": "shape", "Empty": None},
        ],
    }
    adjacent: client.Adj = client.Adjs(c=client.AdjsContent(a=1))
    assert echo(api.adjacent(adjacent)) == adjacent
    assert server.sent == {"t": "s", "c": {"a": 1}}
    tagged = client.TaggedStruct(a=1)
    assert echo(api.tagged_struct(tagged)) == tagged


def test_a_variant_of_another_enum_is_refused() -> None:
    with pytest.raises(ValidationError):
        echo(api.external(client.OneKeya(a=1)))  # type: ignore[arg-type]  # pyright: ignore


def test_untagged_values_are_kept_as_they_are() -> None:
    values: list[client.Loose] = [
        None,
        True,
        1,
        1.0,
        "x",
        "67E55044-10B1-426F-9247-BB680E5FE0C8",
        (1, 2),
        {"x": 1, "y": 2},
        [None, [1, 2]],
        client.LooseLong(x=1, z=2),
        uuid.UUID(int=1),
    ]
    for value in values:
        echo(api.untagged(value))
        expected = value.model_dump() if isinstance(value, BaseModel) else value
        assert server.sent == json.loads(json.dumps(expected, default=str))


def test_unset_and_null_are_apart() -> None:
    echo(api.three_states(client.Three()))
    assert server.sent == {}
    echo(api.three_states(client.Three(x=None)))
    assert server.sent == {"x": None}
    assert echo(api.three_states(client.Three())).model_fields_set == set()


def test_none_stands_for_a_missing_key_where_null_is_none() -> None:
    echo(api.omitted(client.Omitted(x=None, y=[1])))
    assert server.sent == {"y": [1]}


def test_a_default_is_not_sent_unless_it_is_changed() -> None:
    value = client.Defaulted()
    assert value.day == datetime.date(2024, 2, 29)
    echo(api.defaulted(value))
    assert server.sent == {}
    value.tags.append("a")
    echo(api.defaulted(value))
    assert server.sent == {"tags": ["a"]}


def test_flattened_values_stand_beside_the_fields() -> None:
    value = client.FlatBoth(id=1, kind=client.Kindsome(payload=2), what="A", others={"x": "y"})
    assert echo(api.flat_both(value)) == value
    assert server.sent == {"id": 1, "kind": "some", "payload": 2, "A": None, "x": "y"}
    # Left out, or nothing but a default that was changed in place.
    rest = client.WithRest(id=1)
    echo(api.rest(rest))
    assert server.sent == {"id": 1}
    rest.extra["extra"] = 5
    assert echo(api.rest(rest)) == client.WithRest(id=1, extra={"extra": 5})
    assert server.sent == {"id": 1, "extra": 5}


def test_a_key_cannot_be_sent_twice() -> None:
    with pytest.raises(ValueError, match="two values for the key `id`"):
        echo(api.rest(client.WithRest(id=1, extra={"id": 2})))


def test_another_name_of_a_field_is_no_other_key() -> None:
    with pytest.raises(ValueError, match="`b` is another name of a field"):
        echo(api.aliased(client.Aliased(a=1, more={"b": 2})))


def test_attributes_are_checked_when_they_are_set() -> None:
    value = client.FlatInternal(id=1, payload=client.Kindnone())
    value.payload = client.Kindsome(payload=5)
    with pytest.raises(ValidationError):
        value.id = 1.0  # type: ignore[assignment]  # pyright: ignore
    echo(api.flat_internal(value))
    assert server.sent == {"id": 1, "kind": "some", "payload": 5}


def test_models_can_be_copied_and_dumped() -> None:
    value = client.FlatInternal(id=1, payload=client.Kindsome(payload=5))
    copies = [copy.deepcopy(value), value.model_copy(deep=True)]
    copies.append(pickle.loads(pickle.dumps(value)))
    copies.append(client.FlatInternal.model_validate(value.model_dump()))
    copies.append(client.FlatInternal.model_validate(value.model_dump(by_alias=True)))
    copies.append(client.FlatInternal.model_validate_json(value.model_dump_json(by_alias=True)))
    assert copies == [value] * len(copies)
    assert value.model_dump(by_alias=True) == {"id": 1, "kind": "some", "payload": 5}


def test_numbers_are_exact_and_in_their_range() -> None:
    assert echo(api.u128(2**128 - 1)) == 2**128 - 1
    wrong: list[Any] = [-1, 2**128, 1.0, True, "1"]
    for value in wrong:
        with pytest.raises(ValidationError):
            echo(api.u128(value))
    assert type(echo(api.number(1))) is int
    assert type(echo(api.number(1.0))) is float
    wrong = [math.nan, math.inf, None]
    for value in wrong:
        with pytest.raises(ValidationError):
            echo(api.float(value))


def test_nan_comes_as_null_and_does_not_go_back() -> None:
    result: Any = api_method("NAN").result.decode([1.0, None])
    assert result[0] == 1.0
    assert math.isnan(result[1])
    holder = api_method("HOLDER").result.decode(
        {"unit": None, "point": [None, 1.0], "celsius": 1.0, "bytes": [], "null": None}
    )
    with pytest.raises(ValueError, match="not JSON compliant"):
        echo(api.holder(holder))
    within = api_method("FLAT_HOLDER").result.decode({"id": 1, "kind": "b", "weight": None})
    with pytest.raises(ValueError, match="not JSON compliant"):
        echo(api.flat_holder(within))


def test_nan_is_not_sent_as_null_in_any_value() -> None:
    rest = client.FlatList(items=[], rest={"a": [math.nan]})
    for call in (api.any({"a": [math.nan]}), api.any(math.inf), api.flat_recursive(rest)):
        with pytest.raises(ValueError, match="not JSON compliant"):
            echo(call)


def api_method(name: str) -> Any:
    import forms_client.methods

    return getattr(forms_client.methods, name)


def test_text_forms_are_real_values() -> None:
    moment = datetime.datetime(2024, 1, 31, 12, tzinfo=datetime.timezone.utc)
    assert echo(api.datetime(moment)) == moment
    assert server.sent == "2024-01-31T12:00:00Z"
    assert echo(api.ip(ipaddress.ip_address("::ffff:1.2.3.4"))) == ipaddress.ip_address(
        "::ffff:1.2.3.4"
    )
    assert server.sent == "::ffff:1.2.3.4"
    assert echo(api.decimal(decimal.Decimal("1E-7"))) == decimal.Decimal("0.0000001")
    assert server.sent == "0.0000001"
    assert echo(api.byte_array(b"\x00\xff")) == b"\x00\xff"
    assert server.sent == [0, 255]
    assert echo(api.hex(b"\x00\xff")) == b"\x00\xff"
    assert server.sent == "00ff"
    assert echo(api.base64(b"\x00\xff")) == b"\x00\xff"
    assert server.sent == "AP8="
    some = uuid.uuid4()
    assert echo(api.uuid_keys({some: 1})) == {some: 1}
    assert echo(api.int_keys({-1: "a"})) == {-1: "a"}
    assert echo(api.bool_keys({True: 1})) == {True: 1}
    assert echo(api.float_keys({0.5: 1})) == {0.5: 1}


def test_nanoseconds_are_there() -> None:
    value = echo(
        api.datetime(api_method("DATETIME").result.decode("2024-01-31T12:00:00.123456789Z"))
    )
    assert value.nanosecond == 123456789
    assert server.sent == "2024-01-31T12:00:00.123456789Z"


def test_errors_name_the_method_and_the_place() -> None:
    with pytest.raises(ValidationError) as caught:
        api_method("EXTERNAL").encode({"Rect": {"w": 1, "h": "x"}})
    assert caught.value.title == "the params of `external`"
    assert caught.value.errors()[0]["loc"] == ("Rect", "Rect", "h")


class Refusing:
    """Answers each call with this error."""

    def __init__(self, code: int, message: str) -> None:
        self.error = client.RPCError(code, message)

    async def call(self, method: str, params: Any) -> Any:
        raise self.error


def failure(code: int, message: str) -> client.RPCError:
    with pytest.raises(client.RPCError) as caught:
        asyncio.run(APIClient(Refusing(code, message)).failing())
    return caught.value


def test_declared_errors_have_their_fields() -> None:
    full = failure(1001, '{"code":5,"shape":{"Number":1},"type":"full"}')
    assert isinstance(full, client.FailureFull)
    assert full.code == 1001
    assert full.code_ == 5
    assert full.shape == client.ShapeNumber(Number=1)
    assert full.at is None
    assert type(failure(1000, "no JSON")) is client.FailurePlain
    # Of another version of the server.
    for message in ("no JSON", "[]", '{"code":5,"shape":1,"type":"full"}'):
        assert type(failure(1001, message)) is client.Failure


def test_there_is_a_json_schema() -> None:
    for name in client.__all__:
        model = getattr(client, name)
        if isinstance(model, type) and issubclass(model, BaseModel):
            assert model.model_json_schema()


def test_generic_models_are_checked_by_their_arguments() -> None:
    page = client.Page(items=[1, 2], next=client.Page(items=[3]))
    back = echo(api.page_u8(page))
    assert server.sent == {"items": [1, 2], "next": {"items": [3]}}
    assert back == page
    assert isinstance(back, client.Page)
    with pytest.raises(ValidationError, match="less than or equal to 255"):
        echo(api.page_u8(client.Page(items=[256])))
    with pytest.raises(ValidationError, match="valid string"):
        client.Page[str].model_validate({"items": [1]})
    loaded = client.LoadedReady(value=client.Page(items=[1]))
    assert echo(api.loaded({"a": loaded, "b": client.LoadedPending()}))["a"] == loaded
    assert server.sent["a"] == {"state": "Ready", "value": {"items": [1]}}


def test_generic_models_are_copied_and_pickled() -> None:
    page = echo(api.page_u8(client.Page(items=[1], next=client.Page(items=[]))))
    assert type(page).__name__ == "Page[int]"
    for made in (copy.copy(page), copy.deepcopy(page), pickle.loads(pickle.dumps(page))):
        assert made == page
        assert type(made) is type(page)
        assert made.model_fields_set == page.model_fields_set
        with pytest.raises(ValidationError):
            made.items = [256]
