"""Visibility of cases, and the functions that others ask about a case."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.cases") / "sql" / "0003_visibility.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_members_and_access"), ("officers", "0002_visibility")]
    operations = [migrations.RunSQL(_SQL)]
