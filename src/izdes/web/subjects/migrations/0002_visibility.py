"""Visibility of identifiers, and the one function that tells of those elsewhere."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.subjects") / "sql" / "0002_visibility.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_initial"), ("cases", "0003_visibility")]
    operations = [migrations.RunSQL(_SQL)]
