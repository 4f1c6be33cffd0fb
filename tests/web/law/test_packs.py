"""Packs: who installs which, and what was installed stays as it was."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.law.packs import changed_texts, two_days

from izdes.adapters.lawpack import NoteWrong, Signer, sign_note
from izdes.core.errors import InputRefused
from izdes.core.law.release import packaged_pack, read_pack
from izdes.core.law.release.packs import packaged_texts
from izdes.web.config import Configuration, configuration
from izdes.web.journal.models import Entry
from izdes.web.law.editions import (
    EditionDamaged,
    EditionUnknown,
    NoLawInForce,
    pack_in_force,
    pack_of,
)
from izdes.web.law.models import Edition, Override, Pack, PackText
from izdes.web.law.services.overrides import (
    Said,
    confirm_override,
    propose_override,
    withdraw_override,
)
from izdes.web.law.services.packs import InForceInThePast, install_pack, install_packaged
from izdes.web.law.trust import PackNotSigned
from izdes.web.officers.reach import NotPermitted

LAW = Signer("law.example", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = Signer("other.example", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))


@pytest.fixture
def production(tmp_path: Path) -> Configuration:
    """The configuration of an office in production that trusts one key."""
    keys = tmp_path / "law.key"
    keys.write_text(f"{LAW.key}\n\n", encoding="utf-8")
    return replace(configuration(), mode="production", law_keys=str(keys))


def installed(cast: Cast, texts: dict[str, str], note: str = "") -> Pack:
    with cast.acts("administrator") as administrator:
        return install_pack(texts=texts, note=note, officer=administrator)


def test_the_system_installed_the_pack_of_the_program(cast: Cast) -> None:
    with cast.acts("auditor"):
        pack = Pack.objects.get()
        entry = Entry.objects.get(event="law_pack.installed")

    assert (pack.origin, pack.installed_by_id) == ("packaged", None)
    assert pack.digest == packaged_pack().ref.digest
    assert (entry.officer_id, entry.pack) == (None, pack.digest)


def test_the_system_installs_once(cast: Cast) -> None:
    del cast

    assert install_packaged() is None


def test_the_system_installs_again_where_the_program_reads_other_files(committed_db: str) -> None:
    assert committed_db
    moment = now()
    earlier = Pack.objects.using("owner").create(
        version="2020.1",
        digest="d" * 64,
        released_on=moment,
        note="",
        origin="packaged",
        signed_by="",
        in_force_since=moment,
        installed_at=moment,
    )
    PackText.objects.using("owner").create(pack=earlier, file="old.yaml", text="")

    pack = install_packaged()

    assert pack is not None
    assert pack.digest == packaged_pack().ref.digest
    assert install_packaged() is None


def test_a_new_pack_is_in_force_at_once_and_the_journal_names_it(cast: Cast) -> None:
    pack = installed(cast, two_days())

    with cast.acts("auditor"):
        entry = Entry.objects.filter(event="law_pack.installed").latest("number")
        law = pack_in_force()
    assert pack.origin == "trial"
    assert law.ref.version == pack.version
    assert (entry.officer_id, entry.pack) == (cast.officers["administrator"], pack.digest)


def test_installing_the_same_twice_is_harmless(cast: Cast) -> None:
    once = installed(cast, two_days())
    again = installed(cast, two_days())

    with cast.acts("auditor"):
        told = Entry.objects.filter(event="law_pack.installed", pack=once.digest).count()
    assert (again.pk, told) == (once.pk, 1)


def test_what_was_installed_is_read_back_as_it_was(cast: Cast) -> None:
    texts = two_days()
    pack = installed(cast, texts)

    with cast.acts("investigator_a1"):
        assert dict(pack.texts.values_list("file", "text")) == texts
        assert pack_in_force(pack.installed_at).tables.keys() == read_pack(texts).tables.keys()


def test_the_law_of_an_earlier_moment_stays(cast: Cast) -> None:
    with cast.acts("administrator"):
        before, moment = pack_in_force(), now()

    installed(cast, two_days())

    with cast.acts("investigator_a1"):
        assert pack_in_force().ref != before.ref
        assert pack_in_force(moment).ref == before.ref
        assert pack_of(before.ref.digest).ref == before.ref


def test_a_pack_can_be_installed_ahead_of_its_day(cast: Cast) -> None:
    tomorrow = now() + timedelta(days=1)
    with cast.acts("administrator") as administrator:
        before = pack_in_force()
        install_pack(texts=two_days(), note="", officer=administrator, in_force_since=tomorrow)

    with cast.acts("investigator_a1"):
        later = pack_in_force(tomorrow)
        assert pack_in_force().ref == before.ref
        assert later.ref.version == "2099.1"
        assert pack_of(later.ref.digest).ref == later.ref


def test_no_pack_is_in_force_before_it_is_installed(cast: Cast) -> None:
    yesterday = now() - timedelta(days=1)

    with cast.acts("administrator") as administrator, pytest.raises(InForceInThePast):
        install_pack(texts=two_days(), note="", officer=administrator, in_force_since=yesterday)


def test_before_the_first_pack_no_law_is_in_force(cast: Cast) -> None:
    with cast.acts("administrator"):
        first = Pack.objects.get().in_force_since
        with pytest.raises(NoLawInForce):
            pack_in_force(first - timedelta(seconds=1))


@pytest.mark.parametrize(
    "login", ["investigator_a1", "auditor", "head_of_unit_a_hq", "liaison_two"]
)
def test_only_administrators_install(cast: Cast, login: str) -> None:
    with cast.acts(login) as officer, pytest.raises(NotPermitted):
        install_pack(texts=two_days(), note="", officer=officer)


def test_a_pack_with_faults_is_not_installed(cast: Cast) -> None:
    texts = changed_texts(old="norm_id: cpc.suspension", new="norm_id: cpc.nowhere")

    with pytest.raises(InputRefused):
        installed(cast, texts)

    with cast.acts("administrator"):
        assert Pack.objects.count() == 1


def test_a_pack_that_confirmed_overrides_no_longer_fit_is_not_installed(cast: Cast) -> None:
    said = Said("institutions.csv", "VTBAKZKZ", {"channel": "paper"}, "Letter 1", "letter")
    with cast.acts("administrator") as one:
        override = propose_override(said=said, since=date(2020, 1, 1), officer=one)
    with cast.acts("administrator_2") as another:
        confirm_override(override=override, officer=another)
    texts = two_days()
    lines = texts["institutions.csv"].splitlines(keepends=True)
    texts["institutions.csv"] = "".join(line for line in lines if "VTBAKZKZ" not in line)

    with pytest.raises(InputRefused) as caught:
        installed(cast, texts)

    assert {fault.file for fault in caught.value.faults} == {"institutions.csv"}


def test_overrides_go_on_over_a_new_pack_until_they_are_withdrawn(cast: Cast) -> None:
    pack = installed(cast, two_days())

    with cast.acts("administrator") as administrator:
        with_override = pack_in_force().ref.digest
        override = Override.objects.get(state="confirmed", withdrawal__isnull=True)
        withdraw_override(override=override, reason="In the pack", officer=administrator)
        without = pack_in_force().ref.digest

    assert with_override != pack.digest
    assert without == pack.digest


def test_in_production_a_trusted_signature_makes_a_pack_the_law(
    cast: Cast, production: Configuration
) -> None:
    texts = two_days()
    note = sign_note(read_pack(texts), LAW)

    with cast.acts("administrator") as administrator:
        pack = install_pack(texts=texts, note=note, officer=administrator, given=production)

    assert (pack.origin, pack.signed_by, pack.note) == ("signed", "law.example", note)


@pytest.mark.parametrize("signer", [None, OTHER])
def test_in_production_a_pack_that_nobody_trusted_signed_is_refused(
    cast: Cast, production: Configuration, signer: Signer | None
) -> None:
    texts = two_days()
    note = sign_note(read_pack(texts), signer) if signer else ""

    with cast.acts("administrator") as administrator, pytest.raises(PackNotSigned):
        install_pack(texts=texts, note=note, officer=administrator, given=production)


def test_the_note_of_another_pack_is_refused_everywhere(cast: Cast) -> None:
    note = sign_note(packaged_pack(), LAW)

    with pytest.raises(NoteWrong):
        installed(cast, two_days(), note)


def test_in_production_the_pack_of_the_program_needs_no_signature(
    cast: Cast, production: Configuration
) -> None:
    with cast.acts("administrator") as administrator:
        pack = install_pack(
            texts=packaged_texts(), note="", officer=administrator, given=production
        )

    assert pack.origin == "packaged"


def test_a_file_of_keys_that_is_none_stops_everything(
    cast: Cast, production: Configuration, tmp_path: Path
) -> None:
    given = replace(production, law_keys=str(tmp_path / "nowhere"))

    with cast.acts("administrator") as administrator, pytest.raises(NoteWrong):
        install_pack(texts=two_days(), note="", officer=administrator, given=given)


@pytest.mark.parametrize("change", ["UPDATE law_{} SET id = id", "DELETE FROM law_{}"])
@pytest.mark.parametrize("table", ["pack", "text", "withdrawal", "edition", "edition_override"])
def test_even_the_owner_of_the_tables_changes_nothing(cast: Cast, table: str, change: str) -> None:
    del cast
    with (
        pytest.raises(IntegrityError, match="stays as it is"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(change.format(table))


def test_nobody_installs_in_somebody_elses_name(cast: Cast) -> None:
    with cast.acts("administrator"), pytest.raises(DatabaseError), transaction.atomic():
        Pack.objects.create(
            version="2099.1",
            digest="0",
            released_on=now(),
            note="",
            origin="trial",
            signed_by="",
            in_force_since=now() + timedelta(days=1),
            installed_at=now(),
            installed_by=cast.officer("administrator_2"),
        )


def test_a_digest_that_was_never_in_force_means_nothing(cast: Cast) -> None:
    with cast.acts("investigator_a1"), pytest.raises(EditionUnknown):
        pack_of("f" * 64)


def test_an_edition_that_is_not_what_its_digest_says_is_noticed(cast: Cast) -> None:
    with cast.acts("administrator"):
        Edition.objects.create(digest="f" * 64, pack=Pack.objects.get())

        with pytest.raises(EditionDamaged):
            pack_of("f" * 64)


def test_a_pack_whose_text_was_changed_is_noticed(cast: Cast) -> None:
    with cast.acts("administrator") as administrator:
        pack = Pack.objects.create(
            version="2099.1",
            digest="e" * 64,
            released_on=now(),
            note="",
            origin="trial",
            signed_by="",
            in_force_since=now() + timedelta(seconds=1),
            installed_at=now(),
            installed_by=administrator,
        )
        PackText.objects.bulk_create(
            PackText(pack=pack, file=file, text=text) for file, text in two_days().items()
        )

        with pytest.raises(EditionDamaged):
            pack_in_force(now() + timedelta(days=1))


def test_who_holds_no_post_knows_no_law(cast: Cast) -> None:
    with cast.acts("ended_a1"), pytest.raises(NoLawInForce):
        pack_in_force()


@pytest.mark.parametrize("login", ["investigator_a1", "prosecutor_b1", "responder_one"])
def test_everybody_in_post_works_under_the_same_law(cast: Cast, login: str) -> None:
    with cast.acts("administrator"):
        law = pack_in_force()

    with cast.acts(login):
        assert pack_in_force().ref == law.ref
