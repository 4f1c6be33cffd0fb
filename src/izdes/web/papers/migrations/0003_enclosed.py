"""A request encloses papers that were signed."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.papers") / "sql" / "0003_enclosed.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("papers", "0002_guards"), ("correspondence", "0004_blocks")]
    operations = [migrations.RunSQL(_SQL)]
