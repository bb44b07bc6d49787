"""What the generated client makes of the JSON of each form."""

import importlib
import json
from typing import Any

import pytest
from pydantic import ValidationError

from forms import Form, same
from manifest import FORMS

methods = importlib.import_module("forms_client.methods")


def codecs(form: Form) -> list[tuple[Any, bool]]:
    """The codecs of the method with this result and these params, and whether they send."""
    method = getattr(methods, form.name.upper())
    return [(method.result, False)] + ([(method.params, True)] if method.params else [])


def round_trip(codec: Any, sends: bool, text: str) -> Any:
    value = codec.decode(json.loads(text))
    data = codec.encode(value) if sends else codec.dump(value)
    # NaN is null in JSON.
    return json.loads(json.dumps(data), parse_constant=lambda _: None)


def samples(which: str) -> list[Any]:
    return [
        pytest.param(form, text, id=f"{form.name}-{text}")
        for form in FORMS
        for text in getattr(form, which)
    ]


@pytest.mark.parametrize(("form", "text"), samples("good"))
def test_what_the_server_sends_goes_back_unchanged(form: Form, text: str) -> None:
    for codec, sends in codecs(form):
        back = round_trip(codec, sends, text)
        assert same(back, json.loads(text)), json.dumps(back)


@pytest.mark.parametrize(("form", "text"), samples("bad"))
def test_what_serde_refuses_is_refused(form: Form, text: str) -> None:
    for codec, _ in codecs(form):
        with pytest.raises(ValidationError):
            print(codec.decode(json.loads(text)))


@pytest.mark.parametrize(("form", "text"), samples("becomes"))
def test_what_is_read_with_less_or_in_another_way(form: Form, text: str) -> None:
    for codec, sends in codecs(form):
        back = round_trip(codec, sends, text)
        assert same(back, json.loads(form.becomes[text])), json.dumps(back)
