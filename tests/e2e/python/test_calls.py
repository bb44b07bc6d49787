"""How calls are made: timeouts, cancelling, repeats, sizes, interceptors, keywords."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from conftest import URL, control, token
from pydantic import ValidationError
from test_server_client import (
    APIClient,
    CentrifugoRPCClient,
    EchoParams,
    RPCCall,
    RPCDisconnectedError,
    RPCError,
    RPCException,
    RPCRequestError,
    RPCRequestTooLargeError,
    RPCTimeoutError,
    TestError,
    TestErrorAgain,
    WorkParams,
)
from test_server_client._about import METHODS, MethodOptions
from test_server_client._model import Model
from test_server_client.rpc import DeclaredError, Method

# The server counts by keys, and may have counted before.
RUN = uuid.uuid4()


async def test_the_timeout_is_the_call_s_then_the_method_s_then_the_client_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[float] = []

    async def look(call: RPCCall, proceed: Callable[[RPCCall], Awaitable[Any]]) -> Any:
        seen.append(call.timeout)
        return await proceed(call)

    client = CentrifugoRPCClient(URL, await token("42"), "42", timeout=7, interceptors=[look])
    async with client as rpc:
        api = APIClient(rpc)
        await api.test_nothing()
        await api.test_sleep(ms=1)
        await rpc.call("test.sleep", {"ms": 1})
        await api.test_sleep(ms=1, timeout=3)
        assert seen == [7, 5.5, 5.5, 3]
        monkeypatch.setitem(METHODS, "test.sleep", MethodOptions(timeout=0.05))
        with pytest.raises(RPCTimeoutError, match=r"0\.05 s"):
            await rpc.call("test.sleep", {"ms": 400})


async def test_a_cancelled_call_is_over_and_the_others_go_on(api: APIClient) -> None:
    calls = [asyncio.ensure_future(api.test_sleep(ms=300)) for _ in range(3)]
    await asyncio.sleep(0.05)
    begin = time.monotonic()
    calls[1].cancel()
    with pytest.raises(asyncio.CancelledError):
        await calls[1]
    assert time.monotonic() - begin < 0.1
    assert [await calls[0], await calls[2]] == [300, 300]
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await api.test_sleep(ms=300)


async def test_a_lost_connection_fails_calls_but_idempotent_ones(
    rpc: CentrifugoRPCClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(METHODS, "test.sleep", MethodOptions(timeout=20, idempotent=True))
        repeated = asyncio.ensure_future(rpc.call("test.sleep", {"ms": 450}))
        await asyncio.sleep(0.1)
    failed = asyncio.ensure_future(rpc.call("test.sleep", {"ms": 450}))
    await asyncio.sleep(0.1)
    await control("POST", "/centrifugo/restart")
    with pytest.raises(RPCDisconnectedError) as raised:
        await failed
    assert raised.value.sent
    assert raised.value.method == "test.sleep"
    assert await repeated == 450


async def test_temporary_errors_of_idempotent_methods_are_repeated(api: APIClient) -> None:
    result = await api.test_flaky(key=f"repeated {RUN}", failures=3)
    assert len(result.correlation_ids) == 4
    assert len(set(result.correlation_ids)) == 1, "one call, also to the server's log"
    with pytest.raises(RPCError) as raised:
        await api.test_flaky(key=f"too often {RUN}", failures=4)
    assert (raised.value.code, raised.value.temporary) == (503, True)
    assert len(await api.test_done(f"too often {RUN}")) == 4
    with pytest.raises(RPCError):
        await api.test_fragile(key=f"fragile {RUN}", failures=1)
    assert len(await api.test_done(f"fragile {RUN}")) == 1
    with pytest.raises(RPCError):
        await api.test_flaky(key=f"permanent {RUN}", failures=1, permanent=True)
    assert len(await api.test_done(f"permanent {RUN}")) == 1


async def test_repeats_can_be_switched_off_and_end_with_the_timeout() -> None:
    client = CentrifugoRPCClient(URL, await token("42"), "42", max_retries=0)
    async with client as rpc:
        with pytest.raises(RPCError):
            await APIClient(rpc).test_flaky(key=f"off {RUN}", failures=1)
    client = CentrifugoRPCClient(URL, await token("42"), "42", max_retries=1000)
    async with client as rpc:
        begin = time.monotonic()
        with pytest.raises((RPCError, RPCTimeoutError)):
            await rpc.call("test.flaky", {"key": f"long {RUN}", "failures": 1000}, timeout=0.5)
        assert time.monotonic() - begin < 1
        api = APIClient(rpc)
        # The call's own timeout is no reason to repeat it.
        with pytest.raises(RPCTimeoutError):
            await api.test_flaky(key=f"slow {RUN}", failures=0, ms=300, timeout=0.1)
        await asyncio.sleep(0.5)
        assert len(await api.test_done(f"slow {RUN}")) == 1


async def test_what_is_too_large_is_not_sent(rpc: CentrifugoRPCClient) -> None:
    api = APIClient(rpc)
    under_way = asyncio.ensure_future(api.test_sleep(ms=300))
    with pytest.raises(RPCRequestTooLargeError) as raised:
        await api.test_echo(text="x" * 70_000, number=1)
    assert raised.value.limit == 65_536
    assert raised.value.size > 70_000
    assert isinstance(raised.value, (RPCRequestError, ValueError))
    # On the wire a letter may take twelve bytes.
    with pytest.raises(RPCRequestTooLargeError):
        await api.test_echo(text="🦀" * 6_000, number=1)
    assert await under_way == 300
    largest = "x" * (raised.value.limit - (raised.value.size - 70_000))
    assert (await api.test_echo(text=largest, number=1)).text == largest
    with pytest.raises(RPCRequestTooLargeError):
        await api.test_echo(text=largest + "x", number=1)


async def test_a_limit_that_is_not_the_server_s_loses_the_connection() -> None:
    client = CentrifugoRPCClient(URL, await token("42"), "42", max_request_size=1_000_000)
    async with client as rpc:
        with pytest.raises(RPCDisconnectedError):
            await rpc.call("test.echo", {"text": "x" * 70_000, "number": 1})
        assert await APIClient(rpc).test_add_one(1) == 2


@pytest.mark.parametrize("params", [float("nan"), {"a": [float("inf")]}, {1, 2}, b"x"])
async def test_what_is_no_json_is_not_sent(rpc: CentrifugoRPCClient, params: Any) -> None:
    with pytest.raises(RPCRequestError) as raised:
        await rpc.call("test.echo", params)
    assert isinstance(raised.value, ValueError)
    assert raised.value.method == "test.echo"
    assert await APIClient(rpc).test_add_one(1) == 2


async def test_deep_params_are_not_sent(rpc: CentrifugoRPCClient) -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(RPCRequestError):
        await rpc.call("test.echo", deep)
    assert rpc.state == "connected"


async def test_interceptors_see_calls_results_and_errors() -> None:
    seen: list[Any] = []

    def named(name: str) -> Any:
        async def run(call: RPCCall, proceed: Callable[[RPCCall], Awaitable[Any]]) -> Any:
            seen.append((name, call.method, call.params))
            try:
                result = await proceed(call)
            except RPCError as error:
                assert error.correlation_id == call.correlation_id
                seen.append((name, error.code))
                raise
            seen.append((name, result))
            return result

        return run

    client = CentrifugoRPCClient(
        URL, await token("42"), "42", interceptors=[named("a"), named("b")]
    )
    async with client as rpc:
        api = APIClient(rpc)
        assert await api.test_add_one(1) == 2
        assert seen == [
            ("a", "test.add_one", 1),
            ("b", "test.add_one", 1),
            ("b", 2),
            ("a", 2),
        ]
        seen.clear()
        with pytest.raises(TestErrorAgain):
            await api.test_fail(kind="declared_temporary")
        assert seen[2:] == [("b", 1003), ("a", 1003)]


async def test_keywords_make_the_params(api: APIClient) -> None:
    assert await api.test_echo(text="x", number=1) == await api.test_echo(
        EchoParams(text="x", number=1)
    )
    with pytest.raises(ValidationError, match="params of `test.echo`"):
        await api.test_echo(text="x", number="1")  # type: ignore[call-overload]
    with pytest.raises(ValidationError, match="params of `test.echo`"):
        await api.test_echo(text="x")  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="params or keywords"):
        await api.test_echo(EchoParams(text="x", number=1), text="x")  # type: ignore[call-overload]


async def test_calls_that_nobody_waits_for() -> None:
    errors: list[tuple[str, Exception]] = []

    def on_error(method: str, error: Exception) -> None:
        errors.append((method, error))
        raise RuntimeError("of the application")

    client = CentrifugoRPCClient(URL, await token("42"), "42", on_no_wait_error=on_error)
    async with client as rpc:
        api = APIClient(rpc)
        before = await api.test_count()
        for _ in range(10):
            rpc.call_no_wait("test.count")
        assert await api.test_count() <= before + 11
        rpc.call_no_wait("test.fail", {"kind": "declared"})
        rpc.call_no_wait("test.echo", float("nan"))
        rpc.call_no_wait("test.count")
    # `disconnect` let them be answered.
    codes = {method: getattr(error, "code", None) for method, error in errors}
    assert codes == {"test.fail": 1001, "test.echo": None}
    async with CentrifugoRPCClient(URL, await token("42"), "42") as rpc:
        assert await APIClient(rpc).test_count() == before + 13


async def test_no_wait_methods(rpc: CentrifugoRPCClient) -> None:
    api = APIClient(rpc)
    await api.test_note(key=f"accepted {RUN}", ms=200)
    assert await api.test_done(f"accepted {RUN}") == []
    api.test_note_no_wait(key=f"no wait {RUN}", ms=1)
    api.test_note_no_wait(WorkParams(key=f"no wait {RUN}"))
    with pytest.raises(ValidationError, match="params of `test.note`"):
        api.test_note_no_wait(key=1)  # type: ignore[call-overload]
    async with asyncio.timeout(5):
        while len(await api.test_done(f"no wait {RUN}")) < 2:
            await asyncio.sleep(0.01)
        while len(await api.test_done(f"accepted {RUN}")) < 1:
            await asyncio.sleep(0.01)


async def test_errors_of_no_wait_calls_are_typed() -> None:
    errors: asyncio.Queue[tuple[str, Exception]] = asyncio.Queue()
    client = CentrifugoRPCClient(
        URL,
        await token("42"),
        "42",
        on_no_wait_error=lambda method, error: errors.put_nowait((method, error)),
    )
    async with client as rpc:
        APIClient(rpc).test_note_no_wait(key="x" * 70_000)
        method, error = await asyncio.wait_for(errors.get(), 5)
        assert (method, type(error)) == ("test.note", RPCRequestTooLargeError)


async def test_a_reply_of_another_type_names_method_and_path(
    rpc: CentrifugoRPCClient,
) -> None:
    class Answer(Model):
        text: int

    method: Method[EchoParams, list[Answer]] = Method("test.echo", EchoParams, list[Answer])
    with pytest.raises(ValidationError, match="reply of `test.echo`"):
        await method.call(rpc, EchoParams(text="x", number=1))
    one: Method[EchoParams, Answer] = Method("test.echo", EchoParams, Answer)
    with pytest.raises(ValidationError) as raised:
        await one.call(rpc, EchoParams(text="x", number=1))
    assert raised.value.errors()[0]["loc"] == ("text",)
    assert "test.echo" in str(raised.value)


async def test_a_message_that_is_not_the_declared_json_keeps_its_code(
    rpc: CentrifugoRPCClient,
) -> None:
    class Fields(Model):
        limit: int

    class Denied(DeclaredError):
        pass

    class DeniedLimit(Denied):
        __model__ = Fields
        limit: int

    # The server answers `not you`, as one did before the error had fields.
    Denied.variants = {403: DeniedLimit}
    method: Method[Any, None] = Method("test.fail", Any, None, errors=(Denied,))
    with pytest.raises(Denied) as raised:
        await method.call(rpc, {"kind": "forbidden"})
    assert type(raised.value) is Denied
    assert (raised.value.code, raised.value.message) == (403, "not you")


async def test_one_base_of_all_errors(rpc: CentrifugoRPCClient) -> None:
    api = APIClient(rpc)
    for failing in (
        api.test_fail(kind="declared"),
        api.test_sleep(ms=400, timeout=0.01),
        rpc.call("test.echo", {1}),
        CentrifugoRPCClient(URL, "", "").call("test.echo"),
        CentrifugoRPCClient("ws://127.0.0.1:1", "", "").connect(),
    ):
        with pytest.raises(RPCException):
            await failing
    assert issubclass(TestError, RPCException)
