"""What crosses between the office and a site of institutions that runs apart."""

from importlib.resources import files
from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

_CROSSING = (files("izdes.web.packages") / "sql" / "crossing.sql").read_text(encoding="utf-8")
_SQL = (files("izdes.web.institutions") / "sql" / "0003_contours.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Makes the tables and functions of the crossing."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("institutions", "0002_exchange")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(_CROSSING),
        migrations.RunSQL(_SQL),
    ]
