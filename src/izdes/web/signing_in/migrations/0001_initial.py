"""Recoveries."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Recovery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ground", models.TextField()),
                ("forgets_factors", models.BooleanField(default=False)),
                ("state", models.TextField(default="proposed")),
                (
                    "proposed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("first_digest", models.BinaryField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("second_digest", models.BinaryField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "signing_in_recovery",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "confirmed", "refused", "replaced", "used"])
                        ),
                        name="recovery_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proposed_by", models.F("person")), _negated=True),
                        name="nobody_proposes_his_own_recovery",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                models.Q(("decided_by", models.F("person")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="another_decides_on_a_recovery",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "used"]), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("expires_at__isnull", False),
                                ("second_digest__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_confirmed_recovery_has_both_halves",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "confirmed"])),
                        fields=("person",),
                        name="one_open_recovery_of_an_officer",
                    ),
                ],
            },
        ),
    ]
