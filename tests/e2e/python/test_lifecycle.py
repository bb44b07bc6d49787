"""States, hooks and tokens: what a program hears of its connection, and what it may do then."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from conftest import URL, control, token
from test_server_client import (
    APIClient,
    CentrifugoRPCClient,
    RPCConnectionError,
    RPCDisconnectedError,
    RPCStateChange,
    RPCTimeoutError,
    RPCUnauthorizedError,
)


class States:
    """Collects what `on_state` is told."""

    def __init__(self) -> None:
        self.changes: list[RPCStateChange] = []
        self._changed = asyncio.Event()

    def __call__(self, change: RPCStateChange) -> None:
        self.changes.append(change)
        self._changed.set()

    @property
    def names(self) -> list[str]:
        return [change.state for change in self.changes]

    async def until(self, *names: str) -> None:
        async with asyncio.timeout(30):
            while self.names != list(names):
                self._changed.clear()
                await self._changed.wait()


async def test_a_connection_tells_its_states() -> None:
    states = States()
    client = CentrifugoRPCClient(URL, await token("42"), "42", on_state=states)
    assert client.state == "disconnected"
    async with client as rpc:
        await states.until("connecting", "connected")
        assert rpc.state == "connected"
        await control("POST", "/centrifugo/restart")
        await states.until("connecting", "connected", "connecting", "connected")
        assert rpc.state == "connected"
    await_all = ["connecting", "connected", "connecting", "connected", "disconnected"]
    assert states.names == await_all, "told when `disconnect` returns"
    assert states.changes[2].reason
    assert states.changes[-1].code == 0


async def test_a_refused_connection_tells_why() -> None:
    states = States()
    client = CentrifugoRPCClient(URL, await token("42", secret="wrong"), "42", on_state=states)
    with pytest.raises(RPCConnectionError) as raised:
        await client.connect()
    await states.until("connecting", "disconnected")
    assert states.changes[-1].code == raised.value.code == 3500
    with pytest.raises(RPCDisconnectedError, match="not connected: connection refused"):
        await client.call("test.nothing")


async def test_hooks_may_call_raise_and_disconnect() -> None:
    results: list[int] = []

    async def on_state(change: RPCStateChange) -> None:
        if change.state == "connecting":
            raise RuntimeError("of the application")
        if change.state == "connected":
            results.append(await APIClient(rpc).test_add_one(1))
            await rpc.disconnect()
        results.append(0)

    rpc = CentrifugoRPCClient(URL, await token("42"), "42", on_state=on_state)
    await rpc.connect()
    async with asyncio.timeout(5):
        while results != [2, 0, 0]:
            await asyncio.sleep(0.01)
    assert rpc.state == "disconnected"


async def test_calls_wait_while_the_connection_is_opened() -> None:
    rpc = CentrifugoRPCClient(URL, await token("42"), "42")
    connecting = asyncio.ensure_future(rpc.connect())
    calls = asyncio.gather(*[APIClient(rpc).test_add_one(n) for n in range(5)])
    await asyncio.sleep(0)
    assert rpc.state == "connecting"
    assert await calls == [1, 2, 3, 4, 5]
    await connecting
    await rpc.disconnect()


async def test_calls_wait_while_it_is_opened_again(rpc: CentrifugoRPCClient) -> None:
    restart = asyncio.ensure_future(control("POST", "/centrifugo/restart"))
    async with asyncio.timeout(30):
        while rpc.state == "connected":
            await asyncio.sleep(0.001)
    with pytest.raises(RPCTimeoutError, match="no connection within") as raised:
        await APIClient(rpc).test_add_one(1, timeout=0.001)
    assert not raised.value.sent
    # Not idempotent, and not sent before there is a connection.
    connect, result = rpc.connect(), APIClient(rpc).test_add_one(1, timeout=20)
    assert tuple(await asyncio.gather(connect, result)) == (None, 2)
    await restart


async def test_many_tasks_connect_once() -> None:
    states = States()
    rpc = CentrifugoRPCClient(URL, await token("42"), "42", on_state=states)
    await asyncio.gather(*[rpc.connect() for _ in range(20)])
    assert await APIClient(rpc).test_add_one(1) == 2
    await asyncio.gather(*[rpc.disconnect() for _ in range(20)])
    assert states.names == ["connecting", "connected", "disconnected"]


@pytest.mark.parametrize("after", [0, 0.001, 0.003, 0.01])
async def test_disconnect_ends_connect(after: float) -> None:
    rpc = CentrifugoRPCClient(URL, await token("42"), "42")
    connecting = asyncio.ensure_future(rpc.connect())
    await asyncio.sleep(after)
    begin = time.monotonic()
    await rpc.disconnect()
    assert time.monotonic() - begin < 2
    outcome = (await asyncio.gather(connecting, return_exceptions=True))[0]
    assert outcome is None or isinstance(outcome, RPCConnectionError)
    assert rpc.state == "disconnected"
    await rpc.connect()
    assert await APIClient(rpc).test_add_one(1) == 2
    await rpc.disconnect()


async def test_a_cancelled_connect_leaves_nothing() -> None:
    rpc = CentrifugoRPCClient(URL, await token("42"), "42")
    connecting = asyncio.ensure_future(rpc.connect())
    await asyncio.sleep(0)
    connecting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await connecting
    assert rpc.state == "disconnected"
    async with asyncio.timeout(5):
        while len(asyncio.all_tasks()) > 1:
            await asyncio.sleep(0.01)


async def test_what_the_server_ends_for_good_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    states = States()
    client = CentrifugoRPCClient(URL, await token("42"), "42", on_state=states)
    await client.connect()

    # What is no JSON: Centrifugo ends the connection, and it is not opened again.
    def pass_all(method: str, params: Any, limit: int) -> None: ...

    monkeypatch.setattr("test_server_client._calls.check_request", pass_all)
    with pytest.raises(RPCDisconnectedError) as raised:
        await client.call("test.echo", float("nan"))
    assert raised.value.sent
    await states.until("connecting", "connected", "disconnected")
    assert states.changes[-1].code == 3501
    with pytest.raises(RPCDisconnectedError, match="3501") as raised:
        await client.call("test.nothing")
    assert not raised.value.sent
    await client.connect()
    assert client.state == "connected"
    await client.disconnect()


@contextmanager
def token_server(answer: Callable[[], tuple[int, str]]) -> Generator[tuple[str, list[Any]]]:
    """An application's web server that gives tokens; and the requests that it gets."""
    requests: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            requests.append((self.path, self.headers["Authorization"], json.loads(body)))
            status, text = answer()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/token", requests
    finally:
        server.shutdown()
        server.server_close()


async def test_tokens_come_from_a_url() -> None:
    reply = json.dumps({"token": await token("42")})
    with token_server(lambda: (200, reply)) as (url, requests):
        headers = {"Authorization": "Bearer of-the-application"}
        async with CentrifugoRPCClient(
            URL, "", "42", token_url=url, token_headers=headers, proxy=None
        ) as rpc:
            assert (await APIClient(rpc).test_whoami()).user == "42"
        expired = await token("42", ttl="-60")
        async with CentrifugoRPCClient(URL, expired, "42", token_url=url, proxy=None) as rpc:
            assert (await APIClient(rpc).test_whoami()).user == "42"
    assert requests == [("/token", "Bearer of-the-application", {}), ("/token", None, {})]


@pytest.mark.parametrize(
    ("status", "text", "error"),
    [
        (403, "", RPCUnauthorizedError),
        (500, "", RPCConnectionError),
        (200, "no JSON", RPCConnectionError),
        (200, '{"token": 1}', RPCConnectionError),
    ],
)
async def test_a_url_without_a_token_is_an_error(
    status: int, text: str, error: type[Exception]
) -> None:
    with token_server(lambda: (status, text)) as (url, _):
        rpc = CentrifugoRPCClient(URL, "", "42", token_url=url, proxy=None)
        with pytest.raises(RPCConnectionError, match=url) as raised:
            await rpc.connect()
        assert type(raised.value) is error
        assert rpc.state == "disconnected"


async def test_a_token_is_renewed_before_it_expires() -> None:
    asked = 0

    def get_token() -> str:
        nonlocal asked
        asked += 1
        return long

    short, long = await token("42", ttl="1"), await token("42")
    states = States()
    client = CentrifugoRPCClient(URL, short, "42", get_token=get_token, on_state=states)
    async with client as rpc:
        async with asyncio.timeout(10):
            while not asked:
                await asyncio.sleep(0.05)
        assert await APIClient(rpc).test_add_one(1) == 2
        assert states.names == ["connecting", "connected"]


async def test_get_token_may_give_up() -> None:
    async def get_token() -> str:
        raise RPCUnauthorizedError("logged out")

    rpc = CentrifugoRPCClient(URL, "", "42", get_token=get_token)
    with pytest.raises(RPCUnauthorizedError, match="logged out"):
        await rpc.connect()
    # While it is connected.
    states = States()
    short = await token("42", ttl="1")
    rpc = CentrifugoRPCClient(URL, short, "42", get_token=get_token, on_state=states)
    await rpc.connect()
    await states.until("connecting", "connected", "disconnected")
    assert states.changes[-1].reason == "logged out"


async def test_what_get_token_raises_is_the_cause() -> None:
    def get_token() -> str:
        raise LookupError("of the application")

    rpc = CentrifugoRPCClient(URL, "", "42", get_token=get_token)
    with pytest.raises(RPCConnectionError, match="of the application") as raised:
        await rpc.connect()
    assert isinstance(raised.value.__cause__, LookupError)


async def test_options_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="exclude each other"):
        CentrifugoRPCClient(URL, "", "", get_token=lambda: "", token_url="http://x")
    with pytest.raises(ValueError, match="no HTTP URL"):
        CentrifugoRPCClient(URL, "", "", token_url="file:///etc/passwd")
