"""The БИН of a body, and the BIC of a bank: by which papers and certificates name them."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("officers", "0003_reception")]
    operations = [
        migrations.AddField("body", "bin", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField("body", "bic", models.TextField(blank=True, default="", db_default="")),
        migrations.AddConstraint(
            "body",
            models.UniqueConstraint(
                fields=["bin"], condition=~Q(bin=""), name="one_body_has_a_bin"
            ),
        ),
    ]
