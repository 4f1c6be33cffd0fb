"""Tables of the exchange with institutions: clients, secrets, tokens, tidings, messages.

They are reached by functions and policies alone; the files of `sql/` have them. Neither a secret
nor a token is written down, only their digests: both are random and as long as the digest.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from izdes.web.correspondence.models import Request
from izdes.web.officers.models import Body, Officer


class Client(models.Model):
    """A program of an institution, in the name of one of its people.

    Attributes:
        name: By which it signs in.
        responder: Who answers for what it sends; it works as long as he holds his post.
        state: ``proposed``, ``confirmed``, ``refused`` or ``ended``.
        must_sign: Whether its answers are taken only with a signature of the institution.
    """

    name = models.TextField(unique=True)
    institution = models.ForeignKey(Body, models.PROTECT, related_name="clients")
    responder = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    state = models.TextField(default="proposed", db_default="proposed")
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    must_sign = models.BooleanField(default=False, db_default=False)
    ended_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "institutions_client"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "confirmed", "refused", "ended"]),
                name="client_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True)
                | (
                    ~Q(state="proposed")
                    & Q(decided_by__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                ),
                name="another_confirms_a_client",
            ),
            models.CheckConstraint(
                condition=Q(name__regex="^[a-z0-9][a-z0-9-]{2,59}$"), name="client_name_is_plain"
            ),
        ]

    def __str__(self) -> str:
        """Name the client."""
        return self.name


class Secret(models.Model):
    """The digest of a secret of a client, and until when it opens anything.

    Attributes:
        until: None for the present one.
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="secrets")
    digest = models.BinaryField(unique=True)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "institutions_secret"

    def __str__(self) -> str:
        """Name the secret by its key."""
        return f"secret {self.pk}"


class Token(models.Model):
    """The digest of a token, which opens what was sent to one institution for a short time."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="tokens")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "institutions_token"

    def __str__(self) -> str:
        """Name the token by its key."""
        return f"token {self.pk}"


class Counter(models.Model):
    """How often something was done within a time, under a digest of what and by whom."""

    digest = models.BinaryField(unique=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "institutions_counter"

    def __str__(self) -> str:
        """Name the counter by its key."""
        return f"counter {self.pk}"


class Tiding(models.Model):
    """What an institution is told of a request: that it was sent, or what the office said since.

    Tidings of one institution are numbered in the order in which they were committed, so that
    whoever asks for those after the last one that he has misses none.

    Attributes:
        kind: ``sent``, ``recalled``, ``clarified``, ``extension_given``, ``extension_refused``, …
        journal_head: The signed head of the office's journal at that moment; empty without one.
    """

    institution = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="tidings")
    kind = models.TextField()
    text = models.TextField(default="", db_default="", blank=True)
    until = models.DateTimeField(null=True)
    journal_head = models.TextField(default="", db_default="", blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "institutions_tiding"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["institution", "id"], name="institutions_tiding_feed"),
            models.Index(fields=["at"], name="institutions_tiding_moment"),
        ]

    def __str__(self) -> str:
        """Name the kind."""
        return f"{self.kind} #{self.pk}"


class Message(models.Model):
    """What an institution sent, as it came; the office takes it, or says why it cannot.

    Attributes:
        kind: ``receipt``, ``answer`` or ``signal``.
        message_id: Given by the sender; of one kind each stands once.
        paper: Its canonical bytes.
        files: What came with it: name, digest, size, media type, blob and wrapped key of each.
        signatures: Over the paper, as they came, in base64; nobody has checked them.
        faults: What the site found to be wrong with an answer; None where it did not look.
        state: ``waiting``, ``taken`` or ``refused``.
        refused: Code of the reason, of the last try while it waits.
        details: What the sentence of that reason needs.
        tries: How often the office tried to take it.
        next_at: When it is tried again.
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="messages")
    institution = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    message_id = models.TextField()
    request_number = models.TextField(default="", db_default="", blank=True)
    paper = models.BinaryField()
    digest = models.TextField()
    files = models.JSONField(default=list)
    signatures = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    faults = models.JSONField(null=True)
    state = models.TextField(default="waiting", db_default="waiting")
    refused = models.TextField(default="", db_default="", blank=True)
    details = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    tries = models.PositiveIntegerField(default=0, db_default=0)
    next_at = models.DateTimeField(db_default=Now())
    at = models.DateTimeField(db_default=Now())
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "institutions_message"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["institution", "kind", "message_id"],
                name="an_institution_names_a_message_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["receipt", "answer", "signal"]),
                name="message_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "taken", "refused"]),
                name="message_state_is_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_at"], condition=Q(state="waiting"), name="institutions_message_due"
            ),
        ]

    def __str__(self) -> str:
        """Name kind and message."""
        return f"{self.kind} #{self.pk}"


class Directory(models.Model):
    """An edition of the directory of officers and prosecutors, signed by the office.

    Attributes:
        content: Canonical JSON.
        key: Verifier key of the office, by which `signature` over the content is checked.
    """

    content = models.BinaryField()
    digest = models.TextField(unique=True)
    key = models.TextField()
    signature = models.BinaryField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "institutions_directory"

    def __str__(self) -> str:
        """Name the edition by its digest."""
        return self.digest[:16]
