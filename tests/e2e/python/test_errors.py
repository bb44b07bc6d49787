"""Calls that fail: each in its own type, with the code, and with nothing of the server's inside."""

from __future__ import annotations

import asyncio
import time

import pytest
from conftest import URL, token
from test_server_client import (
    APIClient,
    CentrifugoRPCClient,
    EchoParams,
    FailParams,
    RPCError,
    RPCTimeoutError,
    SleepParams,
    TestError,
    TestErrorAgain,
    TestErrorDeclared,
    TestErrorWithFields,
)


async def test_a_declared_error_is_its_own_type(api: APIClient) -> None:
    with pytest.raises(TestErrorDeclared) as raised:
        await api.test_fail(FailParams(kind="declared"))
    error = raised.value
    assert isinstance(error, TestError)
    assert isinstance(error, RPCError)
    assert isinstance(error, ValueError)
    assert (error.code, error.message, error.temporary) == (1001, "declared", False)


async def test_a_declared_error_has_its_fields(api: APIClient) -> None:
    with pytest.raises(TestErrorWithFields) as raised:
        await api.test_fail(FailParams(kind="declared_fields"))
    assert raised.value.code == 1002
    assert (raised.value.resource, raised.value.limit) == ("tasks", 10)


async def test_a_message_that_is_not_the_declared_json_loses_the_fields_alone(
    api: APIClient,
) -> None:
    with pytest.raises(TestError) as raised:
        await api.test_fail(kind="declared_garbled")
    assert not isinstance(raised.value, TestErrorWithFields)
    assert (raised.value.code, raised.value.message) == (1002, "tasks: no more than 10")


async def test_a_temporary_error_says_so(api: APIClient) -> None:
    with pytest.raises(TestErrorAgain) as raised:
        await api.test_fail(FailParams(kind="declared_temporary"))
    assert (raised.value.code, raised.value.temporary) == (1003, True)


async def test_forbidden(api: APIClient) -> None:
    with pytest.raises(RPCError) as raised:
        await api.test_fail(FailParams(kind="forbidden"))
    assert type(raised.value) is RPCError
    assert (raised.value.code, raised.value.message) == (403, "not you")


@pytest.mark.parametrize("kind", ["internal", "panic"])
async def test_an_internal_error_shows_nothing_of_its_cause(api: APIClient, kind: str) -> None:
    with pytest.raises(RPCError) as raised:
        await api.test_fail(FailParams.model_validate({"kind": kind}))
    assert raised.value.code == 500
    assert "hunter2" not in str(raised.value)


async def test_an_unknown_method(rpc: CentrifugoRPCClient) -> None:
    with pytest.raises(RPCError) as raised:
        await rpc.call("test.unknown", {})
    assert raised.value.code == 404


async def test_invalid_params_name_the_path(rpc: CentrifugoRPCClient) -> None:
    with pytest.raises(RPCError) as raised:
        await rpc.call("test.echo", {"text": "x", "number": "no number"})
    assert raised.value.code == 422
    assert "number" in raised.value.message


async def test_the_method_s_own_timeout_is_the_server_s_answer(api: APIClient) -> None:
    assert await api.test_sleep(SleepParams(ms=10)) == 10
    with pytest.raises(RPCError) as raised:
        await api.test_sleep(SleepParams(ms=3000))
    assert raised.value.code == 408


async def test_the_caller_s_timeout(api: APIClient) -> None:
    begin = time.monotonic()
    with pytest.raises(RPCTimeoutError) as raised:
        await api.test_sleep(SleepParams(ms=400), timeout=0.1)
    assert time.monotonic() - begin < 0.35
    assert isinstance(raised.value, TimeoutError)
    assert raised.value.method == "test.sleep"
    assert raised.value.sent
    # The late answer belongs to nobody.
    await asyncio.sleep(0.5)
    assert await api.test_add_one(1) == 2


async def test_the_error_carries_the_id_that_the_server_logs(api: APIClient) -> None:
    ids: set[str | None] = set()
    for _ in range(2):
        with pytest.raises(RPCError) as raised:
            await api.test_fail(FailParams(kind="forbidden"))
        ids.add(raised.value.correlation_id)
    assert None not in ids
    assert len(ids) == 2


async def test_an_anonymous_connection_may_call_only_what_allows_it() -> None:
    async with CentrifugoRPCClient(URL, await token(""), "") as rpc:
        api = APIClient(rpc)
        assert (await api.test_whoami()).user is None
        with pytest.raises(RPCError) as raised:
            await api.test_echo(EchoParams(text="x", number=1))
        assert raised.value.code == 401
        assert not rpc.user_channel.available
