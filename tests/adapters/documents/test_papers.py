import io
import re
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.adapters.documents.papers import CASE, Paper, a_freeze, a_request, a_subject

from izdes.adapters.documents.papers import NoSuchPaper, render, render_many
from izdes.adapters.words import LANGUAGES, Lang, entries, say
from izdes.core.law.pack import UnknownMeasure, measures, norms

BOTH = pytest.mark.parametrize("make", [a_freeze, a_request], ids=["freeze", "request"])
RU_ONLY = ("САНКЦИОНИРУЮ", "Прошу", "Срок ответа", "Квалификация", "ПОСТАНОВ", "подпись", "Время")
# The measures whose papers this program lays out; the matrix holds more.
WRITTEN = sorted(name for name in measures() if f"paper_heading.{name}" in entries())
KK_ONLY = ("САНКЦИЯЛАЙМЫН", "сұраймын", "Жауап беру", "Саралануы", "ҚАУЛЫ", "қолы", "Уақыт")


def pages_of(paper: Paper) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(render(paper))).pages]


def squeezed(texts: Iterable[str]) -> str:
    return re.sub(r"[\s\u200b]+", "", "".join(texts))


def text_of(paper: Paper) -> str:
    return squeezed(pages_of(paper))


@BOTH
def test_the_same_paper_gives_the_same_bytes(make: Callable[..., Paper]) -> None:
    paper = make(case=CASE)

    first, elsewhere = render(paper), render_many([paper] * 3, jobs=2)

    assert first.startswith(b"%PDF-")
    assert elsewhere == (first, first, first)


def test_many_papers_come_in_the_order_given_and_each_is_announced() -> None:
    papers = [a_freeze(number=f"F-{n:03}") for n in range(6)]
    announced: list[int] = []

    made = render_many(papers, jobs=3, on_done=announced.append)

    assert made == tuple(render(paper) for paper in papers)
    assert announced == list(range(6))


@pytest.mark.parametrize(
    "name",
    [
        "#panic()",
        "$x$ *қалың* _көлбеу_ `код`",
        "]#{panic()}",
        r"\#eval(\"1\") \u{41}",
        "// жоқ /* жоқ */",
        "<label> @ref = тақырып",
        "тырнақша \" ' « »",
        "{marks} {0} %s",
        "- тізім + сан ~ -- ---",
    ],
)
def test_a_name_that_looks_like_code_prints_as_it_stands(name: str) -> None:
    person = {"name": name, "post": name, "phone": name, "office": name}
    case = {**CASE, "body": name, "officer": person, "prosecutor": person}
    changed: Paper = {"case": case, "institution": None, "institution_printed": name}
    freeze = a_freeze(account={"key": "@unknown:1", "printed": name, "holder": name}, **changed)
    request = a_request(subjects=[a_subject("@unknown:1", printed=name, holder=name)], **changed)

    printed = [text_of(paper).count(squeezed(name)) for paper in (freeze, request)]

    # Body, addressee, account, holder, officer's three; in the freeze the order names the account,
    # in the request the prosecutor's three follow.
    assert printed == [8, 10]


@settings(max_examples=20)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_of_a_source_can_be_printed(name: str, key: str) -> None:
    freeze = a_freeze(account={"key": key, "printed": name, "holder": name})
    request = a_request(subjects=[a_subject(key, printed=name, holder=name)], case={"body": name})

    made = render_many([freeze, request])

    assert all(pdf.startswith(b"%PDF-") for pdf in made)


@pytest.mark.parametrize("measure", WRITTEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_can_be_written_in_every_language(measure: str, language: Lang) -> None:
    make = a_freeze if measure.startswith("freeze") else a_request

    text = text_of(make(language, measure=measure))

    assert squeezed(say(f"paper_subheading.{measure}", language)) in text
    assert not re.search("None|null|—", text)


@BOTH
def test_a_paper_speaks_one_language(make: Callable[..., Paper]) -> None:
    kazakh, russian = text_of(make("kk", case=CASE)), text_of(make("ru", case=CASE))

    assert [word for word in RU_ONLY if squeezed(word) in kazakh] == []
    assert [word for word in KK_ONLY if squeezed(word) in russian] == []


@BOTH
def test_a_paper_without_case_has_blanks_and_invents_nothing(make: Callable[..., Paper]) -> None:
    paper = make(institution=None, institution_printed="")

    text = text_of(paper)

    assert "(органныңатауы)" in text
    assert "(ұйымныңатауы)" in text
    assert "СДТБТнөмірі:Тіркелгенкүні:Саралануы:Деректер" in text


@BOTH
def test_what_the_case_file_says_is_printed(make: Callable[..., Paper]) -> None:
    text = text_of(make(case=CASE))

    for fact in (CASE["register_number"], CASE["body"], *CASE["officer"].values(), "20.05.2026"):
        assert squeezed(fact) in text
    assert squeezed("ҚР ҚК 190-бабы 3-бөлігінің 4) тармағы") in text


@pytest.mark.parametrize(
    ("qualification", "printed"),
    [
        ({"article": "190", "part": "3", "point": "4)"}, "п. 4) ч. 3 ст. 190 УК РК"),
        ({"article": "190", "part": "2"}, "ч. 2 ст. 190 УК РК"),
        ({"article": "232-1"}, "ст. 232-1 УК РК"),
        ({"text": "мошенничество (иное)"}, "мошенничество (иное)"),
        ({"part": "2"}, "Квалификация: Данные"),
        ({"article": "190", "point": "4"}, "Квалификация: Данные"),
    ],
)
def test_a_qualification_prints_as_far_as_it_is_known(qualification: Paper, printed: str) -> None:
    text = text_of(a_request("ru", case={"qualification": qualification}))

    assert squeezed(printed) in text


def test_a_request_waits_for_the_prosecutors_ink() -> None:
    text = text_of(a_request(case=CASE))

    assert "САНКЦИЯЛАЙМЫН" in text
    assert squeezed("Үлгі прокуратурасы") in text
    assert squeezed("3 тәуліктен кешіктірмей") in text
    assert squeezed("18 бағанды Excel кестесі") in text


def test_a_suspension_needs_no_sanction_but_notices_within_a_day() -> None:
    text = text_of(a_freeze(case=CASE))

    assert "САНКЦИЯ" not in text
    assert "КЕЛІСЕМІН" not in text
    assert squeezed("24 сағат ішінде хабарлансын: прокурорға, сотқа.") in text
    assert squeezed("10 тәуліктен аспайтын") in text


def test_a_restriction_waits_for_the_prosecutors_agreement() -> None:
    text = text_of(a_freeze("ru", measure="freeze.restriction"))

    assert "СОГЛАСОВЫВАЮ" in text


def test_a_freeze_prints_its_cap_and_what_it_is_made_of() -> None:
    text = text_of(a_freeze("ru"))

    for sum_of_money in ("2 450 000 ₸", "2 000 000,50 ₸", "449 999,50 ₸"):
        assert squeezed(sum_of_money) in text


def test_a_part_of_the_cap_that_is_nought_is_not_printed() -> None:
    text = text_of(a_freeze(held_minor="0", held_as_of=None, frontier_minor="245000000"))

    assert squeezed("оның ішінде шотта тұрғаны") not in text
    assert squeezed("оның ішінде үзінді көшірме қамтымаған") in text


def test_only_norms_whose_article_was_read_are_on_paper() -> None:
    text = text_of(a_request("ru"))

    for norm in (norm for wordings in norms().values() for norm in wordings):
        if not norm.verified:
            assert squeezed(norm.cited.ru) not in text
    assert squeezed(norms()["cpc.bank_secrecy"][0].text.ru) in text


def test_sixty_accounts_fit_into_one_request_and_every_page_repeats_the_heading() -> None:
    keys = [f"iban:KZ{n:02}6010000000000000" for n in range(60)]
    pages = pages_of(a_request(subjects=[a_subject(key) for key in keys]))

    text = squeezed(pages)
    tables = [squeezed([page]) for page in pages if re.search(r"KZ\d\d6010", page)]

    assert all(key.partition(":")[2] in text for key in keys)
    assert len(tables) > 2
    assert all("Шот" in table and "Кезең" in table for table in tables)


def test_pages_are_numbered_and_carry_the_code_of_the_findings() -> None:
    pages = pages_of(a_request(subjects=[a_subject() for _ in range(30)]))

    for number, page in enumerate(pages, start=1):
        assert f"{number}/{len(pages)}" in squeezed([page])
        assert "9f3a12bc7d9044e1" in squeezed([page])


@pytest.mark.parametrize("long", ["Ж" * 90, "9" * 70, "W" * 64])
def test_a_word_too_long_for_its_cell_is_broken_and_not_cut(long: str) -> None:
    paper = a_request(subjects=[a_subject(f"acct:?:{long}", holder=long)])

    pages = pages_of(paper)

    assert all(long not in page for page in pages)
    assert squeezed(pages).count(long) == 2


def test_a_number_that_fits_is_left_whole_for_copying() -> None:
    pages = pages_of(a_request())

    assert any("KZ876010000000000000" in page for page in pages)


@pytest.mark.parametrize("letters", ["ӘәҒғҚқҢңӨөҰұҮүҺһІі", "ЁёЪъЫыЭэ", "₸"])
def test_every_letter_of_the_languages_is_in_the_fonts(letters: str) -> None:
    text = text_of(a_request(case={"body": letters}))

    assert letters in text


def test_what_is_asked_of_some_accounts_names_their_numbers() -> None:
    some = [a_subject(), a_subject(ask=["holder"]), a_subject(), a_subject()]

    text = text_of(a_request("ru", subjects=some))

    assert squeezed("остаток на начало периода (№ 1, 3–4 таблицы)") in text


def test_transfers_to_somebody_unknown_are_listed_apart() -> None:
    subjects = [a_subject(), a_subject(because="payee_unknown", ask=["payee_account"])]

    text = text_of(a_request("ru", subjects=subjects))

    assert squeezed("Переводы, которыми деньги поступили на эти счета") in text
    assert squeezed("Переводы, получатель которых неизвестен") in text


@pytest.mark.parametrize(
    "because",
    [
        "frontier",
        "later_movements",
        "no_balances",
        "ended_early",
        "faulty",
        "payee_unknown",
        "exchange_client",
    ],
)
def test_every_reason_to_ask_has_its_own_sentence(because: str) -> None:
    text = text_of(a_request("ru", subjects=[a_subject(because=because)]))

    assert squeezed(say(f"paper_because.{because}", "ru")) in text


def test_a_code_without_a_sentence_is_printed_and_not_lost() -> None:
    text = text_of(a_freeze("ru", marks=["new_mark"], rule="lowest-balance"))

    assert "new_mark" in text
    assert "lowest-balance" in text


@pytest.mark.parametrize("changed", [{"kind": "letter"}, {"language": "de"}])
def test_a_paper_of_another_kind_is_an_error(changed: Paper) -> None:
    with pytest.raises(NoSuchPaper):
        render(a_freeze(**changed))


def test_a_paper_under_an_unknown_measure_is_an_error() -> None:
    with pytest.raises(UnknownMeasure):
        render(a_freeze(measure="freeze.forever"))
