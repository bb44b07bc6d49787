"""Connections: refused, lost, opened again, closed; and messages to the user."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from typing import Any

import pytest
from conftest import URL, control, token
from test_server_client import (
    APIClient,
    CentrifugoRPCClient,
    EchoParams,
    EchoResult,
    RPCConnectionError,
    RPCDisconnectedError,
    RPCError,
    RPCTimeoutError,
    RPCUserChannelError,
)


@pytest.mark.parametrize("query", [{"secret": "wrong"}, {"ttl": "-60"}])
async def test_a_bad_token_is_refused(query: dict[str, str]) -> None:
    rpc = CentrifugoRPCClient(URL, await token("42", **query), "42")
    begin = time.monotonic()
    with pytest.raises(ConnectionError) as raised:
        await rpc.connect()
    assert isinstance(raised.value, RPCConnectionError)
    assert raised.value.code in (3500, 109)
    assert time.monotonic() - begin < 5
    assert rpc.state == "disconnected"


async def test_an_expired_token_is_replaced() -> None:
    async def new_token() -> str:
        return await token("42")

    expired = await token("42", ttl="-60")
    async with CentrifugoRPCClient(URL, expired, "42", get_token=new_token) as rpc:
        assert (await APIClient(rpc).test_whoami()).user == "42"
        assert rpc.user_channel.available


async def test_a_server_that_is_not_there_is_reported_at_once() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"ws://127.0.0.1:{free.getsockname()[1]}/connection/websocket"
    begin = time.monotonic()
    with pytest.raises(ConnectionError):
        await CentrifugoRPCClient(url, "", "").connect()
    assert time.monotonic() - begin < 5


async def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"ws://127.0.0.1:{silent.getsockname()[1]}/connection/websocket"
        begin = time.monotonic()
        with pytest.raises(ConnectionError):
            await CentrifugoRPCClient(url, "", "", connect_timeout=0.3).connect()
        assert time.monotonic() - begin < 3


async def test_calls_without_a_connection_fail_at_once(rpc: CentrifugoRPCClient) -> None:
    api = APIClient(rpc)
    await rpc.disconnect()
    begin = time.monotonic()
    with pytest.raises(RPCDisconnectedError) as raised:
        await api.test_add_one(1)
    assert isinstance(raised.value, ConnectionError)
    with pytest.raises(RPCDisconnectedError):
        await CentrifugoRPCClient(URL, "", "").call("test.nothing")
    assert time.monotonic() - begin < 0.5


async def test_a_call_under_way_ends_with_the_connection(rpc: CentrifugoRPCClient) -> None:
    call = asyncio.ensure_future(rpc.call("test.sleep", {"ms": 400}))
    await asyncio.sleep(0.1)
    await rpc.disconnect()
    with pytest.raises(RPCDisconnectedError):
        await asyncio.wait_for(call, 0.2)


async def test_a_client_connects_again_after_disconnect(rpc: CentrifugoRPCClient) -> None:
    await rpc.disconnect()
    await rpc.connect()
    await rpc.connect()
    assert await APIClient(rpc).test_add_one(1) == 2


async def test_the_server_restarts_amid_calls(api: APIClient) -> None:
    async def call(number: int) -> EchoResult | Exception:
        await asyncio.sleep(number / 200)
        try:
            return await api.test_echo(EchoParams(text="x", number=number), timeout=5)
        except (RPCError, RPCTimeoutError, RPCDisconnectedError) as error:
            return error

    begin = time.monotonic()
    calls = [asyncio.ensure_future(call(number)) for number in range(400)]
    await asyncio.sleep(0.3)
    await control("POST", "/server/stop")
    await asyncio.sleep(0.5)
    await control("POST", "/server/start")
    outcomes = await asyncio.wait_for(asyncio.gather(*calls), 20)
    assert time.monotonic() - begin < 20
    results = [
        (number, outcome)
        for number, outcome in enumerate(outcomes)
        if isinstance(outcome, EchoResult)
    ]
    assert all(result.number == number for number, result in results)
    assert results, "calls before the restart succeed"
    assert len(results) < len(outcomes), "calls while the server is away fail"
    assert (await api.test_echo(EchoParams(text="y", number=1))).text == "y"


async def test_centrifugo_restarts(rpc: CentrifugoRPCClient) -> None:
    api = APIClient(rpc)
    await control("POST", "/centrifugo/restart")
    deadline = time.monotonic() + 30
    while True:
        try:
            assert await api.test_add_one(1, timeout=5) == 2
            break
        except (RPCDisconnectedError, RPCTimeoutError):
            assert time.monotonic() < deadline
            await asyncio.sleep(0.1)
    assert rpc.state == "connected"
    # An idempotent call waits for the connection by itself.
    call = asyncio.ensure_future(control("POST", "/centrifugo/restart"))
    for number in range(20):
        result = await api.test_echo(EchoParams(text="z", number=number), timeout=20)
        assert result.number == number
        await asyncio.sleep(0.05)
    await call


async def publish(message: object) -> None:
    await control("POST", "/publish?user=42", json.dumps(message).encode())


async def test_messages_to_the_user_arrive(rpc: CentrifugoRPCClient) -> None:
    assert rpc.user_channel.available
    assert rpc.user_channel.name == "user:#42"
    sent: list[Any] = [{"number": 2**63, "text": "é"}, [1, None], "text"]

    async def receive() -> list[Any]:
        received: list[Any] = []
        async for message in rpc.user_messages():
            received.append(message)
            if len(received) == len(sent):
                break
        return received

    receiving = asyncio.ensure_future(receive())
    await asyncio.sleep(0)
    for message in sent:
        await publish(message)
    assert await asyncio.wait_for(receiving, 5) == sent


async def test_a_handler_may_raise_and_may_call() -> None:
    received: asyncio.Queue[int] = asyncio.Queue()

    async def handle(message: Any) -> None:
        if message == "raise":
            raise RuntimeError("of the application")
        received.put_nowait(await api.test_add_one(message))

    client = CentrifugoRPCClient(URL, await token("42"), "42", on_user_message=handle)
    async with client as rpc:
        api = APIClient(rpc)
        await publish("raise")
        await publish(41)
        assert await asyncio.wait_for(received.get(), 5) == 42
        assert rpc.state == "connected"


async def test_the_iterator_ends_with_the_connection(rpc: CentrifugoRPCClient) -> None:
    async def receive() -> list[Any]:
        return [message async for message in rpc.user_messages()]

    receiving = asyncio.ensure_future(receive())
    await asyncio.sleep(0)
    await rpc.disconnect()
    assert await asyncio.wait_for(receiving, 1) == []


async def test_a_user_s_channel_that_is_not_his_is_unavailable() -> None:
    async with CentrifugoRPCClient(URL, await token("42"), "43") as rpc:
        assert not rpc.user_channel.available
        assert rpc.user_channel.reason
        with pytest.raises(RPCUserChannelError):
            async for _ in rpc.user_messages():
                pass
        assert await APIClient(rpc).test_add_one(1) == 2
    # To Centrifugo it would be a list of users, and messages to nobody.
    async with CentrifugoRPCClient(URL, await token("42"), "42,43") as rpc:
        assert not rpc.user_channel.available
        assert "comma" in (rpc.user_channel.reason or "")
        assert await APIClient(rpc).test_add_one(1) == 2
    strict = CentrifugoRPCClient(URL, await token("42"), "43", require_user_channel=True)
    with pytest.raises(RPCUserChannelError):
        await strict.connect()
    assert strict.state == "disconnected"
