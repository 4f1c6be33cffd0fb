import io
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.follow.invented_series import CREW_PHONE, CREW_SITE, MULE, START, crew, own_account
from tests.follow.invented_series import passport as made_of

from izdes.adapters.documents.head import sum_of
from izdes.adapters.documents.papers import render
from izdes.adapters.documents.passports.law import Cited
from izdes.adapters.documents.passports.reckoning import qualification_part
from izdes.adapters.words import LANGUAGES, Lang, entries, say
from izdes.core.law.joinder import Signs, Status, check_exclusions, rules
from izdes.core.law.release import packaged_pack
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.possible import Ground, Possible
from izdes.core.linking.weak.received import Received
from izdes.core.money.account import AccountKey

Passport = dict[str, Any]
PAPERS: tuple[Lang, ...] = ("kk", "ru")
STATUSES: tuple[Status, ...] = ("found", "nothing_found", "to_be_checked_by_a_person")


@cache
def passport() -> Passport:
    complaints, other = crew(), crew(9)[8].complaint_id
    grounds = (Ground("same_script", complaints[1].complaint_id, other, 1200),)
    possible = (Possible(complaints[0].complaint_id, other, 1200, 900, grounds),)
    account = AccountKey(f"iban:{own_account(0)}")
    who = complaints[0].complaint_id, complaints[1].complaint_id
    return made_of(
        complaints,
        found={"possible": possible},
        received=(Received(*who, account, 1_500_000, "KZT", START),),
    )


def pages_of(paper: Passport, lang: Lang = "ru") -> list[str]:
    pdf = render({**paper, "language": lang})
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(texts: Iterable[str]) -> str:
    return re.sub(r"[\s\u200b]+", "", "".join(texts))


def body_of(paper: Passport, lang: Lang) -> str:
    """What stands on the pages, without the foot of each."""
    return re.sub(
        r"(?:паспорт|passport)[0-9a-f]{16}\d+/\d+A\d{6}", "", squeezed(pages_of(paper, lang))
    )


@cache
def text_of(lang: Lang) -> str:
    return body_of(passport(), lang)


@pytest.mark.parametrize("lang", PAPERS)
def test_the_same_passport_gives_the_same_bytes(lang: Lang) -> None:
    paper = {**passport(), "language": lang}

    first, second = render(paper), render(paper)

    assert first.startswith(b"%PDF-")
    assert first == second


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_json_holds_is_on_paper(lang: Lang) -> None:
    told, text = passport(), body_of(passport(), lang)

    for value in (
        *(e["complaint_id"] for e in told["episodes"]),
        *(e["victim"]["ref"] for e in told["episodes"]),
        *(i["value"] for i in told["identifiers"]),
        *(x["value"] for x in told["leads"]["identifiers"] if x["kind"] != "account"),
        *(p["series_id"] for p in told["leads"]["possible_joins"]),
        *told["digests"].values(),
        told["digest"],
        told["version"],
    ):
        assert squeezed([value]) in text
    assert squeezed([say("passport_received", lang)]) in text
    assert squeezed([sum_of("1500000", "KZT")]) in text
    for norm in told["norms"]:
        assert squeezed([norm["cited"][lang]]) in text
        assert squeezed([norm["text"][lang]]) in text


@pytest.mark.parametrize("lang", PAPERS)
def test_every_sum_is_on_paper_with_its_arithmetic(lang: Lang) -> None:
    text = text_of(lang)

    for shown in (
        "27 049 999 ₸",
        "4 500 000 ₸ > 1 000 × 4 325 ₸ = 4 325 000 ₸",
        "4 500 000 ₸ ≤ 4 000 × 4 325 ₸ = 17 300 000 ₸",
        "20 000 000 ₸ > 4 000 × 4 325 ₸ = 17 300 000 ₸",
    ):
        assert squeezed([shown]) in text


def test_the_term_is_on_paper_with_its_computation() -> None:
    assert squeezed(["05.05.2026 + 2 мес. = 05.07.2026"]) in text_of("ru")
    assert squeezed(["05.05.2026 + 1 ай = 05.06.2026"]) in text_of("kk")


def test_a_passport_says_that_it_is_a_proposal() -> None:
    assert text_of("kk").startswith("ҰСЫНЫС")
    assert text_of("ru").startswith("ПРЕДЛОЖЕНИЕ")
    assert "Этонерешениеинедоказательство" in text_of("ru")


@pytest.mark.parametrize("lang", PAPERS)
def test_no_victims_number_and_no_name_is_on_paper(lang: Lang) -> None:
    text = text_of(lang)

    assert all(own_account(n) not in text for n in range(5))
    assert "Үлгіқызы" not in text
    assert MULE in text
    assert CREW_PHONE in text
    assert squeezed([CREW_SITE]) in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_exclusion_has_words_for_every_status_and_for_who_checks_it(lang: Lang) -> None:
    told = passport()["joinder"]

    for one in check_exclusions(Signs(**told["signs"])):
        assert say(f"passport_exclusion.{one.exclusion_id}", lang)
        assert say(f"passport_check.{one.exclusion_id}", lang)
        for status in STATUSES:
            assert say(f"passport_status.{status}", lang)
            finding = say(f"passport_finding.{one.exclusion_id}.{status}", lang, **told["signs"])
            assert "—" not in finding


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_the_pack_names_has_words(lang: Lang) -> None:
    data = packaged_pack().tables["joinder.yaml"]
    sizes = [
        t for t in packaged_pack().tables["thresholds.yaml"] if t["offence"] == rules().offence_id
    ]

    codes = [
        *(f"passport_form.{t['form']}" for t in data["terms"]["forms"]),
        *(f"passport_feature.{f.feature}" for f in rules().features),
        *(f"passport_notice_to.{n.to}" for n in rules().notices),
        *(f"passport_size.{t['size']}" for t in sizes),
        *(f"passport_parameter.{name}" for name in passport()["method"]["parameters"]),
    ]

    assert all(entries()[code][lang] for code in codes)


def test_exclusions_stand_on_paper_with_their_status() -> None:
    text = text_of("ru")

    assert text.count("ПРОВЕРЯЕТЧЕЛОВЕК") == 2
    assert text.count("ПРИЗНАКОВНЕНАЙДЕНО") == 2


def test_a_norm_whose_article_was_not_read_is_marked_wherever_it_is_cited() -> None:
    norms = [{**n, "verified": n["norm_id"] != "cpc.joinder_unknown"} for n in passport()["norms"]]

    text = squeezed(pages_of({**passport(), "norms": norms}))

    assert "СТАТЬЯНЕПРОЧИТАНА" not in text_of("ru")
    assert text.count("СТАТЬЯНЕПРОЧИТАНА") == 2


def test_dates_of_a_norm_are_on_paper() -> None:
    dated = {"valid_from": "2020-01-11", "valid_to": "2027-02-03"}
    norms = [{**n, **dated} for n in passport()["norms"]]

    text = squeezed(pages_of({**passport(), "norms": norms}))

    assert "статьяпрочитана;с11.01.2020;до03.02.2027" in text
    assert "началодействияредакциинеизвестно" in text_of("ru")


def test_an_index_that_is_not_confirmed_is_marked() -> None:
    told = passport()["qualification"]
    losses = [{**x, "index_verified": False} for x in told["losses"]]

    text = squeezed(pages_of({**passport(), "qualification": {**told, "losses": losses}}))

    assert text.count("неподтверждён") == len(losses)
    assert "неподтверждён" not in text_of("ru")


def test_a_loss_or_an_index_that_is_not_known_is_not_compared() -> None:
    old = START.replace(year=2017)
    made = made_of(crew(2, {n: {"occurred_from": old} for n in range(2)}))
    unsaid = made_of(crew(2, {0: {"total_minor": None, "payments": ()}}))

    texts = [body_of(paper, "ru") for paper in (made, unsaid)]

    assert squeezed(["нет в пакете 1 000 × ? 4 000 × ? неизвестно"]) in texts[0]
    assert squeezed(["4 325 ₸ 1 000 × 4 325 ₸ = 4 325 000 ₸"]) in texts[1]


def test_contradictions_are_on_paper_and_officers_words_are_not() -> None:
    ids = [c.complaint_id for c in crew(3)]
    said = [
        Judgement("J1", ids[0], ids[1], "same", START, "officer-17", "Сынақова айтты"),
        Judgement("J2", ids[1], ids[2], "same", START, "officer-18"),
        Judgement("J3", ids[0], ids[2], "not_same", START, "officer-19"),
    ]

    text = squeezed(pages_of(made_of(crew(3), found={"judgements": said})))

    assert "противоречие:неприменено" in text
    assert "officer-17" in text
    assert "Сынақова" not in text


def test_every_page_of_a_long_table_repeats_its_heading() -> None:
    pages = [squeezed([page]) for page in pages_of(made_of(crew(60)))]

    head = squeezed([say("passport_column.complaint", "ru")])
    listed = [page for page in pages if "заявлено" in page]
    assert len(listed) > 3
    assert all(head in page for page in listed)


def test_pages_are_numbered_and_carry_the_code_of_the_passport() -> None:
    pages = [squeezed([page]) for page in pages_of(passport(), "kk")]

    code = passport()["digest"][:16]
    assert all(f"{n}/{len(pages)}" in page for n, page in enumerate(pages, start=1))
    assert all(code in page for page in pages)


def test_a_passport_speaks_one_language() -> None:
    assert not re.search("Біріктіру|Эпизодтар|жәбірленуші|тармағы", text_of("ru"))
    assert not re.search("Основания|потерпевший|заявлено|пункт", text_of("kk"))


@settings(max_examples=8)
@given(st.text(min_size=1, max_size=60))
def test_any_text_of_a_source_can_be_printed(value: str) -> None:
    told = made_of(crew(2))
    identifiers = [{**i, "value": value, "kind": value} for i in told["identifiers"]]
    episodes = [{**e, "complaint_id": value, "scheme": value} for e in told["episodes"]]
    changed = {**told, "identifiers": identifiers, "episodes": episodes, "number": value}

    assert render({**changed, "language": "kk"}).startswith(b"%PDF-")


def test_sums_keep_their_narrow_spaces() -> None:
    part = qualification_part(passport(), "ru", Cited(passport(), "ru"))

    tables = [block["rows"] for block in part["blocks"] if block["kind"] == "table"]
    lines = [line["text"] for rows in tables for row in rows for one in row for line in one]
    assert any("4\u202f325\u202f000\u00a0₸" in line for line in lines)
