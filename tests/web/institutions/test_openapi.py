"""The document says what is served, and what is served is what the document says."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.web.cast import Cast
from tests.web.correspondence.desk import answer_to, receipt
from tests.web.institutions.conftest import Program, told
from tests.web.institutions.test_exchange import path_of, sent_request

from izdes.core.orders.papers import paper_bytes
from izdes.web.institutions.directory import make_directory
from izdes.web.institutions.openapi import CALLS, document
from izdes.web.institutions.taking import take_waiting
from izdes.web.institutions.urls import urlpatterns

# They are read by people, or are the document itself.
APART = {"check", "v1/openapi.json"}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def lacks(schema: dict[str, Any], value: Any, place: str = "$") -> list[str]:  # noqa: ANN401, PLR0911
    """Return where a value is not what a schema says, of the words that ours use."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return lacks(document()["components"]["schemas"][name], value, place)
    if "anyOf" in schema:
        return min((lacks(one, value, place) for one in schema["anyOf"]), key=len)
    if "const" in schema:
        return [] if value == schema["const"] else [place]
    if "enum" in schema:
        return [] if value in schema["enum"] else [place]
    kinds = schema.get("type", [])
    wanted = [kinds] if isinstance(kinds, str) else kinds
    if wanted and not any(isinstance(value, _TYPES[kind]) for kind in wanted):
        return [place]
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return [place]
    if isinstance(value, list):
        items = schema.get("items", {})
        return [
            fault for n, one in enumerate(value) for fault in lacks(items, one, f"{place}[{n}]")
        ]
    if isinstance(value, dict):
        return _lacks_of_object(schema, value, place)
    return []


def _lacks_of_object(schema: dict[str, Any], value: dict[str, Any], place: str) -> list[str]:
    properties = schema.get("properties", {})
    absent = [f"{place}.{name}" for name in schema.get("required", []) if name not in value]
    if schema.get("additionalProperties") is False:
        absent += [f"{place}.{name}" for name in value.keys() - properties.keys()]
    return absent + [
        fault
        for name, one in value.items()
        if name in properties
        for fault in lacks(properties[name], one, f"{place}.{name}")
    ]


def promised(name: str, response: Any) -> list[str]:  # noqa: ANN401 - the test client's own kind
    """Return in what a response is not what the document promises of a call."""
    (call,) = (one for one in CALLS if one.name == name)
    responses = document()["paths"][call.path][call.method]["responses"]
    if str(response.status_code) not in responses:
        return [f"status {response.status_code}"]
    content = responses[str(response.status_code)]["content"]
    media = response["Content-Type"].partition(";")[0]
    if media not in content:
        return [media]
    return lacks(content[media]["schema"], told(response))


def test_every_address_is_described_and_every_description_served() -> None:
    served = {re.sub(r"<(?:path:)?(\w+)>", r"{\1}", str(one.pattern)) for one in urlpatterns}

    assert {f"/{one}" for one in served - APART} == {call.path for call in CALLS}
    assert {call.name for call in CALLS} == {
        one.name for one in urlpatterns if str(one.pattern) not in APART
    }


def test_every_reference_of_the_document_is_in_it() -> None:
    made = document()
    named = {*re.findall(r"#/components/schemas/(\w+)", str(made))}

    assert named <= made["components"]["schemas"].keys()
    assert made["openapi"] == "3.1.0"


def test_the_site_serves_its_own_document(site: Cast) -> None:
    del site

    assert told(Client().get("/v1/openapi.json")) == document()


def test_what_is_answered_is_what_is_promised(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    number = path_of(request)
    make_directory()
    data = {"ops.csv": b"a;b\n1;2\n3;4\n"}
    letter = receipt(request, "delivered")
    seen = {
        "token": bank.signs_in(),
        "requests": bank.gets("/v1/requests"),
        "package": bank.gets(number),
        "enclosures": bank.gets(f"{number}/enclosures"),
        "receipts": bank.posts(f"{number}/receipts", letter),
        "answers": bank.answers(f"{number}/answers", answer_to(request, files=data), data),
        "directory": bank.gets("/v1/directory"),
        "messages": bank.gets("/v1/messages"),
    }
    take_waiting()

    assert {name: promised(name, reply) for name, reply in seen.items()} == {
        name: [] for name in seen
    }
    assert promised("messages", bank.gets("/v1/messages")) == []


@pytest.mark.parametrize("call", CALLS, ids=lambda one: one.name)
def test_without_a_token_nothing_is_answered(site: Cast, call: Any) -> None:  # noqa: ANN401
    del site
    ask = getattr(Client(), call.method)

    reply = ask(call.path.replace("{number}", "run/1"))

    assert reply.status_code == (400 if call.name == "token" else 401)
    assert promised(call.name, reply) == []


@pytest.mark.parametrize("call", CALLS, ids=lambda one: one.name)
def test_another_method_is_refused_with_the_right_one(site: Cast, call: Any) -> None:  # noqa: ANN401
    del site

    reply = Client().delete(call.path.replace("{number}", "run/1"))

    assert reply.status_code == 405
    assert reply["Allow"].lower() == call.method
    assert promised(call.name, reply) == []


@pytest.mark.parametrize(
    ("data", "media", "status"),
    [
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b'{"format": "izdes.receipt.1"}', "application/json", 422),
        (b"\xff\xfe", "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"", "text/plain", 415),
    ],
)
def test_what_is_no_message_is_refused_with_words(
    site: Cast, bank: Program, data: bytes, media: str, status: int
) -> None:
    path = path_of(sent_request(site), "/receipts")

    reply = bank.http.post(
        path, data, content_type=media, headers={"authorization": f"Bearer {bank.token}"}
    )

    assert reply.status_code == status
    assert promised("receipts", reply) == []


def test_a_refusal_speaks_the_language_that_is_asked_for(site: Cast) -> None:
    del site
    said = {
        lang: told(Client().get("/v1/requests", headers={"accept-language": lang}))["title"]
        for lang in ("kk", "ru", "en")
    }

    assert len({*said.values()}) == 3


def test_an_answer_whose_json_is_a_receipt_is_refused(site: Cast, bank: Program) -> None:
    request = sent_request(site)

    reply = bank.answers(path_of(request, "/answers"), receipt(request, "delivered"), {})

    assert reply.status_code == 422
    assert promised("answers", reply) == []
    assert paper_bytes(receipt(request, "delivered"))


def test_nowhere_is_a_problem_too(site: Cast) -> None:
    del site

    reply = Client().get("/account/login/")

    assert (reply.status_code, told(reply)["code"]) == (404, "api_no_such_address")
