"""Payments of answers that were dismissed: who did so, and why."""

from importlib.resources import files

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_SQL = (files("izdes.web.correspondence") / "sql" / "0005_dismissal.sql").read_text(
    encoding="utf-8"
)


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0004_blocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Dismissal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.TextField()),
                ("why", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dismissals",
                        to="correspondence.request",
                    ),
                ),
            ],
            options={
                "db_table": "correspondence_dismissal",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__regex", "^[0-9a-f]{64}$")),
                        name="what_is_dismissed_has_a_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why__regex", "\\S")), name="a_dismissal_says_why"
                    ),
                    models.UniqueConstraint(
                        fields=("request", "source"), name="a_payment_is_dismissed_once"
                    ),
                ],
            },
        ),
        migrations.RunSQL(_SQL),
    ]
