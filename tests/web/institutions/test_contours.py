"""Two contours: whatever happens to what is carried, both sides end up knowing the same."""

import random
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import answer_to, receipt
from tests.web.institutions.conftest import Program, client_of, told
from tests.web.institutions.contours import Apart, environment
from tests.web.institutions.test_exchange import CSV, path_of, sent_request, state_of

from izdes.core.errors import IzdesError
from izdes.web.correspondence.models import Answer, Request
from izdes.web.database import calling
from izdes.web.files.models import File
from izdes.web.institutions.clients import end_client
from izdes.web.institutions.files import blobs
from izdes.web.institutions.taking import take_waiting
from izdes.web.operation import crossing as operation
from izdes.web.operation.crossing import CrossingBusy, begin_again, cross_by_folders, status
from izdes.web.packages import crossing, taking
from izdes.web.packages.parties import Party
from izdes.web.packages.sealing import write_package

pytestmark = pytest.mark.parametrize("contours", [2], indirect=True)
AHEAD = timedelta(days=1)


@pytest.fixture
def bank(site: Cast, apart: Apart) -> Program:
    """Return a program of the bank that calls the site, and nothing crosses by itself."""
    apart.office_crosses()
    secret = client_of(site, "responder_one", "bank-one")
    return Program("bank-one-core", secret, http=Client())


def settle(apart: Apart) -> None:
    """Let everything cross that has to."""
    for _ in range(3):
        apart.office_crosses()
        with apart.here():
            apart.site_crosses()
        take_waiting(ahead=AHEAD)


def accepts(apart: Apart, bank: Program, request: Request) -> None:
    """Let the bank say at the site that it has the request and will answer."""
    with apart.here():
        bank.signs_in()
        for kind in ("delivered", "accepted"):
            letter = receipt(request, kind, message_id=f"{kind}-{request.pk}")
            sent = bank.posts(path_of(request, "/receipts"), letter)
            assert sent.status_code == 201


def answers(apart: Apart, bank: Program, request: Request) -> None:
    """Let the bank answer at the site."""
    with apart.here():
        answer = answer_to(request, answer_id=f"a-{request.pk}", files={"ops.csv": CSV})
        reply = bank.answers(path_of(request, "/answers"), answer, {"ops.csv": CSV})
        assert reply.status_code == 201


def whole_journey(site: Cast, apart: Apart, bank: Program) -> Request:
    """Send a request and get its answer, over the contours."""
    request = sent_request(site)
    settle(apart)
    accepts(apart, bank, request)
    answers(apart, bank, request)
    settle(apart)
    return request


def packages_in(folder: Path) -> list[Path]:
    return sorted(one for one in folder.glob("*.izdes") if "-taken" not in one.name)


def test_a_request_and_its_answer_cross_with_the_bytes_of_its_files(
    site: Cast, apart: Apart, bank: Program
) -> None:
    request = whole_journey(site, apart, bank)

    assert state_of(request) == "answered"
    file = File.objects.using("owner").get(answered__answer__request=request)
    assert file.size_bytes == len(CSV)
    assert list(blobs().untouched_for(-1)) == []
    with apart.here():
        found = told(bank.gets("/v1/messages"))["messages"]
    assert [one["state"] for one in found] == ["taken"] * 3


def test_clocks_run_from_when_the_site_was_told(site: Cast, apart: Apart, bank: Program) -> None:
    request = sent_request(site)
    settle(apart)
    accepts(apart, bank, request)
    with apart.here(), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT min(at) FROM institutions_message")
        told_at = cursor.fetchone()[0]

    settle(apart)

    found = Request.objects.using("owner").get(pk=request.pk)
    assert found.delivered_at == told_at
    assert found.due_at is None or found.due_at > told_at


def test_what_was_lost_on_the_way_is_given_again(site: Cast, apart: Apart, bank: Program) -> None:
    request = sent_request(site)
    for _ in range(2):
        apart.office_crosses()
        shutil.rmtree(apart.to_site)
    settle(apart)
    accepts(apart, bank, request)
    with apart.here():
        apart.site_crosses()
    shutil.rmtree(apart.to_office)

    settle(apart)

    assert state_of(request) == "accepted"


def test_a_package_that_comes_before_its_turn_waits(
    site: Cast, apart: Apart, bank: Program
) -> None:
    del bank
    apart.office_crosses()
    sent_request(site)
    apart.office_crosses()
    first, *later = packages_in(apart.to_site)
    aside = first.rename(apart.folder / first.name)
    with apart.here():
        early = apart.site_crosses()
        aside.rename(first)
        taken = apart.site_crosses()

    assert (early.taken, early.early) == (0, len(later))
    assert taken.taken == 1 + len(later)
    assert (taken.early, packages_in(apart.to_site)) == (0, [])


def test_a_package_that_comes_again_changes_nothing(
    site: Cast, apart: Apart, bank: Program
) -> None:
    request = sent_request(site)
    settle(apart)
    accepts(apart, bank, request)
    with apart.here():
        apart.site_crosses()
    shutil.copytree(apart.to_office, apart.folder / "copy")
    settle(apart)
    shutil.copytree(apart.folder / "copy", apart.to_office, dirs_exist_ok=True)

    again = apart.office_crosses()

    assert (again.taken, again.refused) == (0, 0)
    assert state_of(request) == "accepted"


@pytest.mark.parametrize("where", [40, -1])
def test_a_changed_package_is_refused_shown_and_stands_in_no_ones_way(
    site: Cast, apart: Apart, bank: Program, where: int
) -> None:
    sent_request(site)
    apart.office_crosses()
    place = packages_in(apart.to_site)[-1]
    data = bytearray(place.read_bytes())
    data[where] ^= 1
    place.write_bytes(data)
    with apart.here():
        refused = apart.site_crosses().refused
        shown = status()["refused"]
    settle(apart)
    with apart.here():
        bank.signs_in()
        found = bank.tidings()

    assert refused == 1
    assert [(one.name, one.code) for one in shown] == [(place.name, "package_not_opened")]
    assert (place.parent / taking.REFUSED / f"{place.name}.json").exists()
    assert found[-1]["kind"] == "sent"


def test_a_package_of_a_stranger_is_refused(apart: Apart, bank: Program) -> None:
    del bank
    stranger = Party(bytes(range(32)))
    with apart.here():
        own = crossing_side().own.public
    said = {"format": crossing.FORMAT, "version": 1, "from": "office", "records": [], "number": 1}
    write_package(apart.to_site / "office-x.izdes", said, sender=stranger, to=own)

    with apart.here():
        apart.site_crosses()
        codes = [one.code for one in status()["refused"]]

    assert codes == ["package_signer_unknown"]


def crossing_side() -> crossing.Side:
    """Return which side this is."""
    return operation._sides()[0]  # noqa: SLF001 - what signs here


@pytest.mark.parametrize(
    "said",
    [
        {"format": "izdes-words", "version": 1, "words": []},
        {"taken": {"stream": "x", "number": 1}},
        {"taken": {"stream": "00000000-0000-0000-0000-000000000000", "number": 7}},
        {"stream": "x", "number": 1, "records": []},
        {"number": 0},
        {"begun_at": "2999-01-01T00:00:00+00:00"},
        {"begun_at": "2026-01-01"},
        {"records": [3]},
        {"records": [{"fact": "case"}]},
        {"records": [{"fact": "order", "key": "x"}]},
        {"records": [{"fact": "standing"}, {"fact": "client", "key": None}]},
    ],
)
def test_a_signed_package_that_says_nonsense_is_refused(
    site: Cast, apart: Apart, bank: Program, said: dict[str, Any]
) -> None:
    del site, bank
    usual = {
        "format": crossing.FORMAT, "version": 1, "from": "office", "number": 1, "records": [],
        "stream": "11111111-1111-1111-1111-111111111111",
        "begun_at": (now() + timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    side = crossing_side()
    place = apart.folder / "said.izdes"
    write_package(place, {**usual, **said}, sender=side.own, to=side.other)

    with apart.here():
        side, take, _ = operation._sides()  # noqa: SLF001 - the real ones
        with pytest.raises(IzdesError) as refused:
            taking.take(side, place, take)

    assert refused.value.code in {"crossing_wrong", "crossing_unknown"}


class Killed(Exception):
    """The process was killed here."""


@pytest.mark.parametrize("is_after", [False, True])
def test_a_kill_anywhere_loses_nothing_and_repeats_nothing(
    site: Cast, apart: Apart, bank: Program, *, is_after: bool
) -> None:
    request = sent_request(site)
    settle(apart)
    accepts(apart, bank, request)
    answers(apart, bank, request)
    real, left = calling.rows_of, [0]

    def dies(function: str, given: Sequence[Any] = (), **login: str) -> list[tuple[Any, ...]]:
        left[0] -= 1
        if left[0] < 0 and not is_after:
            raise Killed
        found = real(function, given, **login)
        if left[0] < 0:
            raise Killed
        return found

    steps, done = 0, False
    with pytest.MonkeyPatch.context() as patched:
        for module in (calling, crossing, taking):
            patched.setattr(module, "rows_of", dies)
        while not done:
            left[0] = steps
            try:
                settle(apart)
                done = True
            except Killed:
                steps += 1
    settle(apart)

    assert steps > 10
    assert state_of(request) == "answered"
    assert Answer.objects.using("owner").filter(request=request).count() == 1
    with apart.here():
        assert status()["refused"] == ()


def carried_carelessly(folder: Path, old: Path, chance: random.Random) -> None:
    """Lose some of what lies in a folder, keep some for later, and put some back from earlier."""
    for place in sorted(folder.glob("*.izdes")):
        fate = chance.randrange(4)
        if fate == 0:
            place.unlink()
        elif fate == 1:
            shutil.copyfile(place, old / place.name)
    for place in sorted(old.glob("*.izdes")):
        if chance.randrange(2):
            shutil.copyfile(place, folder / place.name)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_carriers_of_every_kind_lose_nothing(
    site: Cast, apart: Apart, bank: Program, seed: int
) -> None:
    chance, old = random.Random(seed), apart.folder / "old"
    requests = [sent_request(site, number=f"run-{n}") for n in range(3)]
    for folder in (apart.to_site, apart.to_office, old):
        folder.mkdir(parents=True, exist_ok=True)

    settle(apart)
    for request in requests:
        accepts(apart, bank, request)
        answers(apart, bank, request)
        for _ in range(3):
            apart.office_crosses()
            carried_carelessly(apart.to_site, old, chance)
            with apart.here():
                apart.site_crosses()
            carried_carelessly(apart.to_office, old, chance)
            take_waiting(ahead=AHEAD)
    for place in apart.folder.glob("to-*/*.izdes"):
        place.unlink()
    settle(apart)

    assert [state_of(one) for one in requests] == ["answered"] * 3
    assert Answer.objects.using("owner").filter(request__in=requests).count() == 3


def test_an_ended_client_is_shut_out_with_the_next_package(
    site: Cast, apart: Apart, bank: Program
) -> None:
    settle(apart)
    with apart.here():
        bank.signs_in()
    with site.acts("administrator") as officer:
        end_client(name=bank.name, reason="Left", officer=officer)
    settle(apart)

    with apart.here():
        statuses = bank.gets("/v1/requests").status_code, bank.signs_in().status_code

    assert statuses == (401, 401)


def test_the_outer_database_holds_its_own_tables_and_nothing_of_a_case(
    site: Cast, apart: Apart, bank: Program
) -> None:
    request = whole_journey(site, apart, bank)
    assert state_of(request) == "answered"
    with apart.here(), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = current_user AND rolsuper")
        supers = cursor.fetchall()
        texts = []
        for table in tables - {"institutions_order", "institutions_message"}:
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608 - names of the catalogue
            texts += [text for (text,) in cursor.fetchall()]

    assert supers == []
    assert tables == {
        "apart_step", "crossing_stream", "crossing_package", "crossing_refused",
        "institutions_client", "institutions_secret", "institutions_token", "institutions_counter",
        "institutions_order", "institutions_tiding", "institutions_message", "institutions_paper",
        "institutions_directory", "institutions_enclosure",
    }  # fmt: skip
    assert texts
    secrets = (bank.secret, "responder_one", "investigator_a1", "administrator")
    assert not any(word in text for text in texts for word in secrets)


def test_a_site_that_lost_everything_is_told_everything(
    site: Cast, apart: Apart, bank: Program
) -> None:
    request = whole_journey(site, apart, bank)
    with apart.here(), connections["owner"].cursor() as cursor:
        cursor.execute(
            "TRUNCATE crossing_stream, crossing_package, institutions_client, institutions_secret,"
            " institutions_token, institutions_order, institutions_tiding, institutions_message,"
            " institutions_paper, institutions_directory CASCADE"
        )
    begin_again()
    settle(apart)

    with apart.here():
        bank.signs_in()
        found = bank.tidings()
        package = bank.gets(path_of(request))
        # What it had sent it may send again: the office knows it.
        again = bank.posts(path_of(request, "/receipts"), receipt(request, "delivered"))
    settle(apart)

    assert [one["number"] for one in found][-1] == request.number
    assert (package.status_code, again.status_code) == (200, 201)
    assert state_of(request) == "answered"


def test_an_office_on_an_older_state_is_noticed_and_begins_again(
    site: Cast, apart: Apart, bank: Program
) -> None:
    settle(apart)
    sent_request(site)
    with connections["owner"].cursor() as cursor:
        # As a restored backup has it: packages were made since that it does not know.
        cursor.execute("DELETE FROM crossing_package WHERE number = (SELECT made FROM"
                       " crossing_stream WHERE is_own) AND stream_id = (SELECT id FROM"
                       " crossing_stream WHERE is_own)")  # fmt: skip
        cursor.execute("UPDATE crossing_stream SET made = made - 1, taken = made - 1"
                       " WHERE is_own")  # fmt: skip
    apart.office_crosses()
    with apart.here():
        apart.site_crosses()
        codes = [one.code for one in status()["refused"]]
    begin_again()
    settle(apart)
    with apart.here():
        bank.signs_in()
        found = bank.tidings()

    assert codes == ["crossing_differs"]
    assert found[-1]["kind"] == "sent"


def test_a_message_of_a_name_that_the_office_knows_otherwise_is_kept_in_mind(
    site: Cast, apart: Apart, bank: Program
) -> None:
    request = sent_request(site)
    settle(apart)
    accepts(apart, bank, request)
    settle(apart)
    with apart.here(), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE institutions_message DISABLE TRIGGER message_stays")
        cursor.execute("DELETE FROM institutions_message")
    with apart.here():
        # Written at another moment, and so of other bytes.
        other = receipt(request, "delivered", message_id=f"delivered-{request.pk}")
        bank.posts(path_of(request, "/receipts"), other)
    settle(apart)

    assert state_of(request) == "accepted"
    assert [one.code for one in status()["refused"] if "receipt" in one.name] == ["api_other_bytes"]


def test_two_do_not_cross_at_once(apart: Apart, bank: Program) -> None:
    del bank
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('izdes.crossing'))")
        try:
            with pytest.raises(CrossingBusy):
                apart.office_crosses()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('izdes.crossing'))")


def test_a_worker_crosses_by_the_folders_that_are_set(
    site: Cast, apart: Apart, bank: Program
) -> None:
    del bank
    sent_request(site)
    assert cross_by_folders() == 0

    folders = {"IZDES_CROSSING_OUT": str(apart.to_site), "IZDES_CROSSING_IN": str(apart.to_office)}
    with environment(**folders):
        cross_by_folders()

    assert packages_in(apart.to_site) != []
