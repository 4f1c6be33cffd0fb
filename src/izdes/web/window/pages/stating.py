"""Stating: what was sent, as the text that is signed electronically, and who may sign it."""

import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.utils.translation import override

from izdes.adapters.signatures.statement import Section, Signs, Statement
from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.window.pages.telling import sections_of
from izdes.web.window.receipts import Receipt
from izdes.web.window.statuses import SentReport

_NUMBER = re.compile(r"[0-9]{12}", re.ASCII)
_CLOSING = ("window_protocol_asks", "window_protocol_warned", "window_false_about")


def statement_of(sent: SentReport, lang: Lang) -> Statement:
    """Return the statement of a report; the same report gives the same bytes."""
    number = Receipt(sent.number, "").printed_number
    sent_at = sent.sent_at.astimezone(UTC).isoformat(timespec="seconds")
    with override(lang):
        # Names of banks are said in the language of the page.
        told = sections_of(sent.answers, (), lang)
    sections: list[Section] = [
        (
            say("window_protocol_number", lang, number=number),
            ((say("window_status_was_sent", lang), sent_at),),
        ),
        *((say(one.title, lang), one.rows) for one in told if one.rows),
    ]
    return Statement(
        number=sent.number,
        language=lang,
        sent_at=sent_at,
        package=sent.package,
        signs=signs_of(sent.answers),
        title=say("window_protocol_title", lang),
        sections=tuple(sections),
        files=tuple((str(file["name"]), str(file["digest"])) for file in sent.files),
        closing=tuple(say(code, lang) for code in _CLOSING),
    )


def statements_of(sent: SentReport) -> tuple[bytes, ...]:
    """Return the bytes that may have been signed: the statement in each language."""
    return tuple(statement_of(sent, lang).as_bytes() for lang in LANGUAGES)


def signs_of(answers: Mapping[str, Mapping[str, Any]]) -> Signs:
    """Return who may sign: the victim, whoever speaks for her, or the organisation.

    Nobody where no number was said by which a certificate could be known.
    """
    who = answers.get("who", {}).get("who", "")
    if who == "organisation":
        return Signs(body_bin="".join(_numbers(answers, "organisation", "bin")))
    iins = _numbers(answers, "person", "iin")
    if who == "other":
        iins += _numbers(answers, "representative", "iin")
    return Signs(tuple(dict.fromkeys(iins)))


def _numbers(answers: Mapping[str, Mapping[str, Any]], step: str, name: str) -> tuple[str, ...]:
    """Return the number that was answered, in digits; nothing where it is none."""
    said = re.sub(r"[\s-]", "", str(answers.get(step, {}).get(name) or ""))
    return (said,) if _NUMBER.fullmatch(said) else ()
