"""What linking keeps, and what of the office its login reads."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.subjects") / "sql" / "0003_linking.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("subjects", "0002_visibility"), ("cases", "0003_visibility")]
    operations = [migrations.RunSQL(_SQL)]
