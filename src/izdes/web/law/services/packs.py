"""Installing a pack: an administrator does, or the system the one that came with the program.

A pack is never taken back. What an earlier one said is said again by a new release.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import connections, transaction

from izdes.adapters.lawpack import PackFolder
from izdes.core.errors import InputRefused, IzdesError
from izdes.core.law.checking import check_pack
from izdes.core.law.release import packaged_pack, read_pack
from izdes.core.law.release.packs import packaged_texts
from izdes.web.config import Configuration, configuration
from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided
from izdes.web.law.editions import keep_editions, one_at_a_time
from izdes.web.law.models import Pack, PackText
from izdes.web.law.trust import Trusted, trusted
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import require_role
from izdes.web.officers.roles import Role


class InForceInThePast(IzdesError):
    """A pack would be in force before it is installed."""

    code = "law_in_force_in_the_past"


@transaction.atomic(durable=True)
def install_pack(
    *,
    texts: Mapping[str, str],
    note: str,
    officer: Officer,
    in_force_since: datetime | None = None,
    given: Configuration | None = None,
) -> Pack:
    """Install a pack; a pack that is installed already is returned as it is.

    Args:
        texts: Name of a file inside the pack -> its text.
        note: The signed note beside it; empty where there is none.
        in_force_since: From when decisions are made under it; None is at once.
        given: Where the trusted keys are named; None is this installation's.

    Raises:
        NotPermitted: The officer is no administrator.
        InputRefused: It is no pack, it has faults, or overrides no longer fit it.
        PackNotSigned: In production, nobody who is trusted has signed it.
        NoteWrong: The note is another pack's, or a signature does not match.
        InForceInThePast: It would be in force before it is installed.
    """
    require_role(officer, Role.ADMINISTRATOR)
    read = PackFolder(read_pack(texts), note)
    reason = trusted(read, given or configuration())
    return _install(read, texts, reason=reason, officer=officer, since=in_force_since)


def install_packaged() -> Pack | None:
    """Install the packaged pack by the system, where there is none that this program reads.

    Another version of the program may read other files; then the pack in force asks for a new one.

    Returns:
        The pack; None where nothing was to be done.
    """
    with _as_owner():
        return _install_packaged()


@transaction.atomic(durable=True)
def _install_packaged() -> Pack | None:
    """Do it, with rights that the office has not."""
    last = Pack.objects.order_by("-in_force_since", "-pk").first()
    texts = packaged_texts()
    if last is not None and set(last.texts.values_list("file", flat=True)) == texts.keys():
        return None
    read = PackFolder(packaged_pack(), "")
    return _install(read, texts, reason=Trusted("packaged"), officer=None, since=None)


def _install(
    read: PackFolder,
    texts: Mapping[str, str],
    *,
    reason: Trusted,
    officer: Officer | None,
    since: datetime | None,
) -> Pack:
    """Write a pack down, with the editions that it makes, unless it is there."""
    if faults := check_pack(read.pack).faults:
        raise InputRefused(*faults)
    now = one_at_a_time()
    ref = read.pack.ref
    if (there := Pack.objects.filter(digest=ref.digest).first()) is not None:
        return there
    if since is not None and since < now:
        raise InForceInThePast(at=since.isoformat())
    pack = Pack.objects.create(
        version=ref.version,
        digest=ref.digest,
        released_on=read.pack.released_on,
        note=read.note,
        origin=reason.origin,
        signed_by=reason.signed_by,
        in_force_since=since or now,
        installed_by=officer,
        installed_at=now,
    )
    PackText.objects.bulk_create(
        PackText(pack=pack, file=file, text=text) for file, text in sorted(texts.items())
    )
    keep_editions(now)
    decided(
        Event.LAW_PACK_INSTALLED,
        under=ref,
        officer=officer,
        subject=Subject("law_pack", str(pack.pk)),
        changes={
            "version": Change(None, pack.version),
            "digest": Change(None, pack.digest),
            "signed_by": Change(None, pack.signed_by or pack.origin),
            "in_force_since": Change(None, pack.in_force_since.isoformat()),
        },
    )
    return pack


@contextmanager
def _as_owner() -> Iterator[None]:
    """Let the office's connection be the owner's: `record` must be in the same transaction."""
    office = connections["default"]
    connections["default"] = connections[OWNER_ALIAS]
    try:
        yield
    finally:
        connections["default"] = office
