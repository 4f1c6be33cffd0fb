import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.cli.main import app
from izdes.core.linking.grouping import TOGETHER
from izdes.twin.numbers import person_number

Json = dict[str, Any]
IBAN, OTHER_IBAN = "KZ091010000000000001", "KZ791010000000000002"
JUDGEMENTS = "judgement_id,complaint_a,complaint_b,verdict,at,by,reason\n"
VERDICTS = "kind,value,verdict,reason,at,by\n"
FILES = [
    "contradictions.csv",
    "holders.csv",
    "hubs.csv",
    "judgements.csv",
    "links.csv",
    "owners.csv",
    "persons.csv",
    "possible.csv",
    "received.csv",
    "series.csv",
    "services.csv",
    "snapshot.csv.gz",
    "summary.json",
]


def complaint(name: str, *phones: str, day: int = 1, **more: object) -> Json:
    return {
        "complaint_id": name,
        "reported_at": f"2026-05-{day:02d}T10:00:00+05:00",
        "narrative": "алдады",
        "region": "75",
        "identifiers": [
            {"kind": "phone", "raw": phone, "role": "offender_contact"} for phone in phones
        ],
        "payments": [{"at": None, "amount_minor": 150_000, "currency": "KZT", "to": ""}],
        **more,
    }


def phone(line: int) -> str:
    return f"+7701000{line:04d}"


CREW = [
    complaint("A1", phone(1), phone(2)),
    complaint("A2", phone(1), day=2),
    complaint("A3", phone(2), day=3, region="10"),
    complaint("B1", phone(7), day=4),
    complaint("B2", phone(7), day=5),
    complaint("C1", phone(9), day=6),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, CREW)
    return tmp_path


def write(folder: Path, complaints: Iterable[Json]) -> None:
    lines = [json.dumps(one, ensure_ascii=False) for one in complaints]
    (folder / "complaints.jsonl").write_text("\n".join(lines), encoding="utf-8")


def link(folder: Path, *more: object, out: str | None = "out") -> Result:
    wanted = ("--out", folder / out) if out else ()
    arguments = ("link", folder / "complaints.jsonl", *wanted, *more)
    return CliRunner().invoke(app, [str(a) for a in arguments])


def table(folder: Path, name: str, out: str = "out") -> list[dict[str, str]]:
    with (folder / out / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def series(folder: Path, out: str = "out") -> dict[str, str]:
    return {row["complaint_id"]: row["series_id"] for row in table(folder, "series", out)}


def judge(folder: Path, *rows: str) -> Path:
    path = folder / "judgements.csv"
    path.write_text(JUDGEMENTS + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_series_are_written_with_their_links(folder: Path) -> None:
    result = link(folder, "--json")

    summary = json.loads(result.stdout)
    assert (summary["series_of_two_or_more"], summary["largest"], summary["links"]) == (2, 3, 3)
    assert sorted(p.name for p in (folder / "out").iterdir()) == FILES
    assert series(folder) == {
        "A1": "A1",
        "A2": "A1",
        "A3": "A1",
        "B1": "B1",
        "B2": "B1",
        "C1": "C1",
    }
    first = table(folder, "links")[0]
    assert (first["complaint_a"], first["complaint_b"], first["reason"]) == (
        "A1",
        "A2",
        "same_phone",
    )
    assert int(first["evidence_milli"]) >= int(first["level"]) > 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_shows_size_regions_loss_and_reasons(folder: Path, lang: Lang) -> None:
    printed = link(folder, "--lang", lang).stdout

    for text in (
        "A1",
        say("region_75", lang),
        "01.05.2026–03.05.2026",
        "4\u202f500\u00a0₸",
        phone(1),
        say("link_counts", lang, complaints=6, series=2, alone=1, hubs=0, pending=0, possible=0),
    ):
        assert text in printed
    assert printed.index("A1") < printed.index("B1")


def test_only_the_largest_series_are_printed_where_that_is_asked(folder: Path) -> None:
    printed = link(folder, "--top", 1, "--lang", "en").stdout

    assert phone(7) not in printed
    assert "1 more series stand in series.csv" in printed


def test_without_any_series_it_is_said_what_can_be_done(folder: Path) -> None:
    write(folder, [complaint("A"), complaint("B")])

    printed = link(folder, "--lang", "en").stdout

    assert "--aliases" in printed
    assert "--explain" in printed


def test_the_order_of_complaints_and_the_engine_change_no_byte(folder: Path) -> None:
    link(folder)
    write(folder, reversed(CREW))

    link(folder, "--engine", "numba", out="again")

    for name in FILES:
        assert (folder / "out" / name).read_bytes() == (folder / "again" / name).read_bytes()


def test_either_a_folder_or_an_explanation_is_asked_for(folder: Path) -> None:
    assert link(folder, out=None).exit_code == 2
    assert link(folder, "--explain", "A1", "A2").exit_code == 2


def test_an_explanation_adds_up_and_names_the_places(folder: Path) -> None:
    words = f"Маған {phone(1)} нөмірінен звондады"
    write(folder, [CREW[0], complaint("A2", narrative=words, day=2)])

    found = json.loads(link(folder, "--explain", "A1", "A2", "--json", out=None).stdout)

    (only,) = found["agreements"]
    assert found["evidence_milli"] == only["counted_milli"] == only["agreement_milli"] > 0
    start = words.index(phone(1))
    assert [named["sources"] for named in only["named"]] == [
        [{"field": "identifiers[0]", "start": None, "end": None}],
        [{"field": "narrative", "start": start, "end": start + len(phone(1))}],
    ]
    assert [c["line"] for c in found["complaints"]] == [1, 2]
    assert found["is_one_series"]
    assert found["prior"]["is_used"] is False
    assert [x["evidence_milli"] for x in found["chain"]] == [found["evidence_milli"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_explanation_says_by_which_links_two_hold_together(folder: Path, lang: Lang) -> None:
    printed = link(folder, "--explain", "A2", "A3", "--lang", lang, out=None).stdout

    assert say("explain_nothing_shared", lang) in printed
    assert say("explain_one_series", lang, series="A1", links=2) in printed
    assert phone(1) in printed
    assert phone(2) in printed
    assert say("explain_prior", lang, hand=10, population="28\u202f851", odds="-3,506") in " ".join(
        printed.split()
    ).replace("28 851", "28\u202f851")


def test_an_explanation_of_two_series_says_what_is_missing(folder: Path) -> None:
    found = json.loads(link(folder, "--explain", "A1", "B1", "--json", out=None).stdout)

    distance = found["distance"]
    assert not found["is_one_series"]
    assert (distance["members_a"], distance["members_b"]) == (3, 2)
    assert distance["missing_milli"] == distance["needed_milli"] > 0


def test_an_unknown_complaint_cannot_be_explained(folder: Path) -> None:
    result = link(folder, "--explain", "A1", "nobody", "--lang", "en", out=None)

    assert result.exit_code == 1
    assert "“nobody”" in result.stderr


def test_a_judgement_joins_and_another_keeps_apart(folder: Path) -> None:
    said = judge(
        folder,
        "1,A1,C1,same,2026-05-10T10:00:00+05:00,officer:1,the same voice",
        "2,B1,B2,not_same,2026-05-10T11:00:00+05:00,officer:1,another scheme",
    )

    link(folder, "--judgements", said)

    found = series(folder)
    assert found["C1"] == "A1"
    assert found["B1"] != found["B2"]
    judged = [row for row in table(folder, "links") if row["reason"] == "judged_the_same"]
    assert [(row["complaint_a"], row["level"]) for row in judged] == [("A1", str(TOGETHER))]


def test_a_judgement_taken_back_leaves_no_trace(folder: Path) -> None:
    link(folder)
    said = judge(folder, "1,A1,B1,same,2026-05-10T10:00:00+05:00,officer:1,voice")
    link(folder, "--judgements", said, out="judged")

    link(folder, out="after")

    for name in FILES:
        assert (folder / "out" / name).read_bytes() == (folder / "after" / name).read_bytes()
    assert series(folder, "judged") != series(folder)


def test_contradicting_judgements_are_shown(folder: Path) -> None:
    said = judge(
        folder,
        "1,A1,C1,same,2026-05-10T10:00:00+05:00,officer:1,voice",
        "2,A2,C1,not_same,2026-05-10T11:00:00+05:00,officer:2,alibi",
        "3,A1,A2,same,2026-05-09T11:00:00+05:00,officer:2,voice",
    )

    printed = link(folder, "--judgements", said, "--lang", "en").stdout

    assert [row["judgement_id"] for row in table(folder, "contradictions")] == ["1"]
    assert "contradictions.csv" in printed


def test_an_officers_verdict_keeps_an_identifier_out(folder: Path) -> None:
    verdicts = folder / "verdicts.csv"
    said = "phone,8 701 000 00 07,hub,call centre,2026-05-10T10:00:00+05:00,officer:1\n"
    verdicts.write_text(VERDICTS + said, encoding="utf-8")

    link(folder, "--verdicts", verdicts)

    (only,) = table(folder, "hubs")
    assert (only["value"], only["verdict"], only["reason"]) == (phone(7), "hub", "call centre")
    assert series(folder)["B2"] == "B2"


def test_a_card_is_the_account_that_an_alias_says(folder: Path) -> None:
    card = [{"kind": "card", "raw": "9398001234561230", "role": "recipient"}]
    account = [{"kind": "iban", "raw": IBAN, "role": "recipient"}]
    write(folder, [complaint("A", identifiers=card), complaint("B", identifiers=account)])
    aliases = folder / "aliases.csv"
    aliases.write_text(f"key,account\ncard:?:9398001234561230,iban:{IBAN}\n", encoding="utf-8")

    link(folder)
    link(folder, "--aliases", aliases, out="known")

    assert series(folder) == {"A": "A", "B": "B"}
    assert series(folder, "known") == {"A": "A", "B": "A"}


def test_sites_of_one_registrant_link_by_facts(folder: Path) -> None:
    sites = [
        [{"kind": "domain", "raw": f"{name}.example", "role": "offender_site"}]
        for name in ("bonus-desk", "prize-hall")
    ]
    write(folder, [complaint(n, identifiers=s) for n, s in zip("AB", sites, strict=True)])
    facts = folder / "facts.csv"
    facts.write_text(
        "domain,host,registrant,from,to,source\n"
        "bonus-desk.example,,x@mail.example,,,whois\nprize-hall.example,,x@mail.example,,,whois\n",
        encoding="utf-8",
    )

    link(folder, "--facts", facts)
    why = link(folder, "--facts", facts, "--explain", "A", "B", "--lang", "en", out=None).stdout

    assert series(folder) == {"A": "A", "B": "A"}
    assert [row["reason"] for row in table(folder, "links")] == ["same_registrant"]
    assert say("explain_elsewhere", "en") in why


def test_a_number_with_a_new_subscriber_links_nobody_across_that_day(folder: Path) -> None:
    owners = folder / "owners.csv"
    row = "phone,8 701 000 00 07,2026-05-05T00:00:00+05:00,operator's answer\n"
    owners.write_text("kind,value,from,source\n" + row, encoding="utf-8")

    link(folder, "--owners", owners)
    link(folder, "--owners", owners, "--engine", "numba", out="numba")
    link(folder, out="unknown")
    since = link(folder, "--owners", owners, "--previous", folder / "unknown", out="since")
    why = json.loads(
        link(folder, "--owners", owners, "--explain", "B1", "B2", "--json", out=None).stdout
    )

    assert series(folder)["B2"] == series(folder, "numba")["B2"] == "B2"
    assert [(a["kept_permille"], a["counted_milli"]) for a in why["agreements"]] == [(0, 0)]
    assert since.exit_code == 0
    assert {row["why"] for row in table(folder, "changes", "since")} == {
        "owner_learned phone …0007"
    }


def paid_to(name: str, account: str, *, day: int, holder: str = "") -> Json:
    given = [{"kind": "iban", "raw": account, "role": "recipient"}]
    if holder:
        given.append({"kind": "iin", "raw": holder, "role": "recipient"})
    return complaint(name, identifiers=given, day=day)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_accounts_of_one_holder_are_one_service_and_no_series(folder: Path, lang: Lang) -> None:
    iin = person_number("900101", 1, is_odd=True)
    write(
        folder,
        [
            *(paid_to(f"A{n}", IBAN, day=n) for n in (1, 2, 3)),
            *(paid_to(f"B{n}", OTHER_IBAN, day=20 + n, holder=iin) for n in (1, 2, 3)),
        ],
    )
    holders = folder / "holders.csv"
    row = f"iban,{IBAN},Айгүл Серікова,{iin},1990-01-01,,letter 12\n"
    holders.write_text("kind,value,name,iin,born,phone,source\n" + row, encoding="utf-8")

    link(folder, out="unknown")
    link(folder, "--holders", holders)
    asked = ("--holders", holders, "--explain", "A1", "B1")
    printed = " ".join(link(folder, *asked, "--lang", lang, out=None).stdout.split())
    found = json.loads(link(folder, *asked, "--json", out=None).stdout)

    assert len({row["service_id"] for row in table(folder, "services", "unknown")}) == 2
    (service,) = {row["service_id"] for row in table(folder, "services")}
    assert {row["holder"] for row in table(folder, "services")} == {f"iin:{iin}"}
    assert series(folder) == series(folder, "unknown")
    assert [row["holder"] for row in table(folder, "holders")] == [f"iin:{iin}"] * 7
    assert {row["verdict"] for row in table(folder, "persons")} == {"together"}
    money = found["money"]
    assert [a["reason"] for a in money["agreements"]] == ["same_holder"]
    assert money["evidence_milli"] == money["agreements"][0]["weight_milli"] > 0
    assert (money["service_id"], money["holders"][0]["name"]) == (service, "Айгүл Серікова")
    assert found["agreements"] == []
    assert " ".join(say("explain_service", lang, service=service).split()) in printed
    assert say("holder_iin_same", lang) in printed


def test_a_listed_site_is_among_the_hubs_though_only_its_pages_are_named(folder: Path) -> None:
    pages = [
        [{"kind": "url", "raw": f"https://olx.kz/d/{n}", "role": "offender_site"}] for n in (1, 2)
    ]
    write(folder, [complaint(f"A{n}", identifiers=p) for n, p in enumerate(pages)])

    link(folder)
    link(folder, "--engine", "numba", out="numba")

    assert [(h["kind"], h["value"], h["degree"]) for h in table(folder, "hubs")] == [
        ("domain", "olx.kz", "2")
    ]
    assert table(folder, "hubs", "numba") == table(folder, "hubs")


def test_a_victim_who_took_another_victims_money_is_shown_and_joined_to_nobody(
    folder: Path,
) -> None:
    payment = {"at": None, "amount_minor": 500, "currency": "KZT"}
    write(
        folder,
        [
            complaint("A", payments=[{**payment, "from": OTHER_IBAN, "to": IBAN}]),
            complaint("B", payments=[{**payment, "from": IBAN, "to": ""}], day=2),
        ],
    )

    link(folder)

    (row,) = table(folder, "received")
    assert (row["complaint_id"], row["origin"], row["account"]) == ("B", "A", f"iban:{IBAN}")
    assert series(folder) == {"A": "A", "B": "B"}


def test_a_snapshot_keeps_weights_when_more_complaints_come(folder: Path) -> None:
    link(folder)
    more = [complaint(f"D{n}", phone(1), day=9) for n in range(20)]
    write(folder, [*CREW, *more])

    link(folder, "--snapshot", folder / "out" / "snapshot.csv.gz", out="kept")
    link(folder, out="anew")

    before, kept, anew = (
        next(x for x in table(folder, "links", out) if x["complaint_b"] == "A2")
        for out in ("out", "kept", "anew")
    )
    assert kept["log10_lr_milli"] == before["log10_lr_milli"] > anew["log10_lr_milli"]
    digests = [
        json.loads((folder / out / "summary.json").read_text())["snapshot_digest"]
        for out in ("out", "kept", "anew")
    ]
    assert digests[0] == digests[1] != digests[2]


def test_changes_since_an_earlier_result_say_what_happened_and_why(folder: Path) -> None:
    link(folder)
    new = [c for c in CREW if c["complaint_id"] != "C1"]
    write(folder, [*new, complaint("D1", phone(7), day=9)])
    said = judge(folder, "1,A1,A2,not_same,2026-05-10T10:00:00+05:00,officer:1,alibi")

    result = link(
        folder, "--judgements", said, "--previous", folder / "out", "--lang", "en", out="new"
    )

    rows = {
        (r["change"], r["series_id"], r["complaint_id"]): r for r in table(folder, "changes", "new")
    }
    grown = rows["grew", "B1", "D1"]
    lost = rows["shrank", "A1", "A2"]
    assert "complaint_added D1" in grown["why"]
    assert "judgement_given 1" in lost["why"]
    assert "judgement_given" not in grown["why"]
    assert "B1: grew by 1 complaints. Why: new complaint D1" in result.stdout


def test_nothing_new_is_no_change(folder: Path) -> None:
    link(folder)

    result = link(folder, "--previous", folder / "out", "--json", out="again")

    assert set(json.loads(result.stdout)["changes"].values()) == {0}
    assert table(folder, "changes", "again") == []


def test_only_a_result_of_linking_can_be_the_previous_one(folder: Path) -> None:
    result = link(folder, "--previous", folder, "--json")

    assert result.exit_code == 1
    assert json.loads(result.stderr)["faults"][0]["code"] == "previous_not_linked"


def test_a_passport_stands_beside_the_tables(folder: Path) -> None:
    result = link(folder, "--passport", "A1", "--json")

    told = json.loads(result.stdout)["passport"]
    assert told["series_id"] == "A1"
    assert {*told["files"]} | {*FILES} == {p.name for p in (folder / "out").iterdir()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_judgement_on_nobody_is_refused_with_its_place(folder: Path, lang: Lang) -> None:
    said = judge(folder, "1,A1,nobody,same,2026-05-10T10:00:00+05:00,officer:1,voice")

    result = link(folder, "--judgements", said, "--lang", lang)

    assert result.exit_code == 1
    assert "judgement_unknown_complaint" in result.stderr
    assert "judgements.csv" in result.stderr
    assert "complaint_b" in result.stderr
    assert not (folder / "out").exists()
