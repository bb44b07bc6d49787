"""All forms, and their manifest as a program's output."""

import json

import enums
import flattened
import generics
import objects
import scalars
from forms import FORMS, manifest

__all__ = ["FORMS", "enums", "flattened", "generics", "objects", "scalars"]

if __name__ == "__main__":
    print(json.dumps(manifest()))
