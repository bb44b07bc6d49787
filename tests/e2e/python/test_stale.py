"""The package of a newer server, with other types, and what it makes of this server's answers."""

from __future__ import annotations

import asyncio
import logging
from typing import Literal

import pytest
from conftest import URL, token
from pydantic import ValidationError
from stale_client import (
    APIClient,
    CentrifugoRPCClient,
    RPCVersionError,
    TestError,
    TestErrorWithFields,
)
from test_server_client import API_VERSION


async def connection(check: Literal["off", "warn", "refuse"]) -> CentrifugoRPCClient:
    return CentrifugoRPCClient(URL, await token("42"), "42", version_check=check)


async def test_a_mismatch_is_told_once_and_can_refuse_the_connection(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for _ in range(2):
        async with await connection("warn") as rpc:
            version = await rpc.check_version()
            assert (version.compatible, version.older) == (False, "server")
            assert (version.package_version, version.api_version) == ("0.1.0", API_VERSION)
            await asyncio.sleep(0.1)
    told = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert len(told) == 1
    for text in ("test-server 9.9.9", "test-server 0.1.0", "the server is older: deploy it"):
        assert text in told[0]
    strict = await connection("refuse")
    with pytest.raises(RPCVersionError, match="the server is older") as raised:
        await strict.connect()
    assert raised.value.older == "server"
    assert strict.state == "disconnected"


async def test_a_reply_of_another_type_names_method_and_place() -> None:
    async with await connection("off") as rpc:
        api = APIClient(rpc)
        with pytest.raises(ValidationError, match="the reply of `test.echo`") as raised:
            await api.test_echo(text="x", number=1)
        assert raised.value.errors()[0]["loc"] == ("number",)
        with pytest.raises(ValidationError, match="the reply of `test.count`"):
            await api.test_count()
        # What is the same in both works all the same.
        assert await api.test_add_one(1) == 2


@pytest.mark.parametrize("kind", ["declared_fields", "declared_garbled"])
async def test_a_message_that_is_not_the_declared_json_keeps_its_code(
    kind: Literal["declared_fields", "declared_garbled"],
) -> None:
    async with await connection("off") as rpc:
        with pytest.raises(TestError) as raised:
            await APIClient(rpc).test_fail(kind=kind)
        assert not isinstance(raised.value, TestErrorWithFields)
        assert (raised.value.code, raised.value.method) == (1002, "test.fail")
        assert "tasks" in raised.value.message
