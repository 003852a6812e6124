"""A permission for incomplete translations; copies that nobody has translated are no longer live in another language."""

from django.db import migrations, models


def withdraw_untranslated_copies(apps, schema_editor):
    """Aliases in another language than what they repeat: visitors read Japanese under an English address."""
    page = apps.get_model("wagtailcore", "Page")
    copies = page.objects.filter(live=True, alias_of__isnull=False).exclude(locale=models.F("alias_of__locale"))
    page.objects.filter(pk__in=list(copies.values_list("pk", flat=True))).update(live=False)


class Migration(migrations.Migration):
    dependencies = [("kneeblog", "0014_graph_check"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.AlterModelOptions(
            name="waiver",
            options={
                "ordering": ("-created_at", "-pk"),
                "permissions": [
                    ("waive_compliance", "Can waive warnings of the advertising rules"),
                    ("override_compliance", "Can waive errors of the advertising rules"),
                    ("publish_incomplete_translation", "Can publish incomplete translations"),
                ],
                "verbose_name": "waiver of an advertising rule",
                "verbose_name_plural": "waivers of advertising rules",
            },
        ),
        migrations.RunPython(withdraw_untranslated_copies, migrations.RunPython.noop),
    ]
