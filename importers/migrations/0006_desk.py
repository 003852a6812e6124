import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_findings(apps, schema_editor):
    """The ids of findings that earlier imports noted."""
    rows = apps.get_model("importers", "ImportedPage").objects.exclude(findings=[])
    for row in rows.only("findings").iterator():
        row.finding_ids = "|".join(["", *sorted({one["id"] for one in row.findings}), ""])
        row.save(update_fields=["finding_ids"])


class Migration(migrations.Migration):

    dependencies = [
        ('importers', '0005_parity_result'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptSource',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('path', models.TextField(verbose_name='path in the source')),
                ('data', models.BinaryField()),
                ('size', models.PositiveIntegerField(help_text='Before they were compressed.', verbose_name='bytes')),
            ],
            options={
                'verbose_name': 'kept old page',
                'verbose_name_plural': 'kept old pages',
            },
        ),
        migrations.AlterModelOptions(
            name='importrun',
            options={'ordering': ['-pk'], 'permissions': [('run_imports', 'May bring pages over from the old site, and take that back'), ('review_imports', 'May review imported pages')], 'verbose_name': 'import', 'verbose_name_plural': 'imports'},
        ),
        migrations.AddField(
            model_name='importedpage',
            name='finding_ids',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.CreateModel(
            name='ImportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='source')),
                ('file', models.CharField(blank=True, editable=False, max_length=500)),
                ('address', models.URLField(blank=True, max_length=2000, verbose_name='address of the old site')),
                ('under', models.CharField(default='/blog/', max_length=255, verbose_name='articles go below')),
                ('locale', models.CharField(default='ja', max_length=20, verbose_name='language')),
                ('fetch', models.BooleanField(default=True, verbose_name='fetch pictures from the old site')),
                ('step', models.CharField(choices=[('survey', 'survey'), ('plan', 'plan'), ('apply', 'import'), ('rollback', 'taking back')], default='survey', max_length=20, verbose_name='step')),
                ('state', models.CharField(choices=[('waiting', 'waiting for its turn'), ('running', 'running'), ('done', 'done'), ('failed', 'stopped'), ('cancelled', 'cancelled')], default='waiting', max_length=20, verbose_name='state')),
                ('phase', models.CharField(blank=True, editable=False, max_length=20)),
                ('done', models.PositiveIntegerField(default=0, editable=False)),
                ('total', models.PositiveIntegerField(editable=False, null=True)),
                ('cancel_asked', models.BooleanField(default=False, editable=False)),
                ('error', models.TextField(blank=True, verbose_name='why it stopped')),
                ('survey', models.JSONField(editable=False, null=True)),
                ('plan', models.JSONField(editable=False, null=True)),
                ('result', models.JSONField(editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='on')),
                ('asked_at', models.DateTimeField(editable=False, null=True)),
                ('host', models.CharField(blank=True, editable=False, max_length=255)),
                ('process', models.CharField(blank=True, editable=False, max_length=100)),
                ('heard_from_at', models.DateTimeField(editable=False, null=True)),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='jobs', to='importers.importrun', verbose_name='import')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'import at the desk',
                'verbose_name_plural': 'imports at the desk',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='PageReview',
            fields=[
                ('imported', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='review', serialize=False, to='importers.importedpage', verbose_name='imported page')),
                ('state', models.CharField(choices=[('to review', 'to review'), ('accepted', 'accepted'), ('needs work', 'needs work')], default='to review', max_length=20, verbose_name='state')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='on')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'review of an imported page',
                'verbose_name_plural': 'reviews of imported pages',
            },
        ),
        migrations.RunPython(name_findings, migrations.RunPython.noop),
    ]
