"""Known: numbers and sites of institutions, marketplaces and platforms, as dated facts of others.

Everybody names them: they link no two complaints, and whoever names one does not mean an offender.
That a call displayed such a number does not prove that it came from there.

>>> is_known("domain", "my.egov.kz"), is_known("url", "https://egov.kz"), is_known("phone", "102")
(True, True, True)
>>> is_known("email", "help@kaspi.kz"), is_known("email", "kaspi.kz@mail.example")
(True, False)
>>> is_known("url", "https://olx.kz/d/advert"), is_known("domain", "egov-kz.example")
(False, False)
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

FILE = "known.csv"


@cache
def packaged() -> str:
    """Return the packaged list: CSV with the columns ``kind, value, reason, source``."""
    return (files(__package__) / "data" / FILE).read_text(encoding="utf-8")


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Return every line's kind and value."""
    return frozenset((row["kind"], row["value"]) for row in csv.DictReader(packaged().splitlines()))


def is_known(kind: str, value: str) -> bool:
    """Say whether an identifier, in normal form, is a known institution's own."""
    return any((node_kind, value) in _known() for node_kind, value in at_and_above(kind, value))


def at_and_above(kind: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield an identifier and, for a site or a mailbox, every domain that it lies in.

    An address without a path is the site itself; with one it is somebody's page on it.
    """
    if kind == "url":
        host = value.partition("://")[2] or value
        if any(mark in host for mark in "/?#"):
            yield kind, value
            return
        kind, value = "domain", host.partition(":")[0]
    if kind == "email":
        yield kind, value
        kind, value = "domain", value.rpartition("@")[2]
    if kind != "domain":
        yield kind, value
        return
    labels = value.split(".")
    yield from (("domain", ".".join(labels[i:])) for i in range(len(labels) - 1))
