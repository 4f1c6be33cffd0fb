"""Figures as the office shows them: sums, moments, how long ago, how much is left, how many.

Sums are whole minor units and are printed to the last tiyn. Times are those of Almaty, to the
minute. Numbers of things take the word that their language asks for: Russian has three forms,
English two, Kazakh one; each stands under the same code with ``_one``, ``_few`` or ``_many``.

>>> counted("figures_hours", 2, "kk"), counted("figures_hours", 2, "ru"), plural(21, "ru")
('2 сағат', '2 часа', 'one')
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from izdes.adapters.words import Lang, amount, entries, moment, say
from izdes.core.law.clocks.due import Due
from izdes.core.law.clocks.states import ClockState, state_of
from izdes.core.law.pack import norms, norms_on
from izdes.web.cases.masking import Sight, shown

__all__ = [
    "UTC",
    "Chip",
    "ClockFace",
    "Link",
    "Mark",
    "Money",
    "Sight",
    "ago",
    "amount",
    "clock_face",
    "counted",
    "day_text",
    "end_text",
    "moment",
    "plural",
    "span",
]

Form = Literal["one", "few", "many"]
Tone = Literal["", "due", "late", "held", "guess"]
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_HALF_YEAR_DAYS = 183
_LAST_QUARTER = 4
_TEENS = range(11, 15)
_FEW = range(2, 5)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of minor units of a currency."""

    minor: int
    currency: str = "KZT"

    def __str__(self) -> str:
        """Print it as people read it."""
        return amount(self.minor, self.currency)


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a page."""

    text: str
    url: str

    def __str__(self) -> str:
        """Return the words."""
        return self.text


@dataclass(frozen=True, slots=True)
class Mark:
    """A state in words, with the colour of its meaning; a guess is dashed."""

    text: str
    tone: Tone = ""

    def __str__(self) -> str:
        """Return the words."""
        return self.text


@dataclass(frozen=True, slots=True)
class Chip:
    """An identifier as it is shown.

    Attributes:
        value: In full; whoever must not see it sees a mask.
        count: In how many complaints of the country it stands; None: not asked.
        code: What speaks against it, as `Reading.code`; empty: nothing.
        candidates: What may have been meant, where one digit is wrong.
        url: Where it leads, or empty.
    """

    kind: str
    value: str = field(repr=False)
    sight: Sight = Sight.MASKED
    count: int | None = None
    code: str = ""
    candidates: tuple[str, ...] = field(default=(), repr=False)
    url: str = ""

    def __str__(self) -> str:
        """Return the value as it is shown."""
        return shown(self.printed, self.kind, self.sight)

    @property
    def printed(self) -> str:
        """Return the value without the code of its issuer: pages name the institution itself."""
        return self.value.rpartition(":")[2] if self.kind == "wallet" else self.value

    @property
    def is_whole(self) -> bool:
        """Say whether the value is shown in full, and may so be copied."""
        return str(self) == self.printed

    @property
    def meant(self) -> tuple[str, ...]:
        """Return the candidates as they are shown."""
        return tuple(shown(one, self.kind, self.sight) for one in self.candidates)

    @property
    def kind_words(self) -> str:
        """Return the code of the words of its kind."""
        code = f"kind_{self.kind}"
        return code if code in entries() else "figures_kind_other"

    @property
    def doubt_words(self) -> str:
        """Return the code of the words of its doubt."""
        return self.code if self.code in entries() else "figures_doubtful"


def day_text(when: date) -> str:
    """Print a day: 19.05.2026; of a moment its local day."""
    return moment(when)[:10] if isinstance(when, datetime) else when.strftime("%d.%m.%Y")


def end_text(when: datetime) -> str:
    """Print the moment at which a term ends: the midnight after a day is that day's 24:00.

    >>> end_text(datetime(2026, 12, 15, 19, tzinfo=UTC))
    '15.12.2026 24:00'
    """
    text = moment(when)
    return f"{moment(when - timedelta(minutes=1))[:10]} 24:00" if text.endswith(" 00:00") else text


def plural(number: int, lang: Lang) -> Form:
    """Return the form that a noun takes after a number."""
    if lang == "kk":
        return "many"
    if lang == "en":
        return "one" if number == 1 else "many"
    last, two = abs(number) % 10, abs(number) % 100
    if last == 1 and two not in _TEENS:
        return "one"
    return "few" if last in _FEW and two not in _TEENS else "many"


def counted(code: str, number: int, lang: Lang) -> str:
    """Return how many there are, in words: ``counted("figures_hours", 3, "ru")`` is "3 часа"."""
    figure = f"{number:,}".replace(",", "\u202f")
    return say(f"{code}_{plural(number, lang)}", lang, count=figure)


def span(length: timedelta, lang: Lang) -> str:
    """Return a length of time in its two largest units: "2 тәулік 5 сағат"."""
    seconds = int(length.total_seconds())
    if seconds < _MINUTE:
        return counted("figures_minutes", 0, lang)
    return " ".join(list(_units(seconds, lang))[:2])


def ago(when: datetime, now: datetime, lang: Lang) -> str:
    """Return how long ago a moment was, or how far ahead it is, in its largest unit."""
    seconds = int((now - when).total_seconds())
    if abs(seconds) < _MINUTE:
        return say("figures_now", lang)
    if abs(seconds) > _HALF_YEAR_DAYS * _DAY:
        return moment(when)
    length = next(_units(abs(seconds), lang))
    return say("figures_ago" if seconds > 0 else "figures_ahead", lang, length=length)


def _units(seconds: int, lang: Lang) -> Iterator[str]:
    """Return the parts of a length of time, the largest first, without empty ones."""
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    parts = ("figures_days", days), ("figures_hours", hours), ("figures_minutes", rest // _MINUTE)
    return (counted(code, number, lang) for code, number in parts if number)


@dataclass(frozen=True, slots=True)
class ClockFace:
    """A clock in words.

    Attributes:
        tone: Amber in the last quarter or after the first alarm, red when late.
        left: What is left, by how much it is late, or how it was met.
        limit: The limit of the law, where the norm sets one.
        norm: How the norm is cited.
    """

    title: str
    tone: Tone
    left: str
    limit: str
    norm: str
    ends_at: datetime | None
    is_disputed: bool


def clock_face(due: Due, lang: Lang, *, now: datetime, met_at: datetime | None = None) -> ClockFace:
    """Return a clock in words, as it stands at a moment."""
    state = state_of(due, now, met_at=met_at)
    rule = due.rule
    cited = norms_on([rule.norm_id], due.started_at.date()) or norms().get(rule.norm_id, ())[-1:]
    name = f"clock_name_{rule.rule_id}"
    return ClockFace(
        title=say(name, lang) if name in entries() else rule.rule_id,
        tone=_tone(due, state),
        left=_left(state, lang),
        limit=counted(f"figures_{rule.unit}", rule.count, lang) if rule.count else "",
        norm=cited[0].cited.in_language(lang) if cited else "",
        ends_at=due.at,
        is_disputed=state.is_disputed,
    )


def _tone(due: Due, state: ClockState) -> Tone:
    """Return the colour of a clock's meaning."""
    if state.kind in {"overdue", "met_late"}:
        return "late"
    if state.kind == "met_in_time":
        return "held"
    if state.kind == "due_soon" or state.is_disputed:
        return "due"
    if state.left is None or due.at is None or state.kind == "stopped":
        return ""
    return "due" if state.left * _LAST_QUARTER <= due.at - due.started_at else ""


def _left(state: ClockState, lang: Lang) -> str:
    """Return how much is left, or what happened instead."""
    if state.overdue_by is not None:
        return say("figures_overdue", lang, length=span(state.overdue_by, lang))
    if state.kind in {"running", "due_soon"} and state.left is not None:
        return say("figures_left", lang, length=span(state.left, lang))
    words = say(f"clock_state_{state.kind}", lang)
    return words[:1].upper() + words[1:]
