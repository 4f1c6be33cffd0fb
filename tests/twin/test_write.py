"""A written case: the same bytes each time, and a truth that adds up."""

import csv
import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from izdes.twin.chance import stream
from izdes.twin.crews import series_sizes
from izdes.twin.facts import facts_of
from izdes.twin.logins import logins_of
from izdes.twin.numbers import luhn_sum
from izdes.twin.world import world_of
from izdes.twin.write import write_books, write_case

# Addresses that are nobody's. Source: RFC 5737, RFC 3849.
_DOCUMENTATION = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def complaints(case: Path) -> list[dict[str, object]]:
    lines = (case / "complaints.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def written(folder: Path, *, seed: int, jobs: int = 1) -> dict[str, str]:
    folder.mkdir()
    write_case(folder, seed=seed, complaints=8, jobs=jobs)
    return digests(folder)


def test_one_seed_gives_the_same_bytes_whatever_the_number_of_jobs(tmp_path: Path) -> None:
    alone = written(tmp_path / "alone", seed=5)
    together = written(tmp_path / "together", seed=5, jobs=3)

    assert alone == together
    assert len(alone) > 12


def test_another_seed_gives_another_country(tmp_path: Path) -> None:
    one, other = written(tmp_path / "one", seed=5), written(tmp_path / "other", seed=6)

    assert one["complaints.jsonl"] != other["complaints.jsonl"]
    assert one["truth/transfers.csv"] != other["truth/transfers.csv"]


def test_progress_is_told_for_every_statement(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    summary = write_case(
        tmp_path, seed=5, complaints=4, on_progress=lambda done, total: told.append((done, total))
    )

    assert [done for done, _ in told] == list(range(1, summary.statements + 1))
    assert {total for _, total in told} == {summary.statements}


def test_the_endings_of_every_claim_add_up_to_it(case: Path) -> None:
    claims = table(case / "truth" / "claims.csv")
    totals: Counter[str] = Counter()
    for row in table(case / "truth" / "endings.csv"):
        totals[row["claim_id"]] += int(row["amount_minor"])

    assert claims
    assert totals == {c["claim_id"]: int(c["amount_minor"]) for c in claims}


def test_the_visible_endings_add_up_to_what_is_seen_or_declared(case: Path) -> None:
    totals: Counter[str] = Counter()
    for row in table(case / "truth" / "endings_visible.csv"):
        totals[row["claim_id"]] += int(row["amount_minor"])

    for claim in table(case / "truth" / "claims.csv"):
        column = "amount_minor" if claim["is_visible"] == "1" else "declared_minor"
        assert totals[claim["claim_id"]] == int(claim[column])


def test_a_claim_is_never_more_than_was_paid(case: Path) -> None:
    paid = {r["transfer_id"]: r for r in table(case / "truth" / "transfers.csv")}

    for claim in table(case / "truth" / "claims.csv"):
        assert 0 < int(claim["amount_minor"]) <= int(paid[claim["transfer_id"]]["amount_minor"])


def test_claims_are_numbered_as_the_complaints_list_them(case: Path) -> None:
    expected = set()
    for complaint in complaints(case):
        payments, loans = complaint["payments"], complaint["loans"]
        assert isinstance(payments, list)
        assert isinstance(loans, list)
        own = {p["from"].replace(" ", "") for p in payments}
        expected |= {f"{complaint['complaint_id']}/{n}" for n in range(1, len(payments) + 1)}
        expected |= {
            f"{complaint['complaint_id']}/L{n}"
            for n, loan in enumerate(loans, start=1)
            if complaint["scheme"] == "ONLINE_LOAN" and loan["paid_to"].replace(" ", "") not in own
        }
    found = {c["claim_id"] for c in table(case / "truth" / "claims.csv")}

    assert expected <= found
    assert all("/L" in extra for extra in found - expected)


def test_narratives_have_no_gap_left(case: Path) -> None:
    stories = [str(c["narrative"]) for c in complaints(case)]

    assert all(story and not set("{}[]|") & set(story) for story in stories)
    assert len(set(stories)) == len(stories)


def test_every_complaint_belongs_to_a_series(case: Path) -> None:
    series = table(case / "truth" / "series.csv")

    assert [row["complaint_id"] for row in series] == [c["complaint_id"] for c in complaints(case)]


@pytest.mark.parametrize("seed", range(5))
def test_three_hundred_complaints_make_series_of_all_sizes(seed: int) -> None:
    sizes = series_sizes(stream(seed, "series"), 300)

    assert sum(sizes) == 300
    assert 50 <= len(sizes) <= 110
    assert max(sizes) >= 10


def test_banks_know_of_log_ins_only_of_their_own_accounts(case: Path) -> None:
    banks = {row["institution_id"]: row["code"] for row in table(case / "institutions.csv")}
    accounts = {r["account"] for r in table(case / "truth" / "parties.csv")}

    found = {folder.name: table(folder / "clients.csv") for folder in (case / "banks").iterdir()}

    assert set(found) == {bank for bank, code in banks.items() if code}
    for bank, clients in found.items():
        own = {row["account"] for row in clients}
        assert all(key.startswith("iban:KZ") and key[9:12] == banks[bank] for key in own)
        assert {r["account"] for r in table(case / "banks" / bank / "logins.csv")} <= own
    assert {key for key in accounts if key.startswith("iban:")} <= {
        row["account"] for clients in found.values() for row in clients
    }


def test_what_banks_know_of_log_ins_is_well_formed_and_nobodys(case: Path) -> None:
    kept = [ip_network(one) for one in _DOCUMENTATION]

    rows = [row for path in case.glob("banks/*/logins.csv") for row in table(path)]

    assert rows
    for row in rows:
        address = ip_address(row["ip"])
        assert any(address in one for one in kept if one.version == address.version)
        assert datetime.fromisoformat(row["at"]).second == 0
        assert not row["imei"] or (row["imei"][:2] == "00" and luhn_sum(row["imei"]) % 10 == 0)


def test_somebody_logs_in_before_every_payment_over_the_application(case: Path) -> None:
    logins = defaultdict[str, list[datetime]](list)
    for path in case.glob("banks/*/logins.csv"):
        for row in table(path):
            logins[row["account"]].append(datetime.fromisoformat(row["at"]))

    for row in table(case / "truth" / "transfers.csv"):
        at = datetime.fromisoformat(row["debited_at"])
        if row["kind"] == "transfer" and row["payer_account"] in logins:
            before = [at - one for one in logins[row["payer_account"]] if one <= at]
            assert min(before) < timedelta(minutes=25)


def test_a_handset_has_another_name_at_every_bank(case: Path) -> None:
    banks = defaultdict[str, set[str]](set)
    for path in case.glob("banks/*/logins.csv"):
        for row in table(path):
            banks[row["device"]].add(path.parent.name)
    shared = [device for device, of in banks.items() if len(of) > 1]

    assert shared in ([], ["00000000-0000-0000-0000-000000000000"])


def test_mules_of_one_crew_share_handsets_more_often_than_others_do() -> None:
    world = world_of(7, 120)
    crews = {
        mule.account.serial: crew.crew_id
        for crew in world.crews
        for layer in crew.layers
        for mule in layer
    }
    accounts = defaultdict[str, set[int]](set)
    for login in logins_of(world):
        accounts[login.handset].add(login.account.serial)

    together = [of for of in accounts.values() if len(of) > 1]
    own = [of for of in together if len({crews.get(one, str(one)) for one in of}) < len(of)]

    assert len(accounts) > 10 * len(together) > 0
    assert len(own) * 3 > len(together)


def test_books_alone_are_those_of_the_whole_case(tmp_path: Path) -> None:
    write_books(tmp_path, facts_of(5, 8))
    (tmp_path / "again").mkdir()
    write_case(tmp_path / "again", seed=5, complaints=8)
    again = digests(tmp_path / "again")

    books = {name: d for name, d in digests(tmp_path).items() if not name.startswith("again/")}

    assert any(name.startswith("banks/") for name in books)
    assert books.items() <= again.items()
