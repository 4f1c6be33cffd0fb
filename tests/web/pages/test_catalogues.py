"""Every message that the frameworks may say on our pages is said in Kazakh and in Russian."""

import gettext
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation
from django.utils.formats import localize
from django.utils.translation import ngettext
from django.utils.translation.trans_real import translation as catalogue_of
from hypothesis import given
from hypothesis import strategies as st
from tests.web.pages.messages import Message, said

from izdes.web import catalogues
from izdes.web.catalogues import compiled, entries, mo_of, read_po

_LOCALE = Path(catalogues.__file__).parent / "locale"
_FILES = sorted(_LOCALE.glob("*/LC_MESSAGES/*.po"))
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
# Of a person's own name and login: whoever is told need not be told which.
_WITHOUT = {"The password is too similar to the %(verbose_name)s."}


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("message", sorted(set(said())), ids=lambda message: str(message[0])[:40])
def test_every_message_of_the_frameworks_is_translated(message: Message, language: str) -> None:
    with translation.override(language):
        found = _translated(message, language)

    assert found
    assert found != message[0]


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.parts[-3])
def test_no_entry_is_untranslated_or_fuzzy(file: Path) -> None:
    wrong = [
        message
        for message, forms, is_fuzzy in entries(file.read_text(encoding="utf-8"))
        if is_fuzzy or not forms or not all(forms)
    ]

    assert not wrong


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.parts[-3])
def test_translations_keep_the_names_of_what_is_filled_in(file: Path) -> None:
    messages = read_po(file.read_text(encoding="utf-8"))

    for message, forms in messages.items():
        if message != ("",) and message[0] not in _WITHOUT:
            wanted = set(_PLACEHOLDER.findall(message[-1]))
            assert all(set(_PLACEHOLDER.findall(form)) == wanted for form in forms)


def _alone(text: str) -> Message:
    return (text,)


_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).map(_alone)


@given(
    st.dictionaries(
        _TEXTS,
        _TEXTS,
    )
)
def test_what_is_compiled_reads_as_it_was(messages: dict[Message, Message]) -> None:
    header: dict[Message, Message] = {("",): ("Content-Type: text/plain; charset=UTF-8\n",)}

    found = _opened(mo_of({**messages, **header}))

    assert all(found.gettext(message) == form for (message,), (form,) in messages.items())


def test_a_fuzzy_entry_is_left_out() -> None:
    text = '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n\nmsgid "d"\nmsgstr "e"\n'

    assert read_po(text) == {("d",): ("e",)}


def test_long_entries_and_plurals_are_read() -> None:
    text = 'msgid ""\n"a \\"x\\"\\n"\nmsgid_plural "b"\nmsgstr[0] "бір"\nmsgstr[1] "көп" \n"нәрсе"'

    assert read_po(text) == {('a "x"\n', "b"): ("бір", "көпнәрсе")}


def test_a_changed_catalogue_is_compiled_again(tmp_path: Path) -> None:
    source = tmp_path / "po" / "kk" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "a"\nmsgstr "b"\n', encoding="utf-8")
    made = compiled(tmp_path / "po", tmp_path / "mo") / "kk" / "LC_MESSAGES" / "django.mo"
    first = made.read_bytes()

    source.write_text('msgid "a"\nmsgstr "c"\n', encoding="utf-8")
    compiled(tmp_path / "po", tmp_path / "mo")

    assert made.read_bytes() != first


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_moments_and_sums_are_written_as_offices_write_them(language: str) -> None:
    with translation.override(language):
        shown = (
            engines["django"]
            .from_string("{{ at }} {{ n }}")
            .render({"at": datetime(2026, 5, 19, 9, 2, tzinfo=UTC), "n": 2_500_000})
        )

        assert shown == "19.05.2026 14:02 2\u202f500\u202f000"
        assert localize(datetime(2026, 5, 19, tzinfo=UTC).date()) == "19.05.2026"


def _translated(message: Message, language: str) -> str | None:
    if len(message) == 1:
        # Only the catalogue itself tells a message that is missing from one that is the same.
        found = catalogue_of(language)._catalog.get(message[0])  # type: ignore[attr-defined] # noqa: SLF001
        return str(found) if found else None
    return ngettext(message[0], message[1], 5)


def _opened(compiled_catalogue: bytes) -> gettext.GNUTranslations:
    """Return a catalogue as Python's own reader opens it."""
    return gettext.GNUTranslations(BytesIO(compiled_catalogue))
