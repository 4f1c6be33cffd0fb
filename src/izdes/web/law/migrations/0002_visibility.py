"""Visibility of the law."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.law") / "sql" / "0002_visibility.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("law", "0001_initial"), ("officers", "0002_visibility")]
    operations = [migrations.RunSQL(_SQL)]
