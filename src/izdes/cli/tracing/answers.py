"""What is asked of a trace beside its endings, and how the answers are given."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer
from rich.console import Console

from izdes.adapters.tables.trace import Bounds
from izdes.adapters.words import Lang
from izdes.cli.tracing.asking import next_json, next_steps, print_next
from izdes.cli.tracing.dividing import (
    Divided,
    Method,
    Wanted,
    divided,
    division_json,
    division_lines,
)
from izdes.cli.tracing.earlier import Moved, moved_since, read_earlier
from izdes.cli.tracing.folder import Sources
from izdes.cli.tracing.lines import Line, print_lines
from izdes.cli.tracing.path import path_json, path_lines
from izdes.cli.tracing.previous import moved_json, moved_lines
from izdes.cli.tracing.result import Traced, claim_named
from izdes.cli.tracing.sources import source_lines, sources_by_rule, sources_json
from izdes.core.money.transfer import Claim
from izdes.core.tracing.frontier import NextStep

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked. Several rules: of the one that was named first, but for sources."""

    explain: str | None
    backward: str | None
    next_steps: bool
    divide: Wanted | None
    method: Method
    previous: Path | None
    as_of: datetime | None

    @property
    def need_whole_ledger(self) -> bool:
        """Say whether an answer needs every transfer at hand, and so the core."""
        return bool(self.backward or self.divide)

    @property
    def need_amounts(self) -> bool:
        """Say whether an answer needs a rule that follows amounts."""
        return bool(
            self.explain or self.backward or self.next_steps or self.divide or self.previous
        )


@dataclass(frozen=True, slots=True)
class Answers:
    """What the trace answers; None or nothing where it was not asked."""

    explained: Claim | None
    sources: Sources
    next_at: datetime | None
    next_steps: Sequence[NextStep] | None
    divided: Divided | None
    moved: Moved | None


def answers_of(asked: Questions, traced: Traced, lang: Lang) -> Answers:
    """Answer everything that is asked.

    Raises:
        TargetUnknown, TargetUndone: There is nothing to go backward from.
        PreviousUnreadable: The earlier result is none.
    """
    explained = claim_named(traced.given, asked.explain) if asked.explain else None
    if asked.explain and explained is None:
        raise typer.BadParameter(f"no claim {asked.explain!r}", param_hint="--explain")
    now, steps = next_steps(traced, asked.as_of, lang) if asked.next_steps else (None, None)
    moved = None
    if asked.previous:
        earlier = read_earlier(asked.previous, traced.first.rule)
        moved = moved_since(earlier, traced)
    return Answers(
        explained,
        sources_by_rule(traced, asked.backward) if asked.backward else {},
        now,
        steps,
        divided(traced, asked.divide, asked.method) if asked.divide else None,
        moved,
    )


def answers_json(answers: Answers, traced: Traced) -> Json:
    """Return the answers for machines."""
    found: Json = {}
    if answers.explained:
        found["path"] = path_json(traced.first, traced.ledger, answers.explained)
    if answers.sources:
        found["sources"] = {rule: sources_json(s) for rule, s in answers.sources.items()}
    if answers.next_steps is not None:
        found["next"] = next_json(answers.next_steps)
    if answers.divided:
        found["division"] = division_json(answers.divided)
    if answers.moved:
        found["moved"] = moved_json(answers.moved)
    return found


def print_answers(
    answers: Answers, asked: Questions, traced: Traced, console: Console, lang: Lang
) -> None:
    """Print the answers for people."""
    for lines in _told(answers, asked, traced, lang):
        console.print()
        print_lines(lines, console)
    if answers.next_steps is not None:
        console.print()
        print_next(answers.next_at, answers.next_steps, console, lang)


def _told(
    answers: Answers, asked: Questions, traced: Traced, lang: Lang
) -> Iterator[Iterable[Line]]:
    """Yield the answers that are told in sentences."""
    if answers.explained:
        bounds = traced.bounds or _bounds(traced, answers.explained)
        yield path_lines(traced.first, traced.ledger, answers.explained, bounds, lang)
    for rule, sources in answers.sources.items():
        yield source_lines(traced, asked.backward or "", rule, sources, lang)
    if answers.divided:
        yield division_lines(answers.divided, lang)
    if answers.moved:
        yield moved_lines(answers.moved, lang)


def _bounds(traced: Traced, claim: Claim) -> Bounds:
    """Return the envelope of one claim, where that of all was not computed."""
    return traced.prepared.bounds([claim], [traced.first])
