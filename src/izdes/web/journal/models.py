"""Tables of the journal. Nothing here is written but through the database's functions.

An entry holds digests of what was and what became, with salt; the values themselves lie beside and
can be erased when their time is over, and the chain stays whole.
"""

from django.db import models


class Entry(models.Model):
    """One thing that happened: a link of the chain.

    Attributes:
        number: Its place, from 1, without gaps.
        body: Canonical JSON of what happened; the columns after it are read out of it.
        previous: Hash of the entry before; 32 zero bytes before the first.
        hash: RFC 6962 leaf hash of number, moment, previous and body.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    body = models.TextField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    event = models.TextField()
    officer_id = models.BigIntegerField(null=True)
    subject_type = models.TextField()
    subject_id = models.TextField()
    case_id = models.BigIntegerField(null=True)
    norm = models.TextField(null=True)  # noqa: DJ001 - read out of JSON, where none is null
    pack = models.TextField(null=True)  # noqa: DJ001 - as above

    class Meta:
        managed = False
        db_table = "journal_entry"
        ordering = ("number",)

    def __str__(self) -> str:
        """Name the entry."""
        return f"{self.number} {self.event}"


class Value(models.Model):
    """What a value was or became by an entry; empty once it was erased.

    Attributes:
        side: ``from`` or ``to``.
        salt: Random bytes; without them a digest of a telephone number could be guessed.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, db_column="entry_number")
    name = models.TextField()
    side = models.TextField()
    text = models.TextField(null=True)  # noqa: DJ001 - erased is not the same as empty
    salt = models.BinaryField(null=True)

    class Meta:
        managed = False
        db_table = "journal_value"

    def __str__(self) -> str:
        """Name the value, never tell it."""
        return f"{self.name} ({self.side})"


class Head(models.Model):
    """A signed tree head: what the tree over all entries was at one size.

    Attributes:
        parts: Hashes of the tree's perfect parts, by which the next head costs only what is new.
        key: Verifier key of whoever signed.
        note: The signed note, as it is printed and handed out.
    """

    at = models.DateTimeField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    parts = models.BinaryField()
    key = models.TextField()
    note = models.TextField()

    class Meta:
        managed = False
        db_table = "journal_head"
        ordering = ("size", "id")

    def __str__(self) -> str:
        """Name the head."""
        return f"head at {self.size}"


class Reading(models.Model):
    """Somebody looked at something.

    Attributes:
        purpose: What for, in the officer's words or as a code.
        sealed_by: The entry that holds the digest of its batch; none for about a second.
    """

    at = models.DateTimeField()
    officer_id = models.BigIntegerField()
    subject_type = models.TextField()
    subject_id = models.TextField()
    case_id = models.BigIntegerField(null=True)
    purpose = models.TextField()
    sealed_by = models.ForeignKey(Entry, models.PROTECT, null=True, db_column="sealed_by")

    class Meta:
        managed = False
        db_table = "journal_reading"
        ordering = ("id",)

    def __str__(self) -> str:
        """Name the reading, not what was read."""
        return f"reading {self.pk}"
