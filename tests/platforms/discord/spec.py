"""Requests checked against Discord's published OpenAPI document, where it lies beside the project."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from platforms.discord.model import Json
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

PATH = Path(__file__).resolve().parents[4] / "shared" / "specs" / "discord-openapi.json"
_ID = "urn:discord"
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False, "True": True, "False": False}


def _absolute(node: Any) -> Any:
    """The same document with references that hold from anywhere."""
    if isinstance(node, dict):
        return {
            key: _target(value) if key == "$ref" else _absolute(value)
            for key, value in node.items()
        }
    return [_absolute(each) for each in node] if isinstance(node, list) else node


def _target(reference: Any) -> Any:
    local = isinstance(reference, str) and reference.startswith("#")
    return f"{_ID}{reference}" if local else _absolute(reference)


def _lenient(document: Json) -> Json:
    """Discord takes ids as numbers too, and discord.py sends some so."""
    schemas = document["components"]["schemas"]
    schemas["SnowflakeType"] = {
        "anyOf": [schemas["SnowflakeType"], {"type": "integer", "minimum": 0}]
    }
    return document


class Spec:
    """`check(...)` says what is wrong with a request, in words."""

    def __init__(self, document: Json) -> None:
        self.paths: Json = document["paths"]
        resource = Resource(contents=document, specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_ID, resource)

    def check(
        self,
        method: str,
        template: str,
        params: Mapping[str, str],
        query: Mapping[str, str],
        body: Any,
    ) -> list[str]:
        operation = self.paths.get(template, {}).get(method.lower())
        if operation is None:
            return [f"{method} {template}: not in Discord's API document"]
        known = [*self.paths[template].get("parameters", []), *operation.get("parameters", [])]
        problems = [
            *self._parameters(known, params, "path"),
            *self._parameters(known, query, "query"),
        ]
        return [*problems, *self._body(operation.get("requestBody"), body)]

    def _parameters(self, known: list[Json], given: Mapping[str, str], place: str) -> Iterator[str]:
        schemas = {each["name"]: each["schema"] for each in known if each["in"] == place}
        for name, text in given.items():
            if name not in schemas:
                yield f"{place}.{name}: unknown parameter"
            else:
                yield from self._told(schemas[name], _value(schemas[name], text), f"{place}.{name}")

    def _body(self, wanted: Json | None, body: Any) -> Iterator[str]:
        if wanted is None:
            if body not in (None, {}):
                yield "body: none is expected"
        elif body is None:
            yield "body: missing"
        else:
            yield from self._told(wanted["content"]["application/json"]["schema"], body, "body")

    def _told(self, schema: Json, value: Any, where: str) -> Iterator[str]:
        validator = Draft202012Validator(schema, registry=self._registry)
        error: ValidationError | None = best_match(validator.iter_errors(value))
        if error is not None:
            place = ".".join([where, *map(str, error.absolute_path)])
            yield f"{place}: {error.message[:300]}"


def _value(schema: Json, text: str) -> Any:
    if schema.get("type") == "integer" and text.lstrip("-").isdigit():
        return int(text)
    if schema.get("type") == "boolean":
        return _BOOLEANS.get(text, text)
    return text


@lru_cache(maxsize=1)
def spec() -> Spec | None:
    """The document's checks, None where there is no document."""
    if not PATH.exists():
        return None
    return Spec(_absolute(_lenient(json.loads(PATH.read_text("utf-8")))))
