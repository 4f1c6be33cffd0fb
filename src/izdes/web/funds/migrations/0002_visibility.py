"""Visibility of funds, and the functions by which answers are read and cases traced."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.funds") / "sql" / "0002_visibility.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_initial"), ("cases", "0005_told_visibility")]
    operations = [migrations.RunSQL(_SQL)]
