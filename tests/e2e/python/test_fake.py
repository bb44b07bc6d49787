"""The fake caller: what users' own unit tests run against."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import ValidationError
from test_server_client import (
    APIClient,
    EchoParams,
    EchoResult,
    FailParams,
    RPCError,
    RPCRequestTooLargeError,
    SyncAPIClient,
    TestErrorAgain,
    TestErrorWithFields,
)
from test_server_client.testing import FakeCaller, SyncFakeCaller


async def test_handlers_are_given_typed_params() -> None:
    fake = FakeCaller()

    @fake.test_echo
    def _(params: EchoParams) -> EchoResult:
        return EchoResult(text=params.text.upper(), number=params.number)

    @fake.test_add_one
    async def _(params: int) -> int:
        await asyncio.sleep(0)
        return params + 1

    fake.test_count.returns(7)
    api = APIClient(fake)
    assert (await api.test_echo(text="x", number=1)).text == "X"
    assert await api.test_add_one(1, timeout=1) == 2
    assert await api.test_count() == 7
    assert fake.test_echo.calls == [EchoParams(text="x", number=1)]
    assert fake.test_add_one.calls == [1]
    assert fake.test_count.calls == [None]


async def test_declared_errors_come_back_typed() -> None:
    fake = FakeCaller()
    api = APIClient(fake)
    fake.test_fail.raises(TestErrorWithFields.make(resource="tasks", limit=3))
    with pytest.raises(TestErrorWithFields) as raised:
        await api.test_fail(kind="declared")
    assert (raised.value.code, raised.value.limit) == (1002, 3)
    fake.test_fail.raises(TestErrorAgain.make("later"))
    with pytest.raises(TestErrorAgain) as again:
        await api.test_fail(kind="declared")
    assert (again.value.message, again.value.temporary) == ("later", True)
    # As the server sends it, before it is read.
    fake.test_fail.raises(RPCError(1002, '{"resource":"tasks","limit":4}'))
    with pytest.raises(TestErrorWithFields) as raised:
        await api.test_fail(kind="declared")
    assert raised.value.limit == 4
    assert fake.test_fail.calls == [FailParams(kind="declared")] * 3


async def test_a_wrong_fake_fails() -> None:
    fake = FakeCaller()
    api = APIClient(fake)
    fake.test_add_one.returns("2")  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        await api.test_add_one(1)
    with pytest.raises(NotImplementedError, match="`test.nothing`"):
        await api.test_nothing()
    with pytest.raises(NotImplementedError, match="no method"):
        await fake.call("test.unknown")
    with pytest.raises(RPCRequestTooLargeError):
        await api.test_echo(text="x" * 70_000, number=1)


def test_the_fake_for_threads() -> None:
    fake = SyncFakeCaller()
    fake.test_add_one(lambda params: params + 1)
    assert SyncAPIClient(fake).test_add_one(1) == 2

    async def later(params: int) -> int:
        return params

    fake.test_add_one(later)
    with pytest.raises(TypeError, match="async"):
        SyncAPIClient(fake).test_add_one(1)
