"""A body may end on the day it was founded; the reception works on no case."""

from importlib.resources import files

from django.db import migrations, models
from django.db.models import F, Q

_SQL = files("izdes.web.officers") / "sql" / "0005_caseless_reception.sql"


class Migration(migrations.Migration):
    dependencies = [("officers", "0004_numbers")]
    operations = [
        migrations.RemoveConstraint("body", "body_ends_after_it_began"),
        migrations.AddConstraint(
            "body",
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="body_ends_after_it_began",
            ),
        ),
        migrations.RunSQL(_SQL.read_text(encoding="utf-8")),
    ]
