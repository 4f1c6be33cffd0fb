"""Visibility of the course of cases, and the function that transfers one."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.investigation") / "sql" / "0002_visibility.sql").read_text(
    encoding="utf-8"
)


class Migration(migrations.Migration):
    dependencies = [("investigation", "0001_initial"), ("cases", "0004_told_and_outcomes")]
    operations = [migrations.RunSQL(_SQL)]
