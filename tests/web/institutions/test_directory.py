"""The directory says who signs for which body, and by which certificate; a bank can check it."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from tests.web.cast import Cast
from tests.web.institutions.conftest import Program, told
from tests.web.institutions.test_exchange import sent_request

from izdes.adapters.exchange.directory import read_directory
from izdes.adapters.messages.package import read_package
from izdes.adapters.signatures.cades import read_cades
from izdes.adapters.signatures.jws import read_jws
from izdes.core.orders.papers import paper_bytes
from izdes.web.config import configuration
from izdes.web.institutions.directory import make_directory, renew_directory
from izdes.web.journal.signing import signer

# The same in one contour and in two.
pytestmark = pytest.mark.parametrize("contours", [1, 2], indirect=True)


def own_key() -> str:
    return str(signer(configuration()).key)


def test_whoever_signed_a_package_stands_in_it_for_his_body(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    make_directory()

    found = read_directory(bank.gets("/v1/directory").content, key=own_key())

    package = read_package(bank.gets(f"/v1/requests/{request.number}").content)
    assert package.decision is not None
    at = datetime.now(UTC)  # noqa: TID251 - the posts are those of now
    signers = {
        "order": (package.order.initiator.body_bin, paper_bytes(package.order)),
        "decision": (package.decision.decided_by.body_bin, paper_bytes(package.decision)),
    }
    for one in package.signatures:
        body, content = signers[one.paper]
        seen = (read_jws if one.form == "jws" else read_cades)(one.value, content)
        certificate = hashlib.sha256(seen.certificate).hexdigest()
        assert found.whose(certificate, body_bin=body, at=at)
        assert not found.whose(certificate, body_bin=request.addressee.bin, at=at)


def test_it_tells_no_persons_number_and_nobody_of_an_institution(site: Cast, bank: Program) -> None:
    make_directory()

    content = told(bank.gets("/v1/directory"))["directory"]

    assert all({"iin", "login"}.isdisjoint(entry) for entry in content["entries"])
    assert site.officer("responder_one").full_name not in {
        one["name"] for one in content["entries"]
    }
    assert content["entries"]


def test_the_same_directory_is_made_once_a_day(site: Cast, bank: Program) -> None:
    del site
    assert make_directory()
    first = bank.gets("/v1/directory").content

    assert not make_directory()
    assert bank.gets("/v1/directory").content == first
    assert json.loads(first)["key"] == own_key()


def test_it_is_made_anew_at_once_when_somebody_signs_for_the_first_time(
    site: Cast, bank: Program
) -> None:
    make_directory()
    assert not renew_directory()
    request = sent_request(site)

    assert renew_directory()
    assert not renew_directory()

    found = read_directory(bank.gets("/v1/directory").content, key=own_key())
    package = read_package(bank.gets(f"/v1/requests/{request.number}").content)
    names = {one.name for one in found.entries if one.certificates}
    assert package.order.initiator.name in names
    sent_request(site, number="run-2")
    assert not renew_directory()


def test_before_there_is_one_it_says_so(site: Cast, bank: Program) -> None:
    del site

    reply = bank.gets("/v1/directory")

    assert (reply.status_code, told(reply)["code"]) == (404, "api_no_directory")
