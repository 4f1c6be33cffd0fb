"""Logs: whatever is put into a sentence, nobody leaves with it."""

import json
import logging
import random
import sys
from collections.abc import Iterator

import pytest

from izdes.twin import numbers
from izdes.twin.people import Registry
from izdes.web.operation.logs import FIELDS, PersonlessFormatter


def cast() -> Iterator[str]:
    """Yield what an invented country's people may be known by."""
    registry = Registry(random.Random(7))
    for serial in range(20):
        person = registry.somebody()
        number = numbers.person_number("000101", serial, is_odd=False)
        yield from (person.name, person.short_name, registry.new_phone(), number)
        card = numbers.card("01", serial)
        yield from (card, f"{card[:4]} {card[4:8]} {card[8:12]} {card[12:]}")
        yield numbers.iban("102", numbers.account_part("KZT", serial))
        yield f"somebody{serial}@example.kz"


PERSONAL = tuple(cast())


def written(logger: str, sentence: str, *given: object, **extra: object) -> str:
    record = logging.LogRecord(logger, logging.INFO, __file__, 1, sentence, given, None)
    record.__dict__.update(extra)
    return PersonlessFormatter().format(record)


def holds(line: str, secret: str) -> bool:
    told = json.dumps(json.loads(line), ensure_ascii=False)
    return any(part in told for part in secret.split() if len(part) > 3)


@pytest.mark.parametrize("logger", ["izdes.web", "django.request", "psycopg.pool", "root"])
def test_nothing_of_the_cast_leaves_by_any_way(logger: str) -> None:
    for secret in PERSONAL:
        lines = [
            written(logger, "a file of %s came", secret),
            written(logger, "a file of %(who)s came", {"who": secret}),
            written(logger, f"a file of {secret} came"),
            written(logger, "came", who=secret, request=secret),
            *(written(logger, "came", **{name: secret}) for name in FIELDS),
        ]

        assert not [line for line in lines if holds(line, secret)]


def test_an_error_is_its_type_and_its_places() -> None:
    secret = PERSONAL[0]
    try:
        int(secret)
    except ValueError:
        record = logging.LogRecord("izdes", 40, __file__, 1, "it failed", (), sys.exc_info())

    line = PersonlessFormatter().format(record)

    told = json.loads(line)
    assert not holds(line, secret)
    assert told["error"] == "ValueError"
    assert told["places"][-1].endswith("test_an_error_is_its_type_and_its_places")


def test_what_helps_stays() -> None:
    line = written(
        "izdes.web", "answered", route="cases/<str:number>", status_code=404, seconds=0.5
    )

    told = json.loads(line)
    assert (told["event"], told["route"], told["status_code"]) == (
        "answered",
        "cases/<str:number>",
        404,
    )


def test_anothers_sentence_that_is_put_together_is_only_a_place() -> None:
    assert json.loads(written("somebody.else", "Nurlan Oidan came"))["event"] == "test_logs:1"
