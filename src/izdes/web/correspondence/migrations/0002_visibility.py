"""Visibility of requests."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.correspondence") / "sql" / "0002_visibility.sql").read_text(
    encoding="utf-8"
)


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_initial"), ("cases", "0003_visibility")]
    operations = [migrations.RunSQL(_SQL)]
