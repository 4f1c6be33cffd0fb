"""Papers that go with a request, what is counted, and who the directory does not tell yet."""

from importlib.resources import files
from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

_FOLDER = files("izdes.web.institutions") / "sql"
_FILES = ("counting.sql", "0004_enclosures.sql")


class Migration(migrations.Migration):
    """Makes the functions of enclosures."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("institutions", "0003_contours"),
        ("correspondence", "0004_blocks"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.AddIndex(
            "tiding", models.Index(fields=["at"], name="institutions_tiding_moment")
        ),
        *(migrations.RunSQL((_FOLDER / name).read_text(encoding="utf-8")) for name in _FILES),
    ]
