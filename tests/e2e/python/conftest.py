"""What the end-to-end tests share: the harness' addresses, and connections made by the SDK."""

from __future__ import annotations

import asyncio
import os
import sys
import urllib.parse
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

# The packages as generated, without installing them; their dependencies are the harness' affair.
for variable in ("E2E_SDK", "E2E_STALE"):
    sys.path.insert(0, str(Path(os.environ[variable])))
sys.dont_write_bytecode = True

from test_server_client import APIClient, CentrifugoRPCClient

URL = os.environ["E2E_URL"]
CONTROL = os.environ["E2E_CONTROL"]


async def control(method: str, path: str, body: bytes | None = None) -> str:
    """Asks the harness for something that only it can do."""

    def send() -> str:
        request = urllib.request.Request(CONTROL + path, data=body, method=method)
        with urllib.request.urlopen(request, timeout=60) as response:
            text: str = response.read().decode()
            return text

    return await asyncio.to_thread(send)


async def token(user: str, **query: str) -> str:
    return await control("GET", f"/token?{urllib.parse.urlencode({'user': user, **query})}")


@pytest.fixture
async def rpc() -> AsyncIterator[CentrifugoRPCClient]:
    async with CentrifugoRPCClient(URL, await token("42"), "42") as client:
        yield client


@pytest.fixture
def api(rpc: CentrifugoRPCClient) -> APIClient:
    return APIClient(rpc)
