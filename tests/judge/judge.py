"""Lines of [method, "params" or "result", JSON] in; what the package makes of each, out."""

import json
import sys
from typing import Any

from cases_client import methods

METHODS: dict[str, Any] = {
    method.name: method
    for method in vars(methods).values()
    if type(method).__name__ == "Method"
}


def again(name: str, side: str, text: str) -> str:
    method = METHODS[name]
    if side == "result":
        written = method.result.dump(method.result.decode(json.loads(text)))
    elif method.params is None:
        # Params of `()`.
        written = None
    else:
        written = method.params.encode(method.params.decode(json.loads(text)))
    return json.dumps(written, allow_nan=False)


for line in sys.stdin:
    name, side, text = json.loads(line)
    try:
        print("written:", again(name, side, text))
    except (ValueError, TypeError) as error:
        print("refused:", json.dumps(str(error)))
