"""The package's README: its examples run as they stand, but for the address and the token."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest
from conftest import URL, token

SDK = Path(os.environ["E2E_SDK"])
README = (SDK / "README.md").read_text()
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 6
    for words in ("async with", "interceptors", "except RPCError", "on_state", "Sync", "Fake"):
        assert any(words in example for example in EXAMPLES), words


@pytest.mark.parametrize("example", EXAMPLES)
async def test_it_runs(example: str, tmp_path: Path) -> None:
    program = example.replace("ws://localhost:8000/connection/websocket", URL)
    program = program.replace('TOKEN = "..."', f'TOKEN = "{await token("123")}"')
    (tmp_path / "example.py").write_text(program)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-W",
        "error",
        str(tmp_path / "example.py"),
        env={**os.environ, "PYTHONPATH": str(SDK), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    text = output.decode()
    assert process.returncode == 0, text
    assert "Traceback" not in text
    if "await api" in example or "print(api" in example:
        assert text.strip(), "it shows what it got"
