"""Whether server and client speak of the same API: asked once, told once."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from conftest import URL, token
from test_server_client import (
    API_VERSION,
    APIClient,
    CentrifugoRPCClient,
    RPCConnectionError,
    RPCError,
    RPCVersion,
    RPCVersionError,
    _version,
)
from test_server_client._about import PACKAGE, PACKAGE_VERSION


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_version, "_known", {})
    monkeypatch.setattr(_version, "_warned", set[str]())


class Server:
    """Answers as a server of some version does."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: list[Any] = []

    async def __call__(self, method: str, params: Any) -> Any:
        assert method == "system.check_version"
        self.asked.append(params)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def answer(compatible: bool, older: str | None, version: str | None) -> dict[str, Any]:
    return {
        "compatible": compatible,
        "older": older,
        "package": None if version is None else PACKAGE,
        "package_version": version,
        "api_version": None if version is None else "another",
    }


NOT_FOUND = RPCError(404, "method not found")


@pytest.mark.parametrize(
    ("reply", "older", "texts"),
    [
        (answer(False, "client", "9.0.0"), "client", ["9.0.0", "client is older"]),
        (answer(False, "server", "0.0.1"), "server", ["0.0.1", "server is older"]),
        (answer(False, None, PACKAGE_VERSION), None, ["generate the client again"]),
        (answer(False, None, None), None, ["no methods of `test-server`"]),
        (NOT_FOUND, "server", ["does not know", "server is older"]),
    ],
)
async def test_a_mismatch_is_told_once_and_says_which_side_is_older(
    reply: Any, older: str | None, texts: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    server = Server(reply)
    await asyncio.gather(*[_version.warn("ws://a", server) for _ in range(3)])
    await _version.warn("ws://a", server)
    assert len(caplog.records) == 1
    assert caplog.records[0].levelno == logging.WARNING
    for text in texts:
        assert text in caplog.text
    assert server.asked[0] == {
        "package": PACKAGE,
        "package_version": PACKAGE_VERSION,
        "api_version": API_VERSION,
    }
    with pytest.raises(RPCVersionError) as raised:
        await _version.refuse("ws://a", server, 1)
    assert raised.value.older == older
    asked = len(server.asked)
    await _version.ask("ws://a", server)
    assert len(server.asked) == asked, "known by now"
    await _version.ask("ws://b", server)
    assert len(server.asked) == asked + 1, "another server"


async def test_the_same_api_is_fine(caplog: pytest.LogCaptureFixture) -> None:
    server = Server(answer(True, None, PACKAGE_VERSION))
    await _version.warn("ws://a", server)
    await _version.refuse("ws://a", server, 1)
    assert len(server.asked) == 1
    assert not caplog.records


@pytest.mark.parametrize(
    "failure", [RPCError(100, "internal", True), RPCConnectionError("gone"), 1, {}]
)
async def test_what_cannot_be_asked_is_not_known(
    failure: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server = Server(failure)
    await _version.warn("ws://a", server)
    assert not caplog.records
    with pytest.raises(RPCVersionError, match="cannot ask") as raised:
        await _version.refuse("ws://a", server, 1)
    assert raised.value.older is None
    assert len(server.asked) == 2, "a failure is not remembered"


async def test_a_silent_server_is_refused() -> None:
    async def silent(method: str, params: Any) -> Any:
        await asyncio.sleep(10)

    with pytest.raises(RPCVersionError, match="no answer"):
        await _version.refuse("ws://a", silent, 0.05)


async def test_the_real_server_speaks_this_api(caplog: pytest.LogCaptureFixture) -> None:
    async with CentrifugoRPCClient(URL, await token("42"), "42") as rpc:
        version = await rpc.check_version()
        assert version == RPCVersion(True, None, PACKAGE, PACKAGE_VERSION, API_VERSION)
        await asyncio.sleep(0.1)
    assert not caplog.records
    # Anonymous connections may ask, too.
    async with CentrifugoRPCClient(URL, await token(""), "", version_check="refuse") as rpc:
        assert rpc.state == "connected"


@pytest.mark.parametrize(
    ("name", "value", "older"),
    [
        ("PACKAGE_VERSION", "0.0.1", "client"),
        ("PACKAGE_VERSION", "99.0.0", "server"),
        ("PACKAGE_VERSION", PACKAGE_VERSION, None),
        ("PACKAGE", "somebody-else-s", None),
    ],
)
async def test_the_real_server_speaks_another_api(
    name: str,
    value: str,
    older: str | None,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_version, "API_VERSION", "another")
    monkeypatch.setattr(_version, name, value)
    for _ in range(2):
        async with CentrifugoRPCClient(URL, await token("42"), "42") as rpc:
            version = await rpc.check_version()
            assert (version.compatible, version.older) == (False, older)
            await APIClient(rpc).test_nothing()
    told = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(told) == 1, "once a process"
    strict = CentrifugoRPCClient(URL, await token("42"), "42", version_check="refuse")
    with pytest.raises(RPCVersionError) as raised:
        await strict.connect()
    assert raised.value.older == older
    assert strict.state == "disconnected"
    silent = CentrifugoRPCClient(URL, await token("42"), "42", version_check="off")
    async with silent as rpc:
        await APIClient(rpc).test_nothing()
