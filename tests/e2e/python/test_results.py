"""Calls that succeed: what is sent arrives, and comes back as it is declared."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from conftest import URL, control, token
from pydantic import ValidationError
from test_server_client import (
    AllTypes,
    AllTypesInput,
    APIClient,
    CentrifugoRPCClient,
    EchoParams,
    FailParams,
    FigureCircle,
    FigureEmpty,
    Nested,
    RPCCall,
    RPCError,
)

AT = "2024-01-31T12:30:45.123456789Z"


def all_types() -> AllTypesInput:
    return AllTypesInput(
        maybe=None,
        list=[1, -2],
        counts={"é": 4_294_967_295},
        by_id={7: "seven"},
        pair=("a", -1),
        nested=Nested(name="root", children=[Nested(name="leaf", children=[])]),
        color="dark_green",
        shape=FigureCircle(radius=1.5),
        unsigned=2**64 - 1,
        signed=-(2**63),
        float=2,
        flag=True,
        at=datetime.datetime(2024, 1, 31, 12, 30, 45, 123_456, datetime.timezone.utc),
        day=datetime.date(2024, 2, 29),
        id=uuid.UUID("67e55044-10b1-426f-9247-bb680e5fe0c8"),
        renamed_field="renamed",
    )


async def test_params_arrive_and_results_come_back(api: APIClient) -> None:
    text = 'é🦀 "quoted" \\ \n </script>'
    result = await api.test_echo(EchoParams(text=text, number=-(2**63)))
    assert (result.text, result.number) == (text, -(2**63))


async def test_all_types_come_back_as_they_were_sent(api: APIClient) -> None:
    sent = all_types()
    received = await api.test_types(sent)
    assert _json(received) == _json(sent) | {"level": 3, "float": 2.0}
    assert isinstance(received.shape, FigureCircle)
    assert isinstance(received.id, uuid.UUID)


async def test_unset_is_not_sent_and_the_server_takes_its_default(api: APIClient) -> None:
    received = await api.test_types(all_types())
    assert received.level == 3
    assert received.note is None


async def test_what_is_set_is_sent(api: APIClient) -> None:
    sent = all_types()
    sent.level, sent.note, sent.maybe, sent.shape = 0, "", "m", FigureEmpty()
    received = await api.test_types(sent)
    assert (received.level, received.note, received.maybe) == (0, "", "m")
    assert isinstance(received.shape, FigureEmpty)


async def test_a_received_value_sent_back_is_unchanged_to_the_nanosecond(
    rpc: CentrifugoRPCClient, api: APIClient
) -> None:
    raw = await rpc.call("test.types", _json(all_types()) | {"at": AT})
    received = await api.test_types(AllTypesInput.model_validate(raw))
    assert _json(received) == raw
    assert _json(received)["at"] == AT


async def test_scalars_none_and_no_params(api: APIClient) -> None:
    assert await api.test_add_one(41) == 42
    assert await api.admin_test_double(21) == 42
    await api.test_nothing()
    first = await api.test_count()
    assert await api.test_count() == first + 1


async def test_the_server_sees_who_calls(api: APIClient) -> None:
    one, two = await asyncio.gather(api.test_whoami(), api.test_whoami())
    assert one.user == "42"
    assert one.client == two.client
    ids = {one.correlation_id, two.correlation_id}
    assert len(ids) == 2
    assert {uuid.UUID(text).version for text in ids} == {7}


async def test_headers_reach_the_handler(api: APIClient) -> None:
    client = CentrifugoRPCClient(URL, await token("42"), "42", headers={"X-Tenant": "acme"})
    async with client as rpc:
        assert await APIClient(rpc).test_tenant() == "acme"
    assert await api.test_tenant() is None


async def test_the_server_sees_the_call_s_id() -> None:
    async def name(call: RPCCall, proceed: Callable[[RPCCall], Awaitable[Any]]) -> Any:
        return await proceed(dataclasses.replace(call, correlation_id="made-here"))

    client = CentrifugoRPCClient(URL, await token("42"), "42", interceptors=[name])
    async with client as rpc:
        api = APIClient(rpc)
        assert (await api.test_whoami()).correlation_id == "made-here"
        with pytest.raises(RPCError) as raised:
            await api.test_fail(FailParams(kind="forbidden"))
        assert raised.value.correlation_id == "made-here"


async def test_a_thousand_calls_at_once_each_get_their_own_answer(api: APIClient) -> None:
    calls = [EchoParams(text=f"text {i}", number=i) for i in range(1000)]
    results = await asyncio.gather(*map(api.test_echo, calls))
    assert [(r.text, r.number) for r in results] == [(c.text, c.number) for c in calls]


async def test_what_the_server_would_refuse_is_refused_here(api: APIClient) -> None:
    with pytest.raises(ValidationError):
        EchoParams(text=1, number=1)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="params of `test.add_one`"):
        await api.test_add_one(2**63)


async def test_what_is_no_json_is_refused_and_the_connection_lives(
    rpc: CentrifugoRPCClient, api: APIClient
) -> None:
    for params in (float("nan"), {1, 2}, b"bytes"):
        with pytest.raises((ValueError, TypeError)):
            await rpc.call("test.echo", params)
    assert await api.test_add_one(1) == 2


async def test_the_server_answers_only_to_centrifugo() -> None:
    assert await control("GET", "/server/without-secret") == "401"
    assert await control("GET", "/server/wrong-secret") == "401"


def _json(value: AllTypes | AllTypesInput) -> dict[str, object]:
    return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
