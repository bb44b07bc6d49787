"""The client for threads: the same calls, without asyncio."""

from __future__ import annotations

import asyncio
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from conftest import URL, control, token
from test_server_client import (
    EchoParams,
    RPCCall,
    RPCConnectionError,
    RPCDisconnectedError,
    RPCError,
    RPCRequestTooLargeError,
    RPCStateChange,
    RPCTimeoutError,
    SyncAPIClient,
    SyncCentrifugoRPCClient,
    TestErrorWithFields,
)


def sync_token(user: str, **query: str) -> str:
    return asyncio.run(token(user, **query))


def sync_control(method: str, path: str, body: bytes | None = None) -> str:
    return asyncio.run(control(method, path, body))


@pytest.fixture(name="rpc")
def connected() -> Iterator[SyncCentrifugoRPCClient]:
    with SyncCentrifugoRPCClient(URL, sync_token("42"), "42") as client:
        yield client


@pytest.fixture
def api(rpc: SyncCentrifugoRPCClient) -> SyncAPIClient:
    return SyncAPIClient(rpc)


def threads() -> int:
    return sum(thread.name == "centrifugo-rpc" for thread in threading.enumerate())


def test_calls_return_typed_results(api: SyncAPIClient) -> None:
    result = api.test_echo(text="x", number=1)
    assert (result.text, result.number) == ("x", 1)
    assert api.test_echo(EchoParams(text="x", number=1)) == result
    assert api.test_add_one(41) == 42
    api.test_nothing()


def test_errors_are_those_of_the_async_client(
    rpc: SyncCentrifugoRPCClient, api: SyncAPIClient
) -> None:
    with pytest.raises(TestErrorWithFields) as raised:
        api.test_fail(kind="declared_fields")
    assert (raised.value.resource, raised.value.limit) == ("tasks", 10)
    with pytest.raises(RPCTimeoutError):
        api.test_sleep(ms=400, timeout=0.05)
    with pytest.raises(RPCRequestTooLargeError):
        api.test_echo(text="x" * 70_000, number=1)
    with pytest.raises(RPCError) as unknown:
        rpc.call("test.unknown")
    assert unknown.value.code == 404


def test_many_threads_use_one_connection(api: SyncAPIClient) -> None:
    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(api.test_add_one, range(500)))
    assert results == list(range(1, 501))


def test_it_connects_again_and_leaves_no_thread() -> None:
    before = threads()
    rpc = SyncCentrifugoRPCClient(URL, sync_token("42"), "42")
    with pytest.raises(RPCDisconnectedError, match="call `connect` first"):
        rpc.call("test.nothing")
    for _ in range(3):
        rpc.connect()
        assert SyncAPIClient(rpc).test_add_one(1) == 2
        assert threads() == before + 1
        rpc.disconnect()
        rpc.disconnect()
        assert rpc.state == "disconnected"
        assert threads() == before
    refused = SyncCentrifugoRPCClient(URL, sync_token("42", secret="wrong"), "42")
    with pytest.raises(RPCConnectionError) as raised:
        refused.connect()
    assert raised.value.code == 3500
    assert threads() == before


def test_disconnect_ends_calls_of_other_threads(
    rpc: SyncCentrifugoRPCClient, api: SyncAPIClient
) -> None:
    with ThreadPoolExecutor(10) as pool:
        calls = [pool.submit(api.test_sleep, ms=450) for _ in range(10)]
        time.sleep(0.1)
        begin = time.monotonic()
        rpc.disconnect()
        for call in calls:
            assert isinstance(call.exception(timeout=2), RPCDisconnectedError)
    assert time.monotonic() - begin < 2


def test_no_call_is_left_behind_by_disconnect() -> None:
    secret = sync_token("42")
    for _ in range(20):
        rpc = SyncCentrifugoRPCClient(URL, secret, "", version_check="off")
        rpc.connect()
        api = SyncAPIClient(rpc)

        def call_until_the_end(api: SyncAPIClient = api) -> None:
            with pytest.raises(RPCDisconnectedError):
                while True:
                    api.test_add_one(1)

        with ThreadPoolExecutor(4) as pool:
            calling = [pool.submit(call_until_the_end) for _ in range(4)]
            time.sleep(0.02)
            rpc.disconnect()
            for call in calling:
                call.result(timeout=5)


def test_hooks_are_plain_functions_that_may_call() -> None:
    received: list[Any] = []
    states: list[str] = []
    done = threading.Event()

    def on_message(message: Any) -> None:
        if message == "raise":
            raise RuntimeError("of the application")
        received.append(SyncAPIClient(rpc).test_add_one(message))
        done.set()

    def on_state(change: RPCStateChange) -> None:
        states.append(change.state)

    secret = sync_token("42")
    rpc = SyncCentrifugoRPCClient(
        URL,
        "",
        "42",
        get_token=lambda: secret,
        on_user_message=on_message,
        on_state=on_state,
    )
    with rpc:
        sync_control("POST", "/publish?user=42", b'"raise"')
        sync_control("POST", "/publish?user=42", b"41")
        assert done.wait(5)
        assert rpc.state == "connected"
    assert received == [42]
    assert states == ["connecting", "connected", "disconnected"]


def test_a_hook_may_disconnect() -> None:
    before = threads()
    ended = threading.Event()

    def on_message(_: Any) -> None:
        rpc.disconnect()
        ended.set()

    rpc = SyncCentrifugoRPCClient(URL, sync_token("42"), "42", on_user_message=on_message)
    rpc.connect()
    sync_control("POST", "/publish?user=42", b"1")
    assert ended.wait(5)
    deadline = time.monotonic() + 5
    while threads() > before:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert rpc.state == "disconnected"


def test_messages_are_iterated_until_the_end(rpc: SyncCentrifugoRPCClient) -> None:
    def receive() -> list[Any]:
        return list(rpc.user_messages())

    with ThreadPoolExecutor(1) as pool:
        receiving = pool.submit(receive)
        time.sleep(0.1)
        for number in (b"1", b"2"):
            sync_control("POST", "/publish?user=42", number)
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline and not receiving.done():
            time.sleep(0.2)
            rpc.disconnect()
        assert receiving.result(timeout=5) == [1, 2]


def test_interceptors_run_in_the_thread_that_calls() -> None:
    seen: list[Any] = []

    def look(call: RPCCall, proceed: Callable[[RPCCall], Any]) -> Any:
        seen.append((threading.current_thread(), call.method))
        return proceed(call)

    client = SyncCentrifugoRPCClient(URL, sync_token("42"), "42", interceptors=[look])
    with client as rpc:
        assert SyncAPIClient(rpc).test_add_one(1) == 2
    assert seen == [(threading.current_thread(), "test.add_one")]


def test_calls_that_nobody_waits_for() -> None:
    errors: list[Any] = []
    client = SyncCentrifugoRPCClient(
        URL,
        sync_token("42"),
        "42",
        on_no_wait_error=lambda method, error: errors.append((method, type(error))),
    )
    with client as rpc:
        before = SyncAPIClient(rpc).test_count()
        rpc.call_no_wait("test.count")
        rpc.call_no_wait("test.fail", {"kind": "forbidden"})
        while SyncAPIClient(rpc).test_count() < before + 2:
            time.sleep(0.01)
        key = f"sync {uuid.uuid4()}"
        SyncAPIClient(rpc).test_note_no_wait(key=key)
        while not SyncAPIClient(rpc).test_done(key):
            time.sleep(0.01)
    assert errors == [("test.fail", RPCError)]
