"""Checkpoints: the published key of the standard, and what is no note."""

import base64

import pytest

from izdes.core.sealing.checkpoint import Checkpoint, NotACheckpoint, NotAKeyName, VerifierKey

# The example of the note package of Go, which the standard was written from.
PUBLISHED = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
POINT = Checkpoint("izdes.example", 42, bytes(range(32)))


def published() -> VerifierKey:
    name, _, key = PUBLISHED.split("+", 2)
    return VerifierKey(name, base64.b64decode(key)[1:])


def note() -> str:
    return POINT.signed(published(), lambda text: bytes(64) if text else b"")


def test_a_key_is_written_as_the_standard_writes_it() -> None:
    assert str(published()) == PUBLISHED


def test_what_a_note_states_is_read_back() -> None:
    assert Checkpoint.read(note()) == POINT


def test_a_signature_line_names_its_key() -> None:
    last = note().splitlines()[-1]

    assert last.startswith("— PeterNeumann x08go")


@pytest.mark.parametrize(
    "changed",
    [
        note().replace("\n42\n", "\n042\n"),
        note().replace("\n42\n", "\n-1\n"),
        note().replace("\n42\n", "\n42\nmore\n"),
        note().replace("\n\n", "\n"),
        note().replace("— ", "- "),
        note().replace("AAECAw", "AAEC"),
        note().replace("Hh8=", "Hh9="),
        note().removesuffix("\n"),
        note() + "\n",
        note() + "x",
        "",
        POINT.text,
        POINT.text + "\n",
    ],
)
def test_a_text_of_another_form_is_no_checkpoint(changed: str) -> None:
    with pytest.raises(NotACheckpoint):
        Checkpoint.read(changed)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n", "\u00a0"])
def test_a_name_that_would_break_its_line_is_refused(name: str) -> None:
    with pytest.raises(NotAKeyName):
        VerifierKey(name, bytes(32))
