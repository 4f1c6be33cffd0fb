"""Schemes: by which method a narrative says that its writer was deceived, as a proposal.

Rules are data (``data/schemes.yaml``): words that meet in one sentence, or anywhere in the
narrative, give points to a scheme. The proposal names the schemes with points, the most first, each
with the words that led to it, so that an officer sees why and decides. Points only order; they are
no probability.

Techniques of the MITRE Fight Fraud Framework stand beside a scheme where they fit. It describes
frauds on banks: deceptions in which the victim pays herself are thin in it.

Source: Ministry of Internal Affairs of Kazakhstan, typology of methods; MITRE F3 v1.1, ids.

>>> from izdes.core.identifiers.narrative.text import Text
>>> text = Text.of("Позвонили из банка, велели перевести деньги на безопасный счет")
>>> [p.scheme for p in schemes_of(text, Tokens.of(text.plain))][:2]
['SAFE_ACCOUNT', 'BANK_CALL_SMS']
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from izdes.core.identifiers.narrative.lexicon import flags
from izdes.core.identifiers.narrative.sentences import sentences_of
from izdes.core.identifiers.narrative.text import Text
from izdes.core.identifiers.narrative.tokens import Tokens

_LEAST_POINTS = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """One scheme that the words speak for.

    Attributes:
        scheme: Code of the classification.
        above: The wider code that it belongs to; its own where there is none.
        points: Sum over the rules that held, each counted once.
        words: The words that led to it as written, with start and end in the text as given.
        f3: Ids of techniques of MITRE F3 that the scheme usually shows.
    """

    scheme: str
    above: str
    points: int
    words: tuple[tuple[str, int, int], ...] = field(repr=False)
    f3: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scheme:
    """One scheme of the table; each rule is its points and the bits that have to meet.

    Attributes:
        above: The wider code, or nothing.
        f3: Ids of techniques.
        meeting: Rules whose words stand in one sentence.
        anywhere: Rules whose words stand somewhere in the narrative.
    """

    above: str
    f3: tuple[str, ...]
    meeting: tuple[tuple[int, tuple[int, ...]], ...]
    anywhere: tuple[tuple[int, tuple[int, ...]], ...]


def schemes_of(text: Text, tokens: Tokens) -> tuple[Proposal, ...]:
    """Return the schemes that a narrative speaks for, the strongest first."""
    sentences = [(span, _or(tokens, span)) for span in sentences_of(tokens)]
    whole = range(tokens.count)
    narrative = [(whole, _or(tokens, whole))]
    found = []
    for code, scheme in _schemes().items():
        points, places = _points(scheme.meeting, sentences, tokens)
        more, elsewhere = _points(scheme.anywhere, narrative, tokens)
        points += more
        if points >= _LEAST_POINTS:
            words = tuple(_words(text, tokens, places | elsewhere))
            found.append(Proposal(code, scheme.above or code, points, words, scheme.f3))
    # Of equals the narrower one speaks first, then the table's order.
    found.sort(key=lambda p: (-p.points, p.above == p.scheme))
    return tuple(found)


def above(scheme: str) -> str:
    """Return the wider code of a scheme, its own where there is none or it is unknown."""
    known = _schemes().get(scheme)
    return (known.above if known else "") or scheme


def _points(
    rules: tuple[tuple[int, tuple[int, ...]], ...],
    sentences: list[tuple[range, int]],
    tokens: Tokens,
) -> tuple[int, set[int]]:
    """Return the points of some rules and the tokens that gave them."""
    points = 0
    places: set[int] = set()
    for worth, meeting in rules:
        for span, bits in sentences:
            if all(bits & one for one in meeting):
                points += worth
                places.update(i for i in span if any(tokens.flags[i] & one for one in meeting))
                break
    return points, places


def _words(text: Text, tokens: Tokens, places: set[int]) -> Iterator[tuple[str, int, int]]:
    """Yield words as written, with their places in the text as given."""
    for index in sorted(places):
        start, end = text.span(tokens.starts[index], tokens.ends[index])
        yield text.given[start:end], start, end


def _or(tokens: Tokens, span: range) -> int:
    """Return the bits that any token of a sentence has."""
    bits = 0
    for index in span:
        bits |= tokens.flags[index]
    return bits


@cache
def _schemes() -> Mapping[str, _Scheme]:
    """Read the packaged rules."""
    text = (files(__package__) / "data" / "schemes.yaml").read_text(encoding="utf-8")
    return {
        code: _Scheme(
            given["above"] or "",
            tuple(given["f3"]),
            tuple(_rules(given["rules"], "meet")),
            tuple(_rules(given["rules"], "anywhere")),
        )
        for code, given in yaml.safe_load(text).items()
    }


def _rules(given: list[dict[str, Any]], where: str) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the rules of one sort: points and, for each word that has to be there, its bits."""
    for rule in given:
        if where in rule:
            yield rule["points"], tuple(flags(*one.split("|")) for one in rule[where])
