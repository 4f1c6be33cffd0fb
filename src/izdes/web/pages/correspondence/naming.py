"""Naming: measures, states, subjects and addressees of requests, as pages call them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from izdes.adapters.words import entries, say
from izdes.core.orders.states import is_overdue
from izdes.core.orders.wrong import PaperWrong
from izdes.web.correspondence.models import Request
from izdes.web.language import language
from izdes.web.officers.models import Body
from izdes.web.pages.figures import Chip, Mark, Sight, Tone

_TONES: Mapping[str, Tone] = {
    "on_decision": "due",
    "sanctioned": "held",
    "refused": "late",
    "not_accepted": "late",
    "clarification_asked": "due",
    "extension_asked": "due",
    "answered": "held",
    "ingested": "held",
}
# What a field of a message is called at the form.
_AT_THE_FORM: Mapping[str, str] = {
    "reason": "corr_reason",
    "text": "corr_in_words",
    "asked_until": "corr_time_until",
    "subject": "corr_subject_value",
    "about": "corr_subject_value",
    "amount_minor": "corr_amount",
    "happened_at": "corr_happened_at",
    "order_number": "corr_signal_order",
}
HOLD_TONES: Mapping[str, Tone] = {"held": "held", "protected": "due", "empty": "late"}


def measure_words(measure: str) -> str:
    """Return what a measure is called."""
    return worded("measure.", measure)


def worded(prefix: str, name: str) -> str:
    """Return the words of a name behind a prefix, or the name where there are none."""
    code = f"{prefix}{name}"
    return say(code, language()) if code in entries() else name


def demanded_words(name: str) -> str:
    """Return what is asked for: a kind of files, or a single fact that a trace asks for."""
    told = worded("corr_data_", name)
    return worded("paper_ask.", name) if told == name else told


def state_mark(request: Request, at: datetime) -> Mark:
    """Return how a request stands; a late answer and a draft of the machine's say so instead."""
    if is_proposed(request):
        return Mark(say("corr_state_proposed", language()), "guess")
    if is_overdue(request.state, due_at=request.due_at, at=at):  # type: ignore[arg-type] # as kept
        return Mark(say("order_overdue", language()), "late")
    return Mark(worded("order_state_", request.state), _TONES.get(request.state, ""))


def is_proposed(request: Request) -> bool:
    """Say whether a draft was proposed by the machine: nobody has signed it, whoever changed it."""
    return request.state == "draft" and request.drafted_by_id is None


def hold_mark(status: str) -> Mark:
    """Return what became of the money on one account."""
    return Mark(worded("corr_hold_", status), HOLD_TONES.get(status, ""))


def subject_chip(kind: str, value: str, sight: Sight) -> Chip:
    """Return whom or what a request is about."""
    return Chip(kind, value, sight)


def account_chip(key: str, sight: Sight) -> Chip:
    """Return an account by its key in the ledger."""
    kind, _, rest = key.partition(":")
    return Chip(kind if rest else "iban", rest.rpartition(":")[2] or key, sight)


def body_name(body: Body) -> str:
    """Return the name of a body."""
    return str(getattr(body, f"name_{language()}"))


def choices(prefix: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """Return names with their words, for a field to choose from."""
    return [(name, worded(prefix, name)) for name in names]


def incomplete(wrong: PaperWrong) -> str:
    """Return what a message lacks, by the name that its field has at the form."""
    field = wrong.details["field"]
    code = _AT_THE_FORM.get(field, "")
    return say("corr_say_wrong", language(), field=say(code, language()) if code else field)
