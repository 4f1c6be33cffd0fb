"""Tables of the law: packs with their texts, overrides, and the editions that they make together.

Nothing here is ever changed or removed, but for the one decision on an override: a decision of
years ago names the edition that it was made under, and it must be found as it was.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from izdes.web.law.overlay import FILES
from izdes.web.officers.models import Officer

STATES = ("proposed", "confirmed", "refused")
ORIGINS = ("packaged", "signed", "trial")


class Pack(models.Model):
    """A law pack that is installed.

    Attributes:
        digest: SHA-256 (hex) over its canonical lines; by it decisions name the pack.
        note: The signed note that lay beside it; empty where there was none.
        origin: ``packaged`` with the program, ``signed`` by a key that this installation trusts, or
            a ``trial`` by nobody it trusts, outside production alone.
        signed_by: Names of those keys.
        in_force_since: From this moment until the next pack's, decisions are made under it.
        installed_by: None for the system, which installs the packaged pack alone.
    """

    version = models.TextField()
    digest = models.TextField(unique=True)
    released_on = models.DateField()
    note = models.TextField()
    origin = models.TextField()
    signed_by = models.TextField()
    in_force_since = models.DateTimeField()
    installed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    installed_at = models.DateTimeField()

    class Meta:
        db_table = "law_pack"
        ordering = ("in_force_since", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="origin_is_known"),
            models.CheckConstraint(
                condition=Q(origin="packaged") | Q(installed_by__isnull=False),
                name="the_system_installs_the_packaged_pack_alone",
            ),
            models.CheckConstraint(
                condition=~Q(origin="signed") | (~Q(note="") & ~Q(signed_by="")),
                name="a_signed_pack_has_its_note",
            ),
            models.CheckConstraint(
                condition=Q(in_force_since__gte=F("installed_at")),
                name="no_pack_is_in_force_before_it_is_installed",
            ),
        ]

    def __str__(self) -> str:
        """Name the pack as papers do."""
        return f"{self.version} sha256:{self.digest}"


class PackText(models.Model):
    """One file of a pack, byte for byte as it was installed."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="texts")
    file = models.TextField()
    text = models.TextField()

    class Meta:
        db_table = "law_text"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pack", "file"], name="a_pack_has_a_file_once"),
        ]

    def __str__(self) -> str:
        """Name the file."""
        return self.file


class Override(models.Model):
    """What an act said after the pack was released: one entry of one file.

    Attributes:
        entry: The name of the entry inside its file: a day, an index, an offence and its size, an
            institution.
        fields: What the entry says instead; days as ISO 8601 writes them.
        ground: The norm or the order by which.
        source: Where it can be read.
        since: The first local day on which decisions follow it; none before it is confirmed.
        until: The first local day on which they no longer do.
        decided_by: Who confirmed or refused it: never who proposed it.
    """

    file = models.TextField()
    entry = models.TextField()
    fields = models.JSONField()
    ground = models.TextField()
    source = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)
    state = models.TextField(default="proposed")
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "law_override"
        ordering = ("decided_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(file__in=sorted(FILES)), name="only_some_files_are_overridden"
            ),
            models.CheckConstraint(
                condition=Q(state__in=STATES), name="state_of_an_override_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(ground="") & ~Q(source=""), name="an_override_has_ground_and_source"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="an_override_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~Q(state="proposed")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                ),
                name="another_confirms_the_override_that_one_proposes",
            ),
        ]

    def __str__(self) -> str:
        """Name the entry."""
        return f"{self.file} {self.entry}"


class Withdrawal(models.Model):
    """An override that decisions no longer follow, from a moment on."""

    override = models.OneToOneField(Override, models.PROTECT, related_name="withdrawal")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        db_table = "law_withdrawal"

    def __str__(self) -> str:
        """Name what is withdrawn by its number."""
        return f"− {self.override_id}"


class Edition(models.Model):
    """A pack with the overrides that were in force together: what one digest means.

    Attributes:
        digest: SHA-256 (hex) over the canonical lines of the pack with its overrides in place.
    """

    digest = models.TextField(unique=True)
    pack = models.ForeignKey(Pack, models.PROTECT, related_name="editions")
    overrides = models.ManyToManyField(Override, through="EditionOverride")

    class Meta:
        db_table = "law_edition"

    def __str__(self) -> str:
        """Name the edition by its digest."""
        return self.digest


class EditionOverride(models.Model):
    """One override of an edition."""

    edition = models.ForeignKey(Edition, models.PROTECT)
    override = models.ForeignKey(Override, models.PROTECT)

    class Meta:
        db_table = "law_edition_override"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["edition", "override"], name="an_edition_has_an_override_once"
            ),
        ]

    def __str__(self) -> str:
        """Name both by their numbers."""
        return f"{self.edition_id} {self.override_id}"
