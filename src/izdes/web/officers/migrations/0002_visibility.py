"""Visibility: the functions that say who acts and what he may see, and the policies of this app."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.officers") / "sql" / "0002_visibility.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("officers", "0001_initial")]
    operations = [migrations.RunSQL(_SQL)]
