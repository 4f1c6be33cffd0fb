"""A return that an institution's answer told of names the payment there."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q


class Migration(migrations.Migration):
    """Adds by which payment of an answer a return was recorded, once."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("reception", "0002_reception")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            model_name="return",
            name="source",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(
                condition=Q(("corrects__isnull", True)) & ~Q(("source", "")),
                fields=("source",),
                name="a_payment_of_an_answer_is_recorded_once",
            ),
        ),
    ]
