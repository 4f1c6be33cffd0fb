"""Visibility of papers, and what never changes of them."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.papers") / "sql" / "0002_guards.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0001_initial"),
        ("cases", "0003_visibility"),
        ("officers", "0004_numbers"),
    ]
    operations = [migrations.RunSQL(_SQL)]
