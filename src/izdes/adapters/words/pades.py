"""What was found about a signed PDF, in sentences."""

from collections.abc import Iterator

from izdes.adapters.signatures.pades_checking import PdfReport, PdfSignature
from izdes.adapters.words import Lang, say
from izdes.adapters.words.signatures import check_line


def report_lines(report: PdfReport, lang: Lang) -> Iterator[str]:
    """Yield what was found, a line each: the verdict, the file, each signature, all together."""
    verdict = "pades_accepted" if report.is_accepted else "pades_refused"
    yield say(verdict, lang, at=report.at.isoformat())
    yield say("pades_digest", lang, digest=report.digest)
    if report.number:
        yield say("pades_number", lang, number=report.number)
        yield say("pades_content", lang, digest=report.content)
    for place, signature in enumerate(report.signatures, start=1):
        yield from _signature(place, signature, lang)
    yield say("pades_file", lang)
    yield from (check_line(check, lang) for check in report.checks)


def _signature(place: int, signature: PdfSignature, lang: Lang) -> Iterator[str]:
    """Yield what was found about one signature."""
    yield say("pades_head", lang, place=place)
    shown = signature.certificate
    if shown is not None:
        for name in ("subject", "person", "body", "issuer", "serial", "digest"):
            yield "  " + say(f"pki_show_{name}", lang, value=getattr(shown, name))
    if signature.claimed_at is not None:
        yield "  " + say("pades_claimed", lang, at=signature.claimed_at.isoformat())
    yield from (check_line(check, lang) for check in signature.checks)
