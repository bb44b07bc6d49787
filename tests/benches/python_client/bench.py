"""Calls a second of the package and of the bare SDK, in turns; see `main.rs`."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable

sys.path.insert(0, os.environ["E2E_SDK"])

import centrifuge
from test_server_client import APIClient, CentrifugoRPCClient

URL, CONTROL = os.environ["E2E_URL"], os.environ["E2E_CONTROL"]
CALLS = 1_000
PARAMS = {"text": "the quick brown fox", "number": 42}


def token() -> str:
    with urllib.request.urlopen(f"{CONTROL}/token?user=42") as response:
        text: str = response.read().decode()
        return text


async def rate(call: Callable[[], Awaitable[object]], at_a_time: int) -> tuple[float, float]:
    """Calls a second, by the clock and by this process's CPU."""

    async def some() -> None:
        for _ in range(CALLS // at_a_time):
            await call()

    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*[some() for _ in range(at_a_time)])
    return CALLS / (time.perf_counter() - wall), CALLS / (time.process_time() - cpu)


async def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    raw = centrifuge.Client(URL, token=token(), timeout=30.0, proxy=None)
    await raw.connect()
    await raw.ready()
    async with CentrifugoRPCClient(URL, token(), "", proxy=None) as rpc:
        api = APIClient(rpc)
        sides: dict[str, Callable[[], Awaitable[object]]] = {
            "centrifuge-python": lambda: raw.rpc("test.echo", PARAMS),
            "call by name": lambda: rpc.call("test.echo", PARAMS),
            "typed call": lambda: api.test_echo(text="the quick brown fox", number=42),
        }
        for at_a_time in (1, 16, 64):
            rates: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
            for call in sides.values():
                await rate(call, at_a_time)
            for _ in range(turns):
                for name, call in sides.items():
                    rates[name].append(await rate(call, at_a_time))
            print(f"{at_a_time} at a time".ljust(20), "calls/s  ratio   by CPU  ratio")
            base = rates["centrifuge-python"]
            for name, measured in rates.items():
                row = name.ljust(20)
                for column in (0, 1):
                    median = statistics.median(turn[column] for turn in measured)
                    ratio = statistics.median(
                        turn[column] / of[column]
                        for turn, of in zip(measured, base, strict=True)
                    )
                    row += f"{median:8.0f}  {ratio:5.2f} "
                print(row)
    await raw.disconnect()


asyncio.run(main())
