"""Visibility of what complaints tell and of what became of them."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.cases") / "sql" / "0005_told_visibility.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Makes policies and functions of complaints' parts."""

    dependencies = [
        ("cases", "0004_told_and_outcomes"),
        ("files", "0002_visibility"),
        ("journal", "0004_visibility"),
        ("officers", "0002_visibility"),
        ("subjects", "0002_visibility"),
    ]
    operations = [migrations.RunSQL(_SQL)]
