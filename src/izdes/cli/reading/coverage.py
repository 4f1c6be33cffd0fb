"""The coverage calendar, account by account: a strip to see, and the same in words below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from rich.console import Console
from rich.table import Table
from rich.text import Text

from izdes.adapters.words import Lang, say
from izdes.adapters.words.figures import LOCAL
from izdes.cli.reading.days import days
from izdes.cli.visible import plain
from izdes.core.money.calendar import CERTAINTIES, AccountCalendar, Certainty, CoveredStretch

_SIGNS: dict[Certainty, str] = {"reconciled": "█", "stated": "▓", "seen": "▒", "faulty": "░"}
_GAP = "·"
_OUTSIDE = " "
_MOST_SIGNS = 60
_FEWEST_SIGNS = 24
_INSTANT = timedelta(microseconds=1)


def calendar_json(calendar: Sequence[AccountCalendar]) -> list[dict[str, object]]:
    """Return the calendar for machines, its gaps with it."""
    return [
        {
            "account": of.account,
            "currency": of.currency,
            "stretches": [
                {
                    "covered_from": s.covered_from.isoformat(),
                    "covered_to": s.covered_to.isoformat(),
                    "certainty": s.certainty,
                    "files": list(s.files),
                }
                for s in of.stretches
            ],
            "gaps": [{"from": a.isoformat(), "to": b.isoformat()} for a, b in of.gaps],
        }
        for of in calendar
    ]


@dataclass(frozen=True, slots=True)
class Axis:
    """The days of all accounts, so that their strips can be compared.

    Attributes:
        first: The first covered day of any account; likewise ``last``.
        step: How many days a sign stands for.
        signs: How many signs a strip has.
    """

    first: date
    last: date
    step: int
    signs: int


def axis_of(calendar: Sequence[AccountCalendar], room: int) -> Axis:
    """Return the axis of some accounts, with as many signs as there is room for."""
    first = min(_day(of.stretches[0].covered_from) for of in calendar)
    last = max(_day(s.covered_to - _INSTANT) for of in calendar for s in of.stretches)
    count = (last - first).days + 1
    step = -(-count // max(min(room, _MOST_SIGNS), 1))
    return Axis(first, last, step, -(-count // step))


def _day(at: datetime) -> date:
    """Return the local day of an instant."""
    return at.astimezone(LOCAL).date()


def strip_of(of: AccountCalendar, axis: Axis) -> str:
    """Return one sign for each step of days; of what a step holds it shows the least sure.

    A gap inside a step shows, so that no missing day hides behind its neighbours.
    """
    signs = [-1] * axis.signs
    weights = {certainty: weight for weight, certainty in enumerate(CERTAINTIES)}
    spans = [(s.covered_from, s.covered_to, weights[s.certainty]) for s in of.stretches]
    spans += [(start, end, len(CERTAINTIES)) for start, end in of.gaps]
    for start, end, weight in spans:
        first = (_day(start) - axis.first).days // axis.step
        last = (_day(end - _INSTANT) - axis.first).days // axis.step
        for place in range(first, last + 1):
            signs[place] = max(signs[place], weight)
    drawn = [*(_SIGNS[certainty] for certainty in CERTAINTIES), _GAP, _OUTSIDE]
    return "".join(drawn[weight] for weight in signs)


def print_calendar(calendar: Sequence[AccountCalendar], console: Console, lang: Lang) -> None:
    """Print a heading with a strip for each account, then its stretches and gaps."""
    if not calendar:
        return
    names = [f"{of.account}  {of.currency}" for of in calendar]
    indent = max(map(len, names)) + 2
    is_beside = console.width - indent >= _FEWEST_SIGNS
    axis = axis_of(calendar, console.width - (indent if is_beside else 2))
    console.print(Text(say("calendar_title", lang), style="bold"))
    console.print(plain(_legend(calendar, axis, lang), "dim"))
    for of, name in zip(calendar, names, strict=True):
        console.print()
        separator = " " * (indent - len(name)) if is_beside else "\n  "
        console.print(plain(name, "bold").append(separator).append(strip_of(of, axis)))
        console.print(_table(of, lang))


def _legend(calendar: Sequence[AccountCalendar], axis: Axis, lang: Lang) -> str:
    """Say what the strips show; signs that do not occur are left away."""
    here = {s.certainty for of in calendar for s in of.stretches}
    signs = [f"{_SIGNS[c]} {say(f'certainty_{c}', lang)}" for c in CERTAINTIES if c in here]
    if any(of.gaps for of in calendar):
        signs.append(f"{_GAP} {say('certainty_gap', lang)}")
    span = f"{axis.first:%d.%m.%Y} – {axis.last:%d.%m.%Y}"
    return say("calendar_legend", lang, span=span, days=axis.step, signs=", ".join(signs))


def _table(of: AccountCalendar, lang: Lang) -> Table:
    """Return the stretches and gaps of one account in order of time."""
    table = Table.grid(padding=(0, 2))
    table.add_column(width=0)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, min_width=_longest(lang))
    table.add_column(overflow="fold")
    for start, end, stretch in _in_time(of):
        if stretch is None:
            gap = Text(say("certainty_gap", lang), style="bold red")
            table.add_row("", Text(days(start, end), style="bold red"), gap, "")
        else:
            certainty = Text(say(f"certainty_{stretch.certainty}", lang))
            table.add_row("", days(start, end), certainty, plain("; ".join(stretch.files), "dim"))
    return table


def _longest(lang: Lang) -> int:
    """Return how much room the certainties need, so that all accounts' columns align."""
    return max(len(say(f"certainty_{c}", lang)) for c in (*CERTAINTIES, "gap"))


def _in_time(of: AccountCalendar) -> Iterator[tuple[datetime, datetime, CoveredStretch | None]]:
    """Yield every stretch, and None for the gap after it."""
    for stretch, later in pairwise([*of.stretches, None]):
        if stretch is not None:
            yield stretch.covered_from, stretch.covered_to, stretch
            if later is not None and stretch.covered_to < later.covered_from:
                yield stretch.covered_to, later.covered_from, None
