"""Signing electronically at the window: what she downloads is what is checked, and all is said."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from tests.web.window.pages.conftest import Response, Victim, began, faults, shown
from tests.web.window.pages.test_receipt import looking
from tests.web.window.signing import ANOTHER, BIN, FOR_ANOTHER, IIN, OF_BODY, Citizens, connected
from tests.web.window.writing import FULL

from izdes.adapters.signatures.statement import read_statement
from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.config import configuration
from izdes.web.window.drafts import save
from izdes.web.window.outgoing import tell, waiting
from izdes.web.window.pages.drafting import COOKIE
from izdes.web.window.receipts import Receipt


@pytest.fixture
def citizens(window: Path, monkeypatch: pytest.MonkeyPatch) -> Citizens:
    """Give the window an authority of citizens that it trusts."""
    return connected(window / "trust", monkeypatch)


def reports(victim: Victim, answers: dict[str, dict[str, object]] = FULL) -> Receipt:
    """Write a report and send it."""
    victim.begins()
    return sends(victim, answers)


def sends(victim: Victim, answers: dict[str, dict[str, object]]) -> Receipt:
    """Send the report with these answers."""
    for step, said in answers.items():
        save(victim.client.cookies[COOKIE].value, step, said)
    victim.sends("window_check", began=began())
    receipt = victim.draft.receipt
    assert receipt is not None
    return receipt


def downloads(victim: Victim, page: str = "window_esign_statement") -> bytes:
    response = victim.opens(page)
    assert response.headers["Content-Disposition"].startswith("attachment")
    return bytes(response.content)


def hands_in(victim: Victim, data: bytes, page: str = "window_esign") -> Response:
    file = SimpleUploadedFile("statement.p7s", data)
    return victim.sends(page, signature=file)


def said(response: Response, code: str) -> bool:
    told = re.search(r'<div class="errors".*?</div>', shown(response), re.DOTALL)
    return told is not None and say(f"window_esign_{code}", "kk") in told[0]


def test_what_is_downloaded_can_be_read_and_names_what_was_sent(
    victim: Victim, citizens: Citizens
) -> None:
    receipt = reports(victim)

    data = downloads(victim)

    del citizens
    statement = read_statement(data)
    assert statement.number == receipt.number
    assert statement.signs.iins == (IIN,)
    text = data.decode()
    assert FULL["story"]["narrative"] in text
    assert say("window_protocol_warned", "kk") in text
    assert downloads(victim) == data


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_signature_is_taken_in_whichever_language_it_was_read(
    victim: Victim, citizens: Citizens, lang: Lang
) -> None:
    reports(victim)
    reader = Victim(Client(headers={"accept-language": lang}))
    reader.client.cookies = victim.client.cookies
    data = downloads(reader)

    response = hands_in(victim, citizens.signs(data))

    assert read_statement(data).language == lang
    assert response.status_code == 302
    assert [one.sequence for one in waiting()] == [1, 2]
    page = shown(victim.opens("window_esign"))
    assert say("window_esign_is_sent", "kk", moment="").split(",")[0].split()[0] in page
    assert 'name="signature"' not in page


def test_whoever_has_number_and_code_signs_on_another_telephone(
    victim: Victim, citizens: Citizens
) -> None:
    other = looking(reports(victim))
    assert say("window_sign_e_do", "kk") in shown(other.opens("window_told"))

    data = downloads(other, "window_told_statement")
    response = hands_in(other, citizens.signs(data), "window_told_esign")

    assert data == downloads(victim)
    assert response.status_code == 302
    page = shown(other.opens("window_told"))
    assert say("window_esign_is_sent", "kk", moment="").split(",")[0].split()[0] in page
    assert say("window_sign_e_do", "kk") not in page


@pytest.mark.parametrize(
    ("answers", "iin", "body"),
    [(FULL, IIN, ""), (FOR_ANOTHER, IIN, ""), (FOR_ANOTHER, ANOTHER, ""), (OF_BODY, ANOTHER, BIN)],
    ids=["herself", "the victim", "who speaks for her", "the organisation"],
)
def test_whoever_may_sign_does(
    victim: Victim,
    citizens: Citizens,
    answers: dict[str, dict[str, object]],
    iin: str,
    body: str,
) -> None:
    reports(victim, answers)

    response = hands_in(victim, citizens.signs(downloads(victim), iin, body))

    assert response.status_code == 302


@pytest.mark.parametrize(
    ("answers", "whose", "code"),
    [
        (FULL, (ANOTHER, ""), "sign_person_other"),
        (FULL, (IIN, BIN), "sign_body_present"),
        (OF_BODY, (IIN, ""), "sign_body_none"),
    ],
)
def test_whoever_may_not_is_told_what_to_do(
    victim: Victim,
    citizens: Citizens,
    answers: dict[str, dict[str, object]],
    whose: tuple[str, str],
    code: str,
) -> None:
    reports(victim, answers)

    response = hands_in(victim, citizens.signs(downloads(victim), *whose))

    assert response.status_code == 422
    assert said(response, code)
    assert len(list(waiting())) == 1


def test_an_expired_certificate_one_for_signing_in_and_a_strangers_are_refused(
    victim: Victim, citizens: Citizens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports(victim)
    data = downloads(victim)
    stranger = connected(tmp_path / "theirs", monkeypatch)
    monkeypatch.setenv("IZDES_CITIZENS_TRUST", str(citizens.folder))
    configuration.cache_clear()
    ended = now() - timedelta(minutes=1)

    assert said(hands_in(victim, citizens.signs(data, until=ended)), "sign_validity_expired")
    assert said(hands_in(victim, citizens.signs(data, purpose="signing_in")), "sign_purpose_wrong")
    assert said(hands_in(victim, stranger.signs(data)), "sign_chain")
    citizens.forgets_lists()
    assert said(hands_in(victim, citizens.signs(data)), "sign_revocation_unknown")


def test_files_that_are_no_signature_are_told_apart(victim: Victim, citizens: Citizens) -> None:
    reports(victim)
    data = downloads(victim)

    assert said(hands_in(victim, b"%PDF-1.7"), "sign_form_wrong")
    assert said(hands_in(victim, data), "is_statement")
    assert said(hands_in(victim, citizens.signs(data + b"\n")), "sign_content_differs")
    large = hands_in(victim, bytes(2**20 + 1))
    assert say("window_esign_large", "kk", megabytes=1) in faults(large)
    nothing = victim.sends("window_esign")
    assert say("window_signature_needed", "kk") in faults(nothing)
    assert len(list(waiting())) == 1


def test_a_report_that_was_changed_meanwhile_is_signed_anew(
    victim: Victim, citizens: Citizens
) -> None:
    reports(victim)
    earlier = downloads(victim)
    sends(victim, {"story": {"narrative": "Тағы қоңырау шалды."}})

    assert said(hands_in(victim, citizens.signs(earlier)), "changed")
    assert hands_in(victim, citizens.signs(downloads(victim))).status_code == 302


def test_a_signature_is_sent_once_and_again_only_when_it_was_refused(
    victim: Victim, citizens: Citizens
) -> None:
    receipt = reports(victim)
    data = downloads(victim)
    hands_in(victim, citizens.signs(data))
    assert said(hands_in(victim, citizens.signs(data)), "sent_already")

    _says(receipt, "unsigned")
    page = shown(victim.opens("window_esign"))
    assert say("window_esign_is_refused", "kk") in page
    assert hands_in(victim, citizens.signs(data)).status_code == 302

    _says(receipt, "signed")
    assert say("window_esign_is_signed", "kk") in shown(victim.opens("window_esign"))
    assert said(hands_in(victim, citizens.signs(data)), "signed_already")


def _says(receipt: Receipt, kind: str) -> None:
    at = (now() + timedelta(seconds=1)).isoformat()
    tell([{"number": receipt.number, "kind": kind, "at": at, "detail": {}}])


def test_without_a_number_nobody_can_sign_and_the_page_says_what_to_add(
    victim: Victim, citizens: Citizens
) -> None:
    reports(victim, {**FULL, "person": {**FULL["person"], "iin": "12345"}})

    page = shown(victim.opens("window_esign"))

    assert say("window_esign_nobody", "kk") in page
    assert 'name="signature"' not in page
    assert hands_in(victim, citizens.signs(downloads(victim))).status_code == 422


def test_where_nothing_is_trusted_the_way_is_not_connected(victim: Victim) -> None:
    reports(victim)

    page = shown(victim.opens("window_esign"))
    response = hands_in(victim, b"0")

    assert say("window_sign_e_about", "kk") in page
    assert 'name="signature"' not in page
    assert said(response, "closed")


def test_nobody_signs_what_was_not_sent(victim: Victim, citizens: Citizens) -> None:
    del citizens
    victim.begins()

    assert victim.opens("window_esign").url.endswith("/signing/")
    assert victim.opens("window_esign_statement").status_code == 302
    assert say("window_sign_e_first", "kk") in shown(victim.opens("window_signing"))


def test_every_check_that_can_fail_has_a_sentence_that_says_what_to_do() -> None:
    folder = Path(__file__).parents[4] / "src" / "izdes" / "adapters" / "signatures"
    texts = [(folder / name).read_text("utf-8") for name in ("citizens.py", "certificates.py")]
    codes = re.findall(r'(?:failed|not_checked)\(\s*f?"(\w+)"', "\n".join(texts))

    assert "sign_person_none" in codes
    for code in {*codes} - {"sign_trust_none", "sign_revocation_broken"}:
        told = "sign_chain" if code.startswith("sign_chain") else code
        assert say(f"window_esign_{told}", "kk")
