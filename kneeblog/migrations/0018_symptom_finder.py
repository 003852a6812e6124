"""The symptom finder, and the answers that it begins with."""

import django.db.models.deletion
import modelcluster.contrib.taggit
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from kneeblog.finder.choices import load_choices


def load(apps, schema_editor):
    """Adds the packaged answers, each with those of its terms that the glossary still has."""
    choice_model, term_model = (apps.get_model("kneeblog", name) for name in ("FinderChoice", "GlossaryTerm"))
    terms = dict(term_model.objects.values_list("key", "pk"))
    for order, row in enumerate(load_choices(), start=1):
        names = {name: getattr(row, name) for name in ("kind", "ja", "en", "zh_hans", "zh_hant", "ko")}
        choice = choice_model.objects.create(key=row.key, sort_order=10 * order, **names)
        choice.terms.set([terms[key] for key in row.terms if key in terms])


class Migration(migrations.Migration):

    dependencies = [
        ('kneeblog', '0017_clinic_wordings'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FinderChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('place', 'Where does it hurt?'), ('time', 'When does it hurt?')], max_length=10, verbose_name='question')),
                ('key', models.SlugField(help_text='Stands in the address of the results; the same everywhere.', unique=True, verbose_name='key')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, help_text='The lowest number stands first.', verbose_name='order')),
                ('ja', models.CharField(max_length=100, verbose_name='Japanese')),
                ('en', models.CharField(blank=True, max_length=100, verbose_name='English')),
                ('zh_hans', models.CharField(blank=True, max_length=100, verbose_name='Simplified Chinese')),
                ('zh_hant', models.CharField(blank=True, max_length=100, verbose_name='Traditional Chinese')),
                ('ko', models.CharField(blank=True, max_length=100, verbose_name='Korean')),
                ('terms', models.ManyToManyField(blank=True, help_text='Whoever chooses this answer is shown the articles and conditions about these.', limit_choices_to={'category__in': ('symptom', 'condition')}, related_name='+', to='kneeblog.glossaryterm', verbose_name='symptoms and conditions')),
            ],
            options={
                'verbose_name': 'answer in the symptom finder',
                'verbose_name_plural': 'answers in the symptom finder',
                'ordering': ('kind', 'sort_order', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='SymptomFinderPage',
            fields=[
                ('page_ptr', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('next_review_on', models.DateField(blank=True, help_text='Empty: as the last signature says. A date before that signature is taken as done.', null=True, verbose_name='next review on')),
                ('breadcrumb_label', models.CharField(blank=True, help_text='The title is used if this is empty.', max_length=100, verbose_name='short name in breadcrumbs')),
                ('robots', models.CharField(blank=True, choices=[('', 'may list this page'), ('noindex', 'must not list it, but may follow its links'), ('noindex,nofollow', 'must neither list it nor follow its links')], default='', max_length=20, verbose_name='search engines')),
                ('canonical_url', models.URLField(blank=True, help_text='Only if search engines should prefer another address of this site that has the same text.', verbose_name='canonical address')),
                ('without_brand', models.BooleanField(default=False, help_text='For long titles. A title that was written for search results stands alone anyway.', verbose_name="leave the clinic's name out of the title")),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='kneeblog.author', verbose_name='author')),
                ('og_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture for shared links')),
                ('primary_parent', models.ForeignKey(blank=True, help_text='Only if the breadcrumbs should lead over another page than the one this page stands under.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='parent in breadcrumbs')),
                ('supervisor', models.ForeignKey(blank=True, help_text='Who is to check this page. Visitors see a stamp only after that physician has signed it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='kneeblog.physicianpage', verbose_name='supervising physician')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='kneeblog.PageTag', to='taggit.Tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'symptom finder',
                'verbose_name_plural': 'symptom finders',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
