"""A signed paper that goes with a request reaches its addressee, as the order names it."""

import hashlib
from pathlib import Path

import pytest
from django.db import connections
from tests.web.cast import Cast
from tests.web.correspondence.desk import LEAD, asked
from tests.web.institutions.conftest import Program, told
from tests.web.institutions.test_exchange import path_of, sent_request
from tests.web.institutions.test_openapi import promised
from tests.web.pages.correspondence.test_loans import _STOP, _case, _decree

from izdes.adapters.messages.enclosures import enclosure_faults
from izdes.adapters.messages.package import package_name, read_package
from izdes.core.orders.enclosed import enclosed_in
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import Draft
from izdes.web.correspondence.services import draft_request, send, sign_request
from izdes.web.files.blobs import blobs
from izdes.web.files.models import File
from izdes.web.institutions import enclosures
from izdes.web.institutions.dropping import Outcome, drop, take
from izdes.web.institutions.store import rows
from izdes.web.papers.services.enclosing import decree_line, enclose_decree

# The same in one contour and in two.
in_both = pytest.mark.parametrize("contours", [1, 2], indirect=True)


def sent_with_decree(cast: Cast) -> tuple[Request, str]:
    """Return a demand to stop a loan that left with the decree, and the digest of that."""
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    paper = _decree(cast, case, loan)
    with cast.acts(LEAD) as officer:
        said = Draft(basis="x").saying(
            loan_contract="1", victim="x", victim_decree=decree_line(paper), circumstances="x"
        )
        made = draft_request(
            case=case,
            complaint=loan.complaint,
            addressee=bank,
            measure=_STOP,
            draft=said,
            subjects=asked(),
            officer=officer,
        )
        enclosed = enclose_decree(request=made, paper=paper, officer=officer)
        signed = sign_request(request=made, officer=officer)
        return send(request=signed, officer=officer), enclosed.digest


@in_both
def test_the_addressee_gets_the_very_bytes_that_the_signed_order_names(
    site: Cast, bank: Program
) -> None:
    request, digest = sent_with_decree(site)

    listed = bank.gets(path_of(request, "/enclosures"))
    reply = bank.gets(path_of(request, f"/enclosures/{digest}"))

    assert promised("enclosures", listed) == []
    (one,) = told(listed)["enclosures"]
    assert (one["kind"], one["sha256"]) == ("victim_decree", digest)
    assert (reply.status_code, reply["Content-Type"]) == (200, "application/pdf")
    assert one["name"] in reply["Content-Disposition"]
    assert reply.content.startswith(b"%PDF")
    assert hashlib.sha256(reply.content).hexdigest() == digest
    assert one["size_bytes"] == len(reply.content)
    package = read_package(bank.gets(path_of(request)).content)
    assert [found.digest for found in enclosed_in(package.order)] == [digest]


@in_both
def test_nobody_else_gets_it_and_no_other_paper_is_given(
    site: Cast, bank: Program, other_bank: Program
) -> None:
    request, digest = sent_with_decree(site)
    bare = sent_request(site)

    statuses = [
        other_bank.gets(path_of(request, "/enclosures")).status_code,
        other_bank.gets(path_of(request, f"/enclosures/{digest}")).status_code,
        bank.gets(path_of(request, f"/enclosures/{'ab' * 32}")).status_code,
        bank.gets(path_of(bare, f"/enclosures/{digest}")).status_code,
    ]

    assert statuses == [404] * 4
    assert told(bank.gets(path_of(bare, "/enclosures"))) == {"enclosures": []}


def test_a_paper_whose_bytes_are_not_whole_is_not_given(site: Cast, bank: Program) -> None:
    request, digest = sent_with_decree(site)
    file = File.objects.using("owner").get(digest=digest)
    place = blobs().place(file.blob)
    place.write_bytes(place.read_bytes()[:-1])

    reply = bank.gets(path_of(request, f"/enclosures/{digest}"))

    assert (reply.status_code, told(reply)["code"]) == (500, "not_opened")


def test_a_paper_that_was_put_away_meanwhile_is_not_there(
    site: Cast, bank: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, digest = sent_with_decree(site)

    def asked_late(question: str, given: list[str]) -> list[tuple[object, ...]]:
        return [] if "_place(" in question else rows(question, given)

    monkeypatch.setattr(enclosures, "rows", asked_late)

    assert bank.gets(path_of(request, f"/enclosures/{digest}")).status_code == 404


def test_bytes_of_another_digest_are_not_given(site: Cast, bank: Program) -> None:
    request, digest = sent_with_decree(site)
    other = blobs().receive([b"%PDF another"], most_bytes=100)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE files_file DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE files_file SET blob = %s, key_id = %s, wrapped_key = %s WHERE digest = %s",
            [other.blob, other.key.key_id, other.key.wrapped, digest],
        )
        cursor.execute("ALTER TABLE files_file ENABLE TRIGGER USER")

    reply = bank.gets(path_of(request, f"/enclosures/{digest}"))

    assert (reply.status_code, told(reply)["code"]) == (500, "api_enclosure_differs")


def test_the_drop_writes_it_beside_the_package(site: Cast, bank: Program, tmp_path: Path) -> None:
    request, digest = sent_with_decree(site)
    folder = tmp_path / "carried"
    folder.mkdir()

    assert Outcome(request.number, "written") in drop(bank.name, folder)
    again = drop(bank.name, folder)

    place = folder / package_name(request.number)
    order = read_package(place.read_bytes()).order
    assert [fault.code for fault in enclosure_faults(order, place)] == ["kit_enclosure_right"]
    beside = place.with_name(place.name.replace(".package.json", ".victim_decree.pdf"))
    assert hashlib.sha256(beside.read_bytes()).hexdigest() == digest
    assert Outcome(request.number, "written") in again
    # What this side wrote is nothing that the other says.
    assert take(bank.name, folder) == ()
    beside.write_bytes(b"another")
    assert [fault.code for fault in enclosure_faults(order, place)] == ["kit_enclosure_differs"]
    beside.unlink()
    assert [fault.code for fault in enclosure_faults(order, place)] == ["kit_enclosure_absent"]
