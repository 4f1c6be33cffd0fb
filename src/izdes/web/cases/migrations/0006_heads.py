"""What heads and administrators must know of cases that they do not see."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.cases") / "sql" / "0006_heads.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_told_visibility"), ("officers", "0005_bodies_end")]
    operations = [migrations.RunSQL(_SQL)]
