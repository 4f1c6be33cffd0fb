"""What the login of the institutions' site sees, and what the office does with what it sent."""

from importlib.resources import files
from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

_FOLDER = files("izdes.web.institutions") / "sql"
_FILES = ("0002_clients.sql", "site.sql", "0002_exchange.sql")


class Migration(migrations.Migration):
    """Makes the functions and policies of the exchange."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("institutions", "0001_initial"),
        ("correspondence", "0002_guards"),
        ("papers", "0002_guards"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL((_FOLDER / name).read_text(encoding="utf-8")) for name in _FILES
    ]
