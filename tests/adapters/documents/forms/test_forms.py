"""Forms: every one is whole in Kazakh and Russian, and prints what stands in it."""

import io
import re
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.adapters.documents.forms.filled import (
    CASE,
    MADE_AT,
    PLACE,
    paper_of,
    translated,
    values_of,
)

from izdes.adapters.documents.forms.content import Place, digest_of
from izdes.adapters.documents.forms.figures import shown
from izdes.adapters.documents.forms.filling import (
    NotOfItsKind,
    as_typed,
    cells,
    lacking,
    require_whole,
    typed,
)
from izdes.adapters.documents.forms.form import (
    BILINGUAL,
    KINDS,
    PAPER_LANGUAGES,
    SIGNS_BY,
    Form,
    PaperLang,
    UnknownForm,
    form_of,
    forms,
)
from izdes.adapters.documents.forms.mark import drawn, told
from izdes.adapters.documents.forms.rendering import pages_of, pdf_of
from izdes.adapters.documents.forms.view import view_of
from izdes.adapters.words import entries, say
from izdes.core.errors import InputRefused
from izdes.core.law.pack import norms
from izdes.core.law.release import packaged_pack

EVERY = [pytest.param(form, id=form.code) for form in forms().values()]
BOTH = pytest.mark.parametrize("lang", PAPER_LANGUAGES)
BLOCKS = {"para", "title", "facts", "text", "rows", "points", "decree", "norms", "warned"}
_KAZAKH_ONLY = re.compile("[ӘәҒғҚқҢңӨөҰұҮүҺһ]")


def text_of(pdf: bytes) -> str:
    """Return everything that a PDF says, without blanks: lines break anywhere."""
    reader = PdfReader(io.BytesIO(pdf))
    return squeezed("".join(page.extract_text() for page in reader.pages))


def squeezed(text: str) -> str:
    """Return a text without blanks and marks that are not seen."""
    return re.sub(r"[\s\u200b\u202f\u00a0]", "", text)


@pytest.mark.parametrize("form", EVERY)
@BOTH
def test_every_form_prints_its_captions_and_its_fields(form: Form, lang: PaperLang) -> None:
    values = values_of(form, lang)

    text = text_of(pdf_of(paper_of(form, lang)))

    assert squeezed(form.heading[lang] + form.subheading[lang]) in text
    assert squeezed(PLACE.number) in text
    for field in form.fields:
        printed = squeezed(shown(field.kind, values[field.name], lang, field))
        if field.kind == "text":
            printed = squeezed(values[field.name].splitlines()[0])
        if field.kind == "rows":
            assert all(squeezed(one.names[lang]) in text for one in field.columns), field.name
            continue
        if field.kind == "flag":
            # It prints no value, but what stands on paper where it is set.
            continue
        assert printed in text, field.name


@pytest.mark.parametrize("form", EVERY)
@BOTH
def test_no_letter_is_missing_from_the_fonts(form: Form, lang: PaperLang) -> None:
    # A letter without a glyph is drawn as the font's empty box: its text is lost or replaced.
    alphabet = "ӘәҒғҚқҢңӨөҰұҮүҺһІі ЁёЪъЫыЭэ №«»–—₸"
    first = next(one for one in form.fields if one.kind in {"line", "text"})
    values = values_of(form, lang) | {first.name: alphabet}

    text = text_of(pdf_of(paper_of(form, lang, values=values)))

    assert squeezed(alphabet) in text
    assert "\ufffd" not in text


@pytest.mark.parametrize("form", EVERY)
def test_the_same_paper_has_the_same_bytes(form: Form) -> None:
    assert pdf_of(paper_of(form, "kk")) == pdf_of(paper_of(form, "kk"))


@pytest.mark.parametrize("form", EVERY)
def test_a_form_is_whole(form: Form) -> None:
    known, words = norms(packaged_pack()), entries()

    for lang in PAPER_LANGUAGES:
        assert form.names[lang]
        assert form.heading[lang]
        assert form.subheading[lang]
    assert form.names["en"]
    assert form.bilingual <= BILINGUAL
    assert set(form.norms) <= set(known)
    assert {copy.norm for copy in form.copies if copy.norm} <= set(known)
    assert all(f"paper_copy_to.{copy.to}" in words for copy in form.copies)
    assert sum(one.by == "key" for one in form.signs) == 1
    assert all(one.by in SIGNS_BY for one in form.signs)
    assert all(f"paper_who.{one.who}" in words for one in form.signs if one.by == "ink")
    assert all(f"role_{post}" in words for post in form.posts)


@pytest.mark.parametrize("form", EVERY)
def test_a_form_asks_for_fields_that_it_has_and_uses_all_of_them(form: Form) -> None:
    used = set[str]()
    for block in form.body:
        assert len(BLOCKS & block.keys()) == 1, block
        used |= set(block.get("facts", ())) | {block.get("text", ""), block.get("rows", "")}
        used |= {block.get("by", ""), block.get("when", "").partition("=")[0]}
        used |= set(re.findall(r"\{(\w+)\}", str(block)))
        for item in block.get("points", ()):
            used.add(item.get("when", ""))
    names = {field.name for field in form.fields}

    beside = {"case_number", "qualification", "body", "signer", "signer_post", "made_on", ""}
    assert used - beside - {f"{name}_words" for name in names} <= names
    assert names - used <= {"addressee"}
    assert {one.named_by for one in form.signs if one.named_by} <= names


@pytest.mark.parametrize("form", EVERY)
def test_a_field_is_named_in_three_languages(form: Form) -> None:
    for field in form.fields:
        assert field.kind in KINDS
        assert field.names.keys() == {"kk", "ru", "en"}
        assert not field.help or field.help.keys() == {"kk", "ru", "en"}
        assert (field.kind == "choice") == bool(field.options)
        assert (field.kind == "rows") == bool(field.columns)
        for one in (*field.options.values(), *(column.names for column in field.columns)):
            assert one.keys() == {"kk", "ru", "en"}


@pytest.mark.parametrize("form", EVERY)
def test_russian_wording_has_no_kazakh_letter(form: Form) -> None:
    wording = [form.heading["ru"], form.subheading["ru"], *(f.names["ru"] for f in form.fields)]
    for block in form.body:
        wording += [one["ru"] for one in block.get("points", ())]
        wording += [
            block[kind]["ru"] for kind in ("para", "title", "warned", "decree") if kind in block
        ]

    assert [text for text in wording if _KAZAKH_ONLY.search(text)] == []


def test_a_paper_is_known_by_number_digest_and_where_to_check() -> None:
    content = paper_of(form_of("suspension"), "kk")
    digest = digest_of(content)

    mark = view_of(content)["mark"]
    text = text_of(pdf_of(content))

    assert digest in text
    assert squeezed(PLACE.check_at) in text
    assert squeezed(f"{PLACE.journal_size} жазба") in text
    assert (
        drawn(told(PLACE.number, digest, body=CASE.body_bin, check_at=PLACE.check_at))
        == mark["svg"]
    )


def test_any_change_of_a_paper_changes_its_digest() -> None:
    form = form_of("suspension")
    values = values_of(form, "kk")
    digests = {digest_of(paper_of(form, "kk"))}

    for field in form.fields:
        digests.add(digest_of(paper_of(form, "kk", values=values | {field.name: "9"})))
    digests.add(digest_of(paper_of(form, "ru", values=values)))
    digests.add(digest_of(paper_of(form, "kk", place=Place("other", MADE_AT))))

    assert len(digests) == len(form.fields) + 3


def test_a_draft_has_no_number_and_no_code_and_says_so() -> None:
    content = paper_of(form_of("request"), "ru", place=Place("", MADE_AT))

    text = text_of(pdf_of(content))

    assert "ПРОЕКТ" in text
    assert digest_of(content) not in text
    assert view_of(content)["mark"] is None


def test_a_page_can_be_looked_at_before_the_paper_is_made() -> None:
    pages = pages_of(paper_of(form_of("request"), "kk", place=Place("", MADE_AT)))

    assert pages
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_a_translation_is_marked_and_names_its_translator() -> None:
    content = paper_of(form_of("victim_decree"), "ru", original=translated())

    text = text_of(pdf_of(content))

    assert "ПЕРЕВОД" in text
    assert squeezed("Сейітқали Айжан Маратқызы") in text
    assert squeezed(translated().number) in text


@pytest.mark.parametrize(("born", "is_flagged"), [("2008-05-22", True), ("2008-05-21", False)])
def test_a_minor_holder_is_flagged(born: str, is_flagged: bool) -> None:  # noqa: FBT001 - a row
    form = form_of("suspension")
    values = values_of(form, "kk") | {"holder_born": born}

    text = text_of(pdf_of(paper_of(form, "kk", values=values)))

    assert (squeezed("кәмелетке толмаған") in text) is is_flagged


@pytest.mark.parametrize("word", ["дроппер", "Дроппера", "дроп", "dropper", "Dropper", "дроповод"])
@pytest.mark.parametrize("form", [one for one in forms().values() if one.is_outgoing])
def test_a_paper_that_leaves_the_house_calls_nobody_a_dropper(form: Form, word: str) -> None:
    first = next(one for one in form.fields if one.kind in {"line", "text"})
    values = values_of(form, "ru") | {first.name: f"Владелец счёта, он же {word}."}

    found = list(lacking(form, values))

    assert [fault.code for fault in found] == ["paper_names_before_suspicion"]


def test_what_only_sounds_alike_may_stand() -> None:
    form = form_of("request")
    values = values_of(form, "ru") | {"fabula": "Сообщение пришло через Dropbox, дропшиппинг."}

    require_whole(form, values)


def test_a_paper_that_lacks_a_field_is_not_made() -> None:
    form = form_of("suspension")
    values = values_of(form, "kk") | {"amount": "", "trace": [], "holder": ""}

    with pytest.raises(InputRefused) as refused:
        require_whole(form, values)

    assert [fault.column for fault in refused.value.faults] == ["amount"]


def test_there_is_no_form_of_another_name() -> None:
    with pytest.raises(UnknownForm):
        form_of("warrant")


@given(kind=st.sampled_from(KINDS), text=st.text(max_size=60))
@settings(max_examples=200)
def test_only_an_error_of_ours_leaves_what_was_typed(kind: str, text: str) -> None:
    if kind == "rows":
        return
    with suppress(NotOfItsKind):
        typed(kind, text)  # type: ignore[arg-type] # sampled from them


@given(st.integers(0, 2**53 - 1))
def test_a_sum_that_is_shown_again_is_the_same_sum(minor: int) -> None:
    field = form_of("suspension").by_name["amount"]

    assert typed("money", as_typed(field, minor)) == minor


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_is_read_as_people_and_as_browsers_write_it(day: date) -> None:
    assert typed("date", day.strftime("%d.%m.%Y").zfill(10)) == day.isoformat()
    assert typed("date", day.isoformat()) == day.isoformat()


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds
def test_a_moment_that_is_shown_again_is_the_same_minute(at: datetime) -> None:
    field = form_of("suspension").by_name["until"]
    minute = at.replace(second=0, microsecond=0)

    again = typed("moment", as_typed(field, minute.isoformat()))

    assert datetime.fromisoformat(again) == minute


@given(st.datetimes().filter(lambda at: not 1900 <= at.year < 2200))
def test_a_day_of_another_age_stands_on_no_paper(at: datetime) -> None:
    for kind, text in (("date", at.date().isoformat()), ("moment", at.isoformat())):
        with pytest.raises(NotOfItsKind):
            typed(kind, text)  # type: ignore[arg-type] # two of them


def test_a_table_is_typed_row_by_row() -> None:
    field = form_of("oral_statement").by_name["payments"]

    rows = cells("2026-05-19T14:02 | 500 000 | KZ1 | KZ2\n\n | 1,50", field)

    assert [row["amount"] for row in rows] == [50_000_000, 150]
    assert rows[0]["target"] == "KZ2"
    assert cells(as_typed(field, rows), field) == rows


@pytest.mark.parametrize("line", ["1 | 2 | 3 | 4 | 5", "not a moment"])
def test_a_row_that_cannot_be_read_is_refused(line: str) -> None:
    with pytest.raises(NotOfItsKind):
        cells(line, form_of("oral_statement").by_name["payments"])


def test_the_page_of_reference_names_every_form() -> None:
    page = (Path(__file__).parents[4] / "docs" / "reference" / "papers.md").read_text("utf-8")

    for form in forms().values():
        assert f"| `{form.code}` | {form.names['kk']} | {form.names['ru']} |" in page


_UNTOLD = {
    "kk": ("клиентке, шот иесіне және оның өкіліне хабарланбасын", "ҚР ҚПК 201-бабының 1-бөлігі"),
    "ru": ("Клиента, владельца счёта и его представителя", "ч. 1 ст. 201 УПК РК"),
}


@pytest.mark.parametrize("code", ["request", "suspension"])
@BOTH
def test_that_the_client_is_not_told_stands_on_paper_with_its_norm(
    code: str, lang: PaperLang
) -> None:
    form = form_of(code)
    values = values_of(form, lang)
    words, norm = (squeezed(text) for text in _UNTOLD[lang])

    told_ = text_of(pdf_of(paper_of(form, lang, values={**values, "client_untold": True})))
    silent = text_of(pdf_of(paper_of(form, lang, values={**values, "client_untold": False})))

    assert words in told_
    # In the point itself, and among the norms on which the paper rests.
    assert told_.count(norm) == 2
    assert words not in silent
    assert norm not in silent


@pytest.mark.parametrize("length", range(1, 25, 3))
def test_neither_a_signature_nor_the_mark_stands_alone_on_a_sheet(length: int) -> None:
    form = form_of("loan_representation")
    story = "Белгісіз біреу ақшаны алдап алған, ол шотқа түскен. " * length
    paper = paper_of(form, "kk", values={**values_of(form, "kk"), "fabula": story})

    last = squeezed(PdfReader(io.BytesIO(pdf_of(paper))).pages[-1].extract_text())

    assert squeezed(say("paper_form_digest", "kk")) in last
    assert squeezed(say("paper_caption.signature", "kk")) in last
    assert squeezed("мерзімде жазбаша хабарлансын") in last
