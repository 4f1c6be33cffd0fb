"""A report about signatures, in sentences."""

from collections.abc import Iterator

from izdes.adapters.words import Lang, say
from izdes.core.orders.checks import Check, VerificationReport

# With this the codes of checks of timestamps begin.
STAMP = "sign_stamp"


def report_lines(report: VerificationReport, lang: Lang) -> Iterator[str]:
    """Yield what was found, a line each: of every signature, then of the papers together."""
    for signature in report.signatures:
        paper = say(f"sign_paper_{signature.paper}", lang)
        yield say("sign_head", lang, paper=paper, form=signature.form)
        yield from (check_line(check, lang) for check in signature.checks)
    yield say("sign_papers", lang)
    yield from (check_line(check, lang) for check in report.checks)


def stamp_lines(report: VerificationReport, lang: Lang) -> Iterator[str]:
    """Yield of every signature what was found about its timestamp: by whom, when, or by nobody."""
    for signature in report.signatures:
        for check in signature.checks:
            if check.code.startswith(STAMP):
                paper = say(f"sign_paper_{signature.paper}", lang)
                yield say("sign_head", lang, paper=paper, form=signature.form)
                yield check_line(check, lang)


def check_line(check: Check, lang: Lang) -> str:
    """Return one check as a line."""
    details = {detail.name: detail.text for detail in check.details}
    mark = say(f"sign_mark_{check.outcome}", lang)
    return f"  {mark} {say(check.code, lang, **details)} [{check.code}]"
