"""When plans are due, who sees them, and the functions by which they are kept."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.loop") / "sql" / "0002_visibility.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("loop", "0001_initial"),
        ("funds", "0002_visibility"),
        ("correspondence", "0002_guards"),
    ]
    operations = [migrations.RunSQL(_SQL)]
