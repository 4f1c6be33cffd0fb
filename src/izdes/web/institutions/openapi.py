"""The description of the site for programs: OpenAPI 3.1, with the forms of messages inside.

It is made from one table, and a test compares that table with the addresses that are served, and
what it promises with what is answered.

Source: OpenAPI Specification 3.1.0; JSON Schema 2020-12.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from izdes.adapters.messages.package import PACKAGE_FORMAT
from izdes.adapters.messages.schemas import schema_of
from izdes.core.orders.enclosed import ENCLOSED_KINDS

VERSION = "1"
_LETTERS = {
    "Package": PACKAGE_FORMAT,
    "Receipt": "izdes.receipt.1",
    "Answer": "izdes.answer.1",
    "Signal": "izdes.signal.1",
}
_TEXT: Mapping[str, Any] = {"type": "string"}
_MOMENT: Mapping[str, Any] = {"type": "string", "format": "date-time"}
_MAYBE: Mapping[str, Any] = {"type": ["string", "null"], "format": "date-time"}
_CURSOR: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9]+$"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the site.

    Attributes:
        gives: Name of the schema of a good answer.
        status: Of a good answer.
        problems: Other statuses that it may have.
        body: Media type of what is sent, and the name of its schema; empty for none.
        media: Media type of a good answer.
    """

    path: str
    method: str
    name: str
    about: str
    gives: str
    status: int = 200
    problems: tuple[int, ...] = (401, 405, 429)
    body: tuple[str, str] = ("", "")
    pages: bool = False
    media: str = "application/json"

    @property
    def needs_token(self) -> bool:
        """Whether it is called with a token."""
        return self.path.startswith("/v1/")


_TOO_MANY = 429
_JSON, _MULTIPART = "application/json", "multipart/form-data"
_SENDING = (401, 404, 405, 409, 413, 415, 422, 429)
CALLS: tuple[Call, ...] = (
    Call(
        "/oauth/token", "post", "token", "A token for a client's name and secret.", "Token",
        problems=(400, 401, 405, 429), body=("application/x-www-form-urlencoded", "TokenAsked"),
    ),
    Call(
        "/v1/requests", "get", "requests",
        "What the institution was told after a cursor, in order: requests that were sent, and what"
        " the office said of them since.",
        "Tidings", problems=(401, 405, 415, 429), pages=True,
    ),
    Call(
        "/v1/requests/{number}", "get", "package", "A request with its decision and signatures.",
        "Package", problems=(401, 404, 405, 429),
    ),
    Call(
        "/v1/requests/{number}/enclosures", "get", "enclosures",
        "The signed papers that go with a request, as its order names them.",
        "Enclosures", problems=(401, 404, 405, 429),
    ),
    Call(
        "/v1/requests/{number}/enclosures/{sha256}", "get", "enclosure",
        "A paper that goes with a request, by the SHA-256 that the signed order names.",
        "EnclosureFile", problems=(401, 404, 405, 429), media="application/pdf",
    ),
    Call(
        "/v1/requests/{number}/receipts", "post", "receipts",
        "How far a request has come. The same again is harmless.",
        "Arrived", status=201, problems=_SENDING, body=(_JSON, "Receipt"),
    ),
    Call(
        "/v1/requests/{number}/answers", "post", "answers",
        "An answer: the part `answer`, a part `file` for each file, and a part `signature` for"
        " each signature over it. It is checked at once: what has to be put right is told, and"
        " the answer is kept with it. The same again is harmless.",
        "AnswerArrived", status=201, problems=_SENDING, body=(_MULTIPART, "AnswerSent"),
    ),
    Call(
        "/v1/signals", "post", "signals", "What nobody asked about. The same again is harmless.",
        "Arrived", status=201, problems=_SENDING, body=(_JSON, "Signal"),
    ),
    Call(
        "/v1/messages", "get", "messages", "What became of the messages of the institution.",
        "Messages", problems=(401, 405, 415, 429), pages=True,
    ),
    Call(
        "/v1/directory", "get", "directory", "Who signs for which body, signed by the office.",
        "Directory", problems=(401, 404, 405, 429),
    ),
)  # fmt: skip


def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    paths = dict[str, Any]()
    for call in CALLS:
        paths.setdefault(call.path, {})[call.method] = _operation(call)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Izdes: exchange with institutions",
            "version": VERSION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": _schemas(), "securitySchemes": _security()},
    }


def _operation(call: Call) -> dict[str, Any]:
    """Return one operation."""
    good = {
        "description": call.about,
        "content": {call.media: {"schema": _named(call.gives)}},
    }
    problem = {
        "description": "Refused; `code` says why.",
        "content": {"application/problem+json": {"schema": _named("Problem")}},
    }
    told: dict[str, Any] = {
        "operationId": call.name,
        "summary": call.about,
        "responses": {
            str(call.status): good,
            **{str(status): problem | _waiting(status) for status in call.problems},
        },
    }
    if parameters := _parameters(call):
        told["parameters"] = parameters
    if call.needs_token:
        told["security"] = [{"client": []}]
    media, schema = call.body
    if media:
        told["requestBody"] = {"required": True, "content": {media: {"schema": _named(schema)}}}
    if call.name == "token":
        told["responses"] |= {str(s): _oauth_error() for s in (400, 401)}
    return told


def _parameters(call: Call) -> list[dict[str, Any]]:
    """Return what stands in the address of a call."""
    found = list[dict[str, Any]]()
    if "{number}" in call.path:
        found.append({"name": "number", "in": "path", "required": True, "schema": dict(_TEXT)})
    if "{sha256}" in call.path:
        found.append({"name": "sha256", "in": "path", "required": True, "schema": dict(_DIGEST)})
    if call.pages:
        found.append({"name": "after", "in": "query", "required": False, "schema": dict(_CURSOR)})
    return found


def _waiting(status: int) -> dict[str, Any]:
    """Return what a refusal says in its head: where it came too often, how many seconds to wait."""
    if status != _TOO_MANY:
        return {}
    return {"headers": {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}}


def _oauth_error() -> dict[str, Any]:
    """Return how a token is refused: as RFC 6749 says."""
    return {
        "description": "Refused, after RFC 6749.",
        "content": {_JSON: {"schema": _named("TokenRefused")}},
    }


def _schemas() -> dict[str, Any]:
    """Return every form by name."""
    letters = {name: _bare(schema_of(form)) for name, form in _LETTERS.items()}
    return {**letters, **_OWN}


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without the line that only a document of its own has."""
    return {name: value for name, value in schema.items() if name != "$schema"}


def _security() -> dict[str, Any]:
    """Return how a program signs in."""
    flow = {"tokenUrl": "/oauth/token", "scopes": {}}
    return {"client": {"type": "oauth2", "flows": {"clientCredentials": flow}}}


def _named(name: str) -> dict[str, str]:
    """Return a reference to a form."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - schemas
    """Return the shape of an object with all of these names."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": {name: dict(shape) for name, shape in properties.items()},
    }


def _page(name: str, item: dict[str, Any]) -> dict[str, Any]:
    """Return the shape of a page of a list."""
    rows = {"type": "array", "items": item}
    return _object(**{name: rows}, cursor=_CURSOR, more={"type": "boolean"})


_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_FAULT = _object(
    code=_TEXT, file=_TEXT, sheet=_TEXT, row={"type": "integer"}, column=_TEXT,
    severity={"enum": ["refused", "noted"]}, title=_TEXT,
)  # fmt: skip
_PROBLEM = _object(type=_TEXT, title=_TEXT, status={"type": "integer"}, code=_TEXT)
_OWN: Mapping[str, Any] = {
    "Problem": {
        **_PROBLEM,
        "properties": {**_PROBLEM["properties"], "faults": {"type": "array", "items": _FAULT}},
    },
    "TokenAsked": _object(grant_type={"const": "client_credentials"}),
    "Token": _object(
        access_token=_TEXT, token_type={"const": "Bearer"}, expires_in={"type": "integer"}
    ),
    "TokenRefused": _object(error={"enum": ["invalid_client", "unsupported_grant_type"]}),
    "Tidings": _page(
        "requests",
        _object(
            cursor=_CURSOR,
            kind={
                "enum": [
                    "sent", "recalled", "clarified", "extension_given", "extension_refused",
                    "amount_lower",
                ]
            },
            text=_TEXT,
            until=_MAYBE,
            at=_MOMENT,
            number=_TEXT,
            digest=_DIGEST,
            measure=_TEXT,
            state=_TEXT,
            due_at=_MAYBE,
        ),
    ),
    "Arrived": _object(message_id=_TEXT, digest=_DIGEST, received_at=_MOMENT),
    "AnswerArrived": _object(
        message_id=_TEXT, digest=_DIGEST, received_at=_MOMENT, is_right={"type": "boolean"},
        faults={"type": "array", "items": _FAULT},
    ),
    "AnswerSent": {
        **_object(answer=_named("Answer")),
        "properties": {
            "answer": _named("Answer"),
            "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
            "signature": {"type": "array", "items": {"type": "string", "format": "binary"}},
        },
    },
    "Messages": _page(
        "messages",
        _object(
            cursor=_CURSOR,
            kind={"enum": ["receipt", "answer", "signal"]},
            message_id=_TEXT,
            number=_TEXT,
            digest=_DIGEST,
            state={"enum": ["waiting", "taken", "refused"]},
            code=_TEXT,
            reason=_TEXT,
            received_at=_MOMENT,
            taken_at=_MAYBE,
        ),
    ),
    "Enclosures": _object(
        enclosures={
            "type": "array",
            "items": _object(
                kind={"enum": list(ENCLOSED_KINDS)},
                number=_TEXT,
                sha256=_DIGEST,
                size_bytes={"type": "integer"},
                name=_TEXT,
            ),
        }
    ),
    "EnclosureFile": {"contentMediaType": "application/pdf"},
    "Directory": _object(
        directory={"type": "object"}, digest=_DIGEST, key=_TEXT, signature=_TEXT
    ),
}  # fmt: skip
