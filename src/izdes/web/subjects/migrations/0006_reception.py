"""The reception writes down what complaints name, and works on no case."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.subjects") / "sql" / "0006_reception.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("officers", "0005_bodies_end"), ("subjects", "0005_stated")]
    operations = [migrations.RunSQL(_SQL)]
