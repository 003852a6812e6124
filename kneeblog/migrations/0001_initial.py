import django.db.models.deletion
import django.utils.timezone
import kneeblog.models.reviews
import modelcluster.contrib.taggit
import modelcluster.fields
import modelsearch.index
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GlossaryTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.SlugField(
                        help_text="Never changes; imports and articles refer to it.",
                        max_length=100,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("symptom", "Symptom"),
                            ("condition", "Condition"),
                            ("anatomy", "Anatomy"),
                            ("test", "Test"),
                            ("treatment", "Treatment"),
                            ("admin", "Law and administration"),
                        ],
                        max_length=50,
                        verbose_name="category",
                    ),
                ),
                ("ja", models.CharField(max_length=200, verbose_name="Japanese")),
                ("ja_kana", models.CharField(blank=True, max_length=200, verbose_name="reading")),
                (
                    "ja_variants",
                    models.TextField(
                        blank=True, help_text="Separated by the character |.", verbose_name="other Japanese spellings"
                    ),
                ),
                ("en", models.CharField(blank=True, max_length=200, verbose_name="English")),
                ("zh_hans", models.CharField(blank=True, max_length=200, verbose_name="Simplified Chinese")),
                ("zh_hant", models.CharField(blank=True, max_length=200, verbose_name="Traditional Chinese")),
                ("ko", models.CharField(blank=True, max_length=200, verbose_name="Korean")),
                (
                    "slug",
                    models.SlugField(
                        blank=True, help_text="For addresses made from this term.", max_length=100, verbose_name="slug"
                    ),
                ),
                ("icd10", models.CharField(blank=True, max_length=50, verbose_name="ICD-10")),
                (
                    "icd10_check",
                    models.CharField(
                        blank=True,
                        choices=[("V", "verified in a source"), ("M", "from memory")],
                        max_length=10,
                        verbose_name="ICD-10 checked",
                    ),
                ),
                ("mesh", models.CharField(blank=True, max_length=50, verbose_name="MeSH")),
                (
                    "mesh_check",
                    models.CharField(
                        blank=True,
                        choices=[("V", "verified in a source"), ("M", "from memory")],
                        max_length=10,
                        verbose_name="MeSH checked",
                    ),
                ),
                ("snomed", models.CharField(blank=True, max_length=50, verbose_name="SNOMED CT")),
                (
                    "snomed_check",
                    models.CharField(
                        blank=True,
                        choices=[("V", "verified in a source"), ("M", "from memory")],
                        max_length=10,
                        verbose_name="SNOMED CT checked",
                    ),
                ),
                ("hpo", models.CharField(blank=True, max_length=50, verbose_name="HPO")),
                ("schema_type", models.CharField(blank=True, max_length=100, verbose_name="schema.org type")),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "medical term",
                "verbose_name_plural": "medical terms",
                "ordering": ("category", "ja_kana", "ja"),
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Author",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        blank=True, help_text="Such as “editorial team”.", max_length=100, verbose_name="role"
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "author",
                "verbose_name_plural": "authors",
                "ordering": ("name",),
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Used in addresses; the same in every language.", max_length=100, verbose_name="slug"
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
                "ordering": ("name",),
                "abstract": False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="ClinicSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                (
                    "official_name",
                    models.CharField(
                        blank=True,
                        help_text="As registered, with the legal form.",
                        max_length=200,
                        verbose_name="official name",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True, help_text="One or two sentences for search engines.", verbose_name="description"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("booking_url", models.URLField(blank=True, verbose_name="address of the booking page")),
                ("postal_code", models.CharField(blank=True, max_length=10, verbose_name="postal code")),
                ("address", models.TextField(blank=True, verbose_name="postal address")),
                (
                    "opening_hours",
                    models.TextField(blank=True, help_text="One line for each period.", verbose_name="opening hours"),
                ),
                (
                    "facility_number",
                    models.CharField(
                        blank=True,
                        help_text="Of the facility for regenerative medicine.",
                        max_length=50,
                        verbose_name="facility number",
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="logo",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "clinic",
                "verbose_name_plural": "clinics",
            },
        ),
        migrations.CreateModel(
            name="FeeTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "rows",
                    wagtail.fields.StreamField(
                        [("row", 18)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "What it is for", "required": False}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("price", "Price"),
                                        ("surcharge", "Surcharge"),
                                        ("discount", "Discount"),
                                        ("deposit", "Deposit"),
                                        ("copay", "Patient's share of insured care"),
                                        ("points", "Points of insured care"),
                                        ("free", "Free of charge"),
                                        ("ask", "To be asked for"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            2: (
                                "wagtail.blocks.DecimalBlock",
                                (),
                                {
                                    "decimal_places": 2,
                                    "help_text": "The amount, or the lowest one of a range.",
                                    "label": "Amount",
                                    "max_digits": 12,
                                    "min_value": 0,
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.DecimalBlock",
                                (),
                                {
                                    "decimal_places": 2,
                                    "help_text": "Only for a range.",
                                    "label": "Highest amount",
                                    "max_digits": 12,
                                    "min_value": 0,
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("incl", "Tax included"),
                                        ("excl", "Tax excluded"),
                                        ("exempt", "Not taxed"),
                                        ("unknown", "Not stated"),
                                    ],
                                    "label": "Consumption tax",
                                },
                            ),
                            5: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("insured", "Health insurance"),
                                        ("self_pay", "Self-pay"),
                                        ("unknown", "Not stated"),
                                    ],
                                    "label": "Insurance",
                                },
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("one", "One side"), ("both", "Both sides")],
                                    "label": "Side",
                                    "required": False,
                                },
                            ),
                            7: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "help_text": "Such as 3 in “3 times”.",
                                    "label": "Number",
                                    "min_value": 1,
                                    "required": False,
                                },
                            ),
                            8: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("session", "sessions"),
                                        ("set", "sessions, as a set"),
                                        ("course", "courses"),
                                        ("knee", "knees"),
                                        ("joint", "joints"),
                                        ("site", "sites"),
                                        ("piece", "pieces"),
                                        ("vial", "vials"),
                                        ("unit", "units"),
                                        ("cc", "cc"),
                                        ("ml", "ml"),
                                        ("tablet", "tablets"),
                                        ("kit", "kits"),
                                        ("bag", "bags"),
                                        ("box", "boxes"),
                                        ("minute", "minutes"),
                                        ("hour", "hours"),
                                        ("day", "days"),
                                        ("night", "nights"),
                                        ("week", "weeks"),
                                        ("month", "months"),
                                        ("year", "years"),
                                        ("person", "persons"),
                                        ("sheet", "sheets"),
                                        ("copy", "copies"),
                                        ("case", "cases"),
                                    ],
                                    "label": "Unit",
                                    "required": False,
                                },
                            ),
                            9: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "This amount or more", "required": False},
                            ),
                            10: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "Up to this amount", "required": False},
                            ),
                            11: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "About this amount", "required": False},
                            ),
                            12: ("wagtail.blocks.TextBlock", (), {"label": "Note", "required": False}),
                            13: ("wagtail.blocks.DateBlock", (), {"label": "Valid from", "required": False}),
                            14: ("wagtail.blocks.DateBlock", (), {"label": "Valid until", "required": False}),
                            15: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "JPY", "label": "Currency", "max_length": 3},
                            ),
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Visitors see it below the fee while the remarks name a condition that the fields do not.",
                                    "label": "As the old site put it",
                                    "required": False,
                                },
                            ),
                            17: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the import noticed, separated by commas.",
                                    "label": "Remarks of the reader",
                                    "required": False,
                                },
                            ),
                            18: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("label", 0),
                                        ("kind", 1),
                                        ("amount_min", 2),
                                        ("amount_max", 3),
                                        ("tax", 4),
                                        ("insurance", 5),
                                        ("side", 6),
                                        ("count", 7),
                                        ("unit", 8),
                                        ("is_from", 9),
                                        ("is_to", 10),
                                        ("approx", 11),
                                        ("note", 12),
                                        ("valid_from", 13),
                                        ("valid_until", 14),
                                        ("currency", 15),
                                        ("raw", 16),
                                        ("flags", 17),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="fees",
                    ),
                ),
                ("note", models.TextField(blank=True, help_text="Shown below the table.", verbose_name="note")),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "fee table",
                "verbose_name_plural": "fee tables",
                "ordering": ("name",),
                "abstract": False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="PageCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="page_categories",
                        to="kneeblog.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="page_categories",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "category of a page",
                "verbose_name_plural": "categories of pages",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PageTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="page_tags",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(app_label)s_%(class)s_items",
                        to="taggit.tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag of a page",
                "verbose_name_plural": "tags of pages",
            },
        ),
        migrations.CreateModel(
            name="PhysicianPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="%(app_label)s_%(class)s",
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review on")),
                (
                    "breadcrumb_label",
                    models.CharField(
                        blank=True,
                        help_text="The title is used if this is empty.",
                        max_length=100,
                        verbose_name="short name in breadcrumbs",
                    ),
                ),
                (
                    "robots",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "may list this page"),
                            ("noindex", "must not list it, but may follow its links"),
                            ("noindex,nofollow", "must neither list it nor follow its links"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="search engines",
                    ),
                ),
                (
                    "canonical_url",
                    models.URLField(
                        blank=True,
                        help_text="Only if this text was published first at another address that search engines should prefer.",
                        verbose_name="canonical address",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                ("name_kana", models.CharField(blank=True, max_length=100, verbose_name="reading")),
                ("name_romaji", models.CharField(blank=True, max_length=100, verbose_name="name in Latin letters")),
                (
                    "honorific",
                    models.CharField(blank=True, default="医師", max_length=50, verbose_name="title after the name"),
                ),
                (
                    "photo",
                    wagtail.fields.StreamField(
                        [("image", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address that opens when the picture is clicked.",
                                    "label": "Link",
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Where the picture was before the move. Visitors' browsers never load it.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used as alternative text once a picture is chosen, unless another is given.",
                                    "label": "Alternative text on the old site",
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original width", "min_value": 0, "required": False},
                            ),
                            6: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original height", "min_value": 0, "required": False},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 0),
                                        ("caption", 1),
                                        ("link", 2),
                                        ("original_url", 3),
                                        ("original_alt", 4),
                                        ("original_width", 5),
                                        ("original_height", 6),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="photo",
                    ),
                ),
                ("biography", wagtail.fields.RichTextField(blank=True, verbose_name="biography")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("section", 72)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "required": False}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("overview", "Overview"),
                                        ("symptoms", "Symptoms"),
                                        ("causes", "Causes"),
                                        ("conditions", "Conditions"),
                                        ("diagnosis", "Diagnosis"),
                                        ("treatment", "Treatment"),
                                        ("self_care", "Self-care"),
                                        ("when_to_see_doctor", "When to see a doctor"),
                                        ("prevention", "Prevention"),
                                        ("risks", "Risks and side effects"),
                                        ("fees", "Fees"),
                                        ("faq", "Questions and answers"),
                                        ("summary", "Summary"),
                                        ("other", "Other"),
                                    ],
                                    "help_text": "What the section is about; search engines and the list of contents use it.",
                                    "label": "Kind",
                                },
                            ),
                            2: ("wagtail.blocks.RichTextBlock", (), {}),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "Name", "required": False}),
                            4: ("wagtail.blocks.RichTextBlock", (), {"label": "Text", "required": False}),
                            5: ("wagtail.blocks.StructBlock", [[("label", 3), ("text", 4)]], {}),
                            6: ("wagtail.blocks.ListBlock", (5,), {"label": "Options", "min_num": 1}),
                            7: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 6)]], {}),
                            8: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            9: ("wagtail.blocks.ListBlock", (8,), {"label": "Items", "min_num": 1}),
                            10: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 9)]], {}),
                            11: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address that opens when the picture is clicked.",
                                    "label": "Link",
                                    "required": False,
                                },
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Where the picture was before the move. Visitors' browsers never load it.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            15: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used as alternative text once a picture is chosen, unless another is given.",
                                    "label": "Alternative text on the old site",
                                    "required": False,
                                },
                            ),
                            16: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original width", "min_value": 0, "required": False},
                            ),
                            17: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original height", "min_value": 0, "required": False},
                            ),
                            18: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 11),
                                        ("caption", 12),
                                        ("link", 13),
                                        ("original_url", 14),
                                        ("original_alt", 15),
                                        ("original_width", 16),
                                        ("original_height", 17),
                                    ]
                                ],
                                {},
                            ),
                            19: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 11),
                                        ("caption", 12),
                                        ("original_url", 14),
                                        ("original_alt", 15),
                                        ("original_width", 16),
                                        ("original_height", 17),
                                    ]
                                ],
                                {"label": "Picture"},
                            ),
                            20: ("wagtail.blocks.ListBlock", (19,), {"label": "Pictures", "min_num": 1}),
                            21: ("wagtail.blocks.StructBlock", [[("items", 20)]], {}),
                            22: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "First row is a heading", "required": False},
                            ),
                            23: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "First column is a heading", "required": False},
                            ),
                            24: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 1, "label": "Columns it covers", "max_value": 100, "min_value": 1},
                            ),
                            25: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 1, "label": "Rows it covers", "max_value": 1000, "min_value": 1},
                            ),
                            26: ("wagtail.blocks.StructBlock", [[("text", 4), ("colspan", 24), ("rowspan", 25)]], {}),
                            27: ("wagtail.blocks.ListBlock", (26,), {"label": "Cells"}),
                            28: ("wagtail.blocks.StructBlock", [[("cells", 27)]], {}),
                            29: ("wagtail.blocks.ListBlock", (28,), {"label": "Rows"}),
                            30: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 12), ("header_row", 22), ("header_column", 23), ("rows", 29)]],
                                {},
                            ),
                            31: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                (),
                                {"target_model": "kneeblog.FeeTable"},
                            ),
                            32: ("wagtail.blocks.PageChooserBlock", (), {"page_type": ["kneeblog.TreatmentPage"]}),
                            33: ("wagtail.blocks.CharBlock", (), {"label": "Question"}),
                            34: ("wagtail.blocks.RichTextBlock", (), {"label": "Answer"}),
                            35: ("wagtail.blocks.StructBlock", [[("question", 33), ("answer", 34)]], {}),
                            36: ("wagtail.blocks.ListBlock", (35,), {"label": "Questions and answers", "min_num": 1}),
                            37: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 36)]], {}),
                            38: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("info", "Information"),
                                        ("caution", "Caution"),
                                        ("urgent", "Urgent: see a doctor"),
                                    ],
                                    "label": "Tone",
                                },
                            ),
                            39: ("wagtail.blocks.RichTextBlock", (), {"label": "Text"}),
                            40: ("wagtail.blocks.StructBlock", [[("tone", 38), ("heading", 0), ("text", 39)]], {}),
                            41: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Who said or wrote it, and where.", "label": "Source", "required": False},
                            ),
                            42: ("wagtail.blocks.StructBlock", [[("text", 39), ("source", 41)]], {}),
                            43: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address of the video on YouTube, Vimeo or elsewhere.",
                                    "label": "Address",
                                },
                            ),
                            44: ("wagtail.blocks.CharBlock", (), {"label": "Title", "required": False}),
                            45: ("wagtail.blocks.StructBlock", [[("url", 43), ("title", 44), ("caption", 12)]], {}),
                            46: ("wagtail.blocks.CharBlock", (), {"label": "Label"}),
                            47: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A full address, a path on this site, tel: or mailto:",
                                    "label": "Address",
                                },
                            ),
                            48: ("wagtail.blocks.StructBlock", [[("label", 46), ("href", 47)]], {}),
                            49: ("wagtail.blocks.TextBlock", (), {"label": "Text"}),
                            50: ("wagtail.blocks.StructBlock", [[("text", 49)]], {}),
                            51: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "File in the library", "required": False},
                            ),
                            52: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the link says; readers see it.",
                                    "label": "Name",
                                    "required": False,
                                },
                            ),
                            53: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used only to find the file for the library.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            54: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Size in bytes", "min_value": 0, "required": False},
                            ),
                            55: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 51), ("name", 52), ("url", 53), ("bytes", 54)]],
                                {},
                            ),
                            56: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("audio", "Audio"),
                                        ("map", "Map"),
                                        ("link_preview", "Link preview"),
                                        ("poll", "Poll"),
                                        ("social", "Social media post"),
                                        ("other", "Other"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            57: ("wagtail.blocks.CharBlock", (), {"label": "Address", "required": False}),
                            58: ("wagtail.blocks.TextBlock", (), {"label": "Text", "required": False}),
                            59: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 56), ("url", 57), ("title", 44), ("text", 58)]],
                                {},
                            ),
                            60: ("wagtail.blocks.StructBlock", [[]], {}),
                            61: ("wagtail.blocks.CharBlock", (), {"label": "Kind", "required": False}),
                            62: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "What is known about it", "required": False},
                            ),
                            63: ("wagtail.blocks.StructBlock", [[("kind", 61), ("hint", 62)]], {}),
                            64: ("wagtail.blocks.TextBlock", (), {"label": "Old markup", "required": False}),
                            65: ("wagtail.blocks.CharBlock", (), {"label": "Why it was set aside", "required": False}),
                            66: ("wagtail.blocks.StructBlock", [[("html", 64), ("reason", 65)]], {}),
                            67: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                (),
                                {
                                    "help_text": "The disease this part is about; it then links to that disease's page.",
                                    "label": "Condition",
                                    "required": False,
                                    "target_model": "kneeblog.GlossaryTerm",
                                },
                            ),
                            68: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("paragraph", 2),
                                        ("options", 7),
                                        ("checklist", 10),
                                        ("image", 18),
                                        ("gallery", 21),
                                        ("table", 30),
                                        ("fee_table", 31),
                                        ("treatment", 32),
                                        ("faq", 37),
                                        ("callout", 40),
                                        ("quote", 42),
                                        ("video", 45),
                                        ("button", 48),
                                        ("code", 50),
                                        ("file", 55),
                                        ("embed", 59),
                                        ("divider", 60),
                                        ("lost_embed", 63),
                                        ("legacy", 66),
                                    ]
                                ],
                                {"label": "Content"},
                            ),
                            69: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Target of links inside the page, for example “causes”. Letters, digits and hyphens.",
                                    "label": "Anchor",
                                    "max_length": 100,
                                    "required": False,
                                },
                            ),
                            70: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 0), ("condition", 67), ("content", 68), ("anchor", 69)]],
                                {},
                            ),
                            71: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("paragraph", 2),
                                        ("options", 7),
                                        ("checklist", 10),
                                        ("image", 18),
                                        ("gallery", 21),
                                        ("table", 30),
                                        ("fee_table", 31),
                                        ("treatment", 32),
                                        ("faq", 37),
                                        ("callout", 40),
                                        ("quote", 42),
                                        ("video", 45),
                                        ("button", 48),
                                        ("code", 50),
                                        ("file", 55),
                                        ("embed", 59),
                                        ("divider", 60),
                                        ("lost_embed", 63),
                                        ("legacy", 66),
                                        ("topic", 70),
                                    ]
                                ],
                                {"label": "Content"},
                            ),
                            72: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 0), ("kind", 1), ("content", 71), ("anchor", 69)]],
                                {},
                            ),
                        },
                        verbose_name="body",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "og_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture for shared links",
                    ),
                ),
                (
                    "primary_parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only if the breadcrumbs should lead over another page than the one this page stands under.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="parent in breadcrumbs",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is to check this page. Visitors see a stamp only after that physician has signed it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.physicianpage",
                        verbose_name="supervising physician",
                    ),
                ),
                (
                    "tags",
                    modelcluster.contrib.taggit.ClusterTaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="kneeblog.PageTag",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
            ],
            options={
                "verbose_name": "physician",
                "verbose_name_plural": "physicians",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="PhysicianIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="%(app_label)s_%(class)s",
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review on")),
                (
                    "breadcrumb_label",
                    models.CharField(
                        blank=True,
                        help_text="The title is used if this is empty.",
                        max_length=100,
                        verbose_name="short name in breadcrumbs",
                    ),
                ),
                (
                    "robots",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "may list this page"),
                            ("noindex", "must not list it, but may follow its links"),
                            ("noindex,nofollow", "must neither list it nor follow its links"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="search engines",
                    ),
                ),
                (
                    "canonical_url",
                    models.URLField(
                        blank=True,
                        help_text="Only if this text was published first at another address that search engines should prefer.",
                        verbose_name="canonical address",
                    ),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "og_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture for shared links",
                    ),
                ),
                (
                    "primary_parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only if the breadcrumbs should lead over another page than the one this page stands under.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="parent in breadcrumbs",
                    ),
                ),
                (
                    "tags",
                    modelcluster.contrib.taggit.ClusterTaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="kneeblog.PageTag",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is to check this page. Visitors see a stamp only after that physician has signed it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.physicianpage",
                        verbose_name="supervising physician",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of physicians",
                "verbose_name_plural": "lists of physicians",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="PhysicianCredential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title", models.CharField(max_length=300, verbose_name="credential")),
                (
                    "certifying_body",
                    models.CharField(
                        blank=True,
                        help_text="The society or board that awards it.",
                        max_length=200,
                        verbose_name="certifying body",
                    ),
                ),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="credentials",
                        to="kneeblog.physicianpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "credential",
                "verbose_name_plural": "credentials",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="%(app_label)s_%(class)s",
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review on")),
                (
                    "breadcrumb_label",
                    models.CharField(
                        blank=True,
                        help_text="The title is used if this is empty.",
                        max_length=100,
                        verbose_name="short name in breadcrumbs",
                    ),
                ),
                (
                    "robots",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "may list this page"),
                            ("noindex", "must not list it, but may follow its links"),
                            ("noindex,nofollow", "must neither list it nor follow its links"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="search engines",
                    ),
                ),
                (
                    "canonical_url",
                    models.URLField(
                        blank=True,
                        help_text="Only if this text was published first at another address that search engines should prefer.",
                        verbose_name="canonical address",
                    ),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "og_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture for shared links",
                    ),
                ),
                (
                    "primary_parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only if the breadcrumbs should lead over another page than the one this page stands under.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="parent in breadcrumbs",
                    ),
                ),
                (
                    "tags",
                    modelcluster.contrib.taggit.ClusterTaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="kneeblog.PageTag",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is to check this page. Visitors see a stamp only after that physician has signed it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.physicianpage",
                        verbose_name="supervising physician",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page",
                "verbose_name_plural": "home pages",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="ConditionPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="%(app_label)s_%(class)s",
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review on")),
                (
                    "breadcrumb_label",
                    models.CharField(
                        blank=True,
                        help_text="The title is used if this is empty.",
                        max_length=100,
                        verbose_name="short name in breadcrumbs",
                    ),
                ),
                (
                    "robots",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "may list this page"),
                            ("noindex", "must not list it, but may follow its links"),
                            ("noindex,nofollow", "must neither list it nor follow its links"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="search engines",
                    ),
                ),
                (
                    "canonical_url",
                    models.URLField(
                        blank=True,
                        help_text="Only if this text was published first at another address that search engines should prefer.",
                        verbose_name="canonical address",
                    ),
                ),
                (
                    "hero_image",
                    wagtail.fields.StreamField(
                        [("image", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address that opens when the picture is clicked.",
                                    "label": "Link",
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Where the picture was before the move. Visitors' browsers never load it.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used as alternative text once a picture is chosen, unless another is given.",
                                    "label": "Alternative text on the old site",
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original width", "min_value": 0, "required": False},
                            ),
                            6: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original height", "min_value": 0, "required": False},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 0),
                                        ("caption", 1),
                                        ("link", 2),
                                        ("original_url", 3),
                                        ("original_alt", 4),
                                        ("original_width", 5),
                                        ("original_height", 6),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="main picture",
                    ),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "target_readers",
                    wagtail.fields.StreamField(
                        [("checklist", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "required": False}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            2: ("wagtail.blocks.ListBlock", (1,), {"label": "Items", "min_num": 1}),
                            3: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 2)]], {}),
                        },
                        verbose_name="for whom it is written",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("section", 72)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "required": False}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("overview", "Overview"),
                                        ("symptoms", "Symptoms"),
                                        ("causes", "Causes"),
                                        ("conditions", "Conditions"),
                                        ("diagnosis", "Diagnosis"),
                                        ("treatment", "Treatment"),
                                        ("self_care", "Self-care"),
                                        ("when_to_see_doctor", "When to see a doctor"),
                                        ("prevention", "Prevention"),
                                        ("risks", "Risks and side effects"),
                                        ("fees", "Fees"),
                                        ("faq", "Questions and answers"),
                                        ("summary", "Summary"),
                                        ("other", "Other"),
                                    ],
                                    "help_text": "What the section is about; search engines and the list of contents use it.",
                                    "label": "Kind",
                                },
                            ),
                            2: ("wagtail.blocks.RichTextBlock", (), {}),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "Name", "required": False}),
                            4: ("wagtail.blocks.RichTextBlock", (), {"label": "Text", "required": False}),
                            5: ("wagtail.blocks.StructBlock", [[("label", 3), ("text", 4)]], {}),
                            6: ("wagtail.blocks.ListBlock", (5,), {"label": "Options", "min_num": 1}),
                            7: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 6)]], {}),
                            8: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            9: ("wagtail.blocks.ListBlock", (8,), {"label": "Items", "min_num": 1}),
                            10: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 9)]], {}),
                            11: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address that opens when the picture is clicked.",
                                    "label": "Link",
                                    "required": False,
                                },
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Where the picture was before the move. Visitors' browsers never load it.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            15: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used as alternative text once a picture is chosen, unless another is given.",
                                    "label": "Alternative text on the old site",
                                    "required": False,
                                },
                            ),
                            16: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original width", "min_value": 0, "required": False},
                            ),
                            17: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original height", "min_value": 0, "required": False},
                            ),
                            18: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 11),
                                        ("caption", 12),
                                        ("link", 13),
                                        ("original_url", 14),
                                        ("original_alt", 15),
                                        ("original_width", 16),
                                        ("original_height", 17),
                                    ]
                                ],
                                {},
                            ),
                            19: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 11),
                                        ("caption", 12),
                                        ("original_url", 14),
                                        ("original_alt", 15),
                                        ("original_width", 16),
                                        ("original_height", 17),
                                    ]
                                ],
                                {"label": "Picture"},
                            ),
                            20: ("wagtail.blocks.ListBlock", (19,), {"label": "Pictures", "min_num": 1}),
                            21: ("wagtail.blocks.StructBlock", [[("items", 20)]], {}),
                            22: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "First row is a heading", "required": False},
                            ),
                            23: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "First column is a heading", "required": False},
                            ),
                            24: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 1, "label": "Columns it covers", "max_value": 100, "min_value": 1},
                            ),
                            25: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 1, "label": "Rows it covers", "max_value": 1000, "min_value": 1},
                            ),
                            26: ("wagtail.blocks.StructBlock", [[("text", 4), ("colspan", 24), ("rowspan", 25)]], {}),
                            27: ("wagtail.blocks.ListBlock", (26,), {"label": "Cells"}),
                            28: ("wagtail.blocks.StructBlock", [[("cells", 27)]], {}),
                            29: ("wagtail.blocks.ListBlock", (28,), {"label": "Rows"}),
                            30: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 12), ("header_row", 22), ("header_column", 23), ("rows", 29)]],
                                {},
                            ),
                            31: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                (),
                                {"target_model": "kneeblog.FeeTable"},
                            ),
                            32: ("wagtail.blocks.PageChooserBlock", (), {"page_type": ["kneeblog.TreatmentPage"]}),
                            33: ("wagtail.blocks.CharBlock", (), {"label": "Question"}),
                            34: ("wagtail.blocks.RichTextBlock", (), {"label": "Answer"}),
                            35: ("wagtail.blocks.StructBlock", [[("question", 33), ("answer", 34)]], {}),
                            36: ("wagtail.blocks.ListBlock", (35,), {"label": "Questions and answers", "min_num": 1}),
                            37: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 36)]], {}),
                            38: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("info", "Information"),
                                        ("caution", "Caution"),
                                        ("urgent", "Urgent: see a doctor"),
                                    ],
                                    "label": "Tone",
                                },
                            ),
                            39: ("wagtail.blocks.RichTextBlock", (), {"label": "Text"}),
                            40: ("wagtail.blocks.StructBlock", [[("tone", 38), ("heading", 0), ("text", 39)]], {}),
                            41: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Who said or wrote it, and where.", "label": "Source", "required": False},
                            ),
                            42: ("wagtail.blocks.StructBlock", [[("text", 39), ("source", 41)]], {}),
                            43: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address of the video on YouTube, Vimeo or elsewhere.",
                                    "label": "Address",
                                },
                            ),
                            44: ("wagtail.blocks.CharBlock", (), {"label": "Title", "required": False}),
                            45: ("wagtail.blocks.StructBlock", [[("url", 43), ("title", 44), ("caption", 12)]], {}),
                            46: ("wagtail.blocks.CharBlock", (), {"label": "Label"}),
                            47: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A full address, a path on this site, tel: or mailto:",
                                    "label": "Address",
                                },
                            ),
                            48: ("wagtail.blocks.StructBlock", [[("label", 46), ("href", 47)]], {}),
                            49: ("wagtail.blocks.TextBlock", (), {"label": "Text"}),
                            50: ("wagtail.blocks.StructBlock", [[("text", 49)]], {}),
                            51: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "File in the library", "required": False},
                            ),
                            52: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the link says; readers see it.",
                                    "label": "Name",
                                    "required": False,
                                },
                            ),
                            53: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used only to find the file for the library.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            54: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Size in bytes", "min_value": 0, "required": False},
                            ),
                            55: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 51), ("name", 52), ("url", 53), ("bytes", 54)]],
                                {},
                            ),
                            56: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("audio", "Audio"),
                                        ("map", "Map"),
                                        ("link_preview", "Link preview"),
                                        ("poll", "Poll"),
                                        ("social", "Social media post"),
                                        ("other", "Other"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            57: ("wagtail.blocks.CharBlock", (), {"label": "Address", "required": False}),
                            58: ("wagtail.blocks.TextBlock", (), {"label": "Text", "required": False}),
                            59: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 56), ("url", 57), ("title", 44), ("text", 58)]],
                                {},
                            ),
                            60: ("wagtail.blocks.StructBlock", [[]], {}),
                            61: ("wagtail.blocks.CharBlock", (), {"label": "Kind", "required": False}),
                            62: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "What is known about it", "required": False},
                            ),
                            63: ("wagtail.blocks.StructBlock", [[("kind", 61), ("hint", 62)]], {}),
                            64: ("wagtail.blocks.TextBlock", (), {"label": "Old markup", "required": False}),
                            65: ("wagtail.blocks.CharBlock", (), {"label": "Why it was set aside", "required": False}),
                            66: ("wagtail.blocks.StructBlock", [[("html", 64), ("reason", 65)]], {}),
                            67: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                (),
                                {
                                    "help_text": "The disease this part is about; it then links to that disease's page.",
                                    "label": "Condition",
                                    "required": False,
                                    "target_model": "kneeblog.GlossaryTerm",
                                },
                            ),
                            68: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("paragraph", 2),
                                        ("options", 7),
                                        ("checklist", 10),
                                        ("image", 18),
                                        ("gallery", 21),
                                        ("table", 30),
                                        ("fee_table", 31),
                                        ("treatment", 32),
                                        ("faq", 37),
                                        ("callout", 40),
                                        ("quote", 42),
                                        ("video", 45),
                                        ("button", 48),
                                        ("code", 50),
                                        ("file", 55),
                                        ("embed", 59),
                                        ("divider", 60),
                                        ("lost_embed", 63),
                                        ("legacy", 66),
                                    ]
                                ],
                                {"label": "Content"},
                            ),
                            69: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Target of links inside the page, for example “causes”. Letters, digits and hyphens.",
                                    "label": "Anchor",
                                    "max_length": 100,
                                    "required": False,
                                },
                            ),
                            70: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 0), ("condition", 67), ("content", 68), ("anchor", 69)]],
                                {},
                            ),
                            71: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("paragraph", 2),
                                        ("options", 7),
                                        ("checklist", 10),
                                        ("image", 18),
                                        ("gallery", 21),
                                        ("table", 30),
                                        ("fee_table", 31),
                                        ("treatment", 32),
                                        ("faq", 37),
                                        ("callout", 40),
                                        ("quote", 42),
                                        ("video", 45),
                                        ("button", 48),
                                        ("code", 50),
                                        ("file", 55),
                                        ("embed", 59),
                                        ("divider", 60),
                                        ("lost_embed", 63),
                                        ("legacy", 66),
                                        ("topic", 70),
                                    ]
                                ],
                                {"label": "Content"},
                            ),
                            72: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 0), ("kind", 1), ("content", 71), ("anchor", 69)]],
                                {},
                            ),
                        },
                        verbose_name="body",
                    ),
                ),
                (
                    "treatments",
                    wagtail.fields.StreamField(
                        [("treatment", 0)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.PageChooserBlock", (), {"page_type": ["kneeblog.TreatmentPage"]})
                        },
                        help_text="Shown below the text, with fees, risks and notices from the treatments' own pages.",
                        verbose_name="treatments",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "og_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture for shared links",
                    ),
                ),
                (
                    "primary_parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only if the breadcrumbs should lead over another page than the one this page stands under.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="parent in breadcrumbs",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        blank=True,
                        help_text="The disease this page is about; its names and codes come from there.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="condition_pages",
                        to="kneeblog.glossaryterm",
                        verbose_name="medical term",
                    ),
                ),
                (
                    "tags",
                    modelcluster.contrib.taggit.ClusterTaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="kneeblog.PageTag",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is to check this page. Visitors see a stamp only after that physician has signed it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.physicianpage",
                        verbose_name="supervising physician",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition",
                "verbose_name_plural": "conditions",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="ConditionIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="%(app_label)s_%(class)s",
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review on")),
                (
                    "breadcrumb_label",
                    models.CharField(
                        blank=True,
                        help_text="The title is used if this is empty.",
                        max_length=100,
                        verbose_name="short name in breadcrumbs",
                    ),
                ),
                (
                    "robots",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "may list this page"),
                            ("noindex", "must not list it, but may follow its links"),
                            ("noindex,nofollow", "must neither list it nor follow its links"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="search engines",
                    ),
                ),
                (
                    "canonical_url",
                    models.URLField(
                        blank=True,
                        help_text="Only if this text was published first at another address that search engines should prefer.",
                        verbose_name="canonical address",
                    ),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "og_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture for shared links",
                    ),
                ),
                (
                    "primary_parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only if the breadcrumbs should lead over another page than the one this page stands under.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="parent in breadcrumbs",
                    ),
                ),
                (
                    "tags",
                    modelcluster.contrib.taggit.ClusterTaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="kneeblog.PageTag",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is to check this page. Visitors see a stamp only after that physician has signed it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.physicianpage",
                        verbose_name="supervising physician",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of conditions",
                "verbose_name_plural": "lists of conditions",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="CareerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("text", models.CharField(max_length=500, verbose_name="text")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="career", to="kneeblog.physicianpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "career entry",
                "verbose_name_plural": "career entries",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BlogIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="%(app_label)s_%(class)s",
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review on")),
                (
                    "breadcrumb_label",
                    models.CharField(
                        blank=True,
                        help_text="The title is used if this is empty.",
                        max_length=100,
                        verbose_name="short name in breadcrumbs",
                    ),
                ),
                (
                    "robots",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "may list this page"),
                            ("noindex", "must not list it, but may follow its links"),
                            ("noindex,nofollow", "must neither list it nor follow its links"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="search engines",
                    ),
                ),
                (
                    "canonical_url",
                    models.URLField(
                        blank=True,
                        help_text="Only if this text was published first at another address that search engines should prefer.",
                        verbose_name="canonical address",
                    ),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "og_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture for shared links",
                    ),
                ),
                (
                    "primary_parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only if the breadcrumbs should lead over another page than the one this page stands under.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="parent in breadcrumbs",
                    ),
                ),
                (
                    "tags",
                    modelcluster.contrib.taggit.ClusterTaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="kneeblog.PageTag",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is to check this page. Visitors see a stamp only after that physician has signed it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.physicianpage",
                        verbose_name="supervising physician",
                    ),
                ),
            ],
            options={
                "verbose_name": "blog",
                "verbose_name_plural": "blogs",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="ArticlePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="%(app_label)s_%(class)s",
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review on")),
                (
                    "breadcrumb_label",
                    models.CharField(
                        blank=True,
                        help_text="The title is used if this is empty.",
                        max_length=100,
                        verbose_name="short name in breadcrumbs",
                    ),
                ),
                (
                    "robots",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "may list this page"),
                            ("noindex", "must not list it, but may follow its links"),
                            ("noindex,nofollow", "must neither list it nor follow its links"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="search engines",
                    ),
                ),
                (
                    "canonical_url",
                    models.URLField(
                        blank=True,
                        help_text="Only if this text was published first at another address that search engines should prefer.",
                        verbose_name="canonical address",
                    ),
                ),
                (
                    "hero_image",
                    wagtail.fields.StreamField(
                        [("image", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address that opens when the picture is clicked.",
                                    "label": "Link",
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Where the picture was before the move. Visitors' browsers never load it.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used as alternative text once a picture is chosen, unless another is given.",
                                    "label": "Alternative text on the old site",
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original width", "min_value": 0, "required": False},
                            ),
                            6: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original height", "min_value": 0, "required": False},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 0),
                                        ("caption", 1),
                                        ("link", 2),
                                        ("original_url", 3),
                                        ("original_alt", 4),
                                        ("original_width", 5),
                                        ("original_height", 6),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="main picture",
                    ),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "target_readers",
                    wagtail.fields.StreamField(
                        [("checklist", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "required": False}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            2: ("wagtail.blocks.ListBlock", (1,), {"label": "Items", "min_num": 1}),
                            3: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 2)]], {}),
                        },
                        verbose_name="for whom it is written",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("section", 72)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "required": False}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("overview", "Overview"),
                                        ("symptoms", "Symptoms"),
                                        ("causes", "Causes"),
                                        ("conditions", "Conditions"),
                                        ("diagnosis", "Diagnosis"),
                                        ("treatment", "Treatment"),
                                        ("self_care", "Self-care"),
                                        ("when_to_see_doctor", "When to see a doctor"),
                                        ("prevention", "Prevention"),
                                        ("risks", "Risks and side effects"),
                                        ("fees", "Fees"),
                                        ("faq", "Questions and answers"),
                                        ("summary", "Summary"),
                                        ("other", "Other"),
                                    ],
                                    "help_text": "What the section is about; search engines and the list of contents use it.",
                                    "label": "Kind",
                                },
                            ),
                            2: ("wagtail.blocks.RichTextBlock", (), {}),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "Name", "required": False}),
                            4: ("wagtail.blocks.RichTextBlock", (), {"label": "Text", "required": False}),
                            5: ("wagtail.blocks.StructBlock", [[("label", 3), ("text", 4)]], {}),
                            6: ("wagtail.blocks.ListBlock", (5,), {"label": "Options", "min_num": 1}),
                            7: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 6)]], {}),
                            8: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            9: ("wagtail.blocks.ListBlock", (8,), {"label": "Items", "min_num": 1}),
                            10: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 9)]], {}),
                            11: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address that opens when the picture is clicked.",
                                    "label": "Link",
                                    "required": False,
                                },
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Where the picture was before the move. Visitors' browsers never load it.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            15: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used as alternative text once a picture is chosen, unless another is given.",
                                    "label": "Alternative text on the old site",
                                    "required": False,
                                },
                            ),
                            16: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original width", "min_value": 0, "required": False},
                            ),
                            17: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original height", "min_value": 0, "required": False},
                            ),
                            18: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 11),
                                        ("caption", 12),
                                        ("link", 13),
                                        ("original_url", 14),
                                        ("original_alt", 15),
                                        ("original_width", 16),
                                        ("original_height", 17),
                                    ]
                                ],
                                {},
                            ),
                            19: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 11),
                                        ("caption", 12),
                                        ("original_url", 14),
                                        ("original_alt", 15),
                                        ("original_width", 16),
                                        ("original_height", 17),
                                    ]
                                ],
                                {"label": "Picture"},
                            ),
                            20: ("wagtail.blocks.ListBlock", (19,), {"label": "Pictures", "min_num": 1}),
                            21: ("wagtail.blocks.StructBlock", [[("items", 20)]], {}),
                            22: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "First row is a heading", "required": False},
                            ),
                            23: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "First column is a heading", "required": False},
                            ),
                            24: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 1, "label": "Columns it covers", "max_value": 100, "min_value": 1},
                            ),
                            25: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 1, "label": "Rows it covers", "max_value": 1000, "min_value": 1},
                            ),
                            26: ("wagtail.blocks.StructBlock", [[("text", 4), ("colspan", 24), ("rowspan", 25)]], {}),
                            27: ("wagtail.blocks.ListBlock", (26,), {"label": "Cells"}),
                            28: ("wagtail.blocks.StructBlock", [[("cells", 27)]], {}),
                            29: ("wagtail.blocks.ListBlock", (28,), {"label": "Rows"}),
                            30: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 12), ("header_row", 22), ("header_column", 23), ("rows", 29)]],
                                {},
                            ),
                            31: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                (),
                                {"target_model": "kneeblog.FeeTable"},
                            ),
                            32: ("wagtail.blocks.PageChooserBlock", (), {"page_type": ["kneeblog.TreatmentPage"]}),
                            33: ("wagtail.blocks.CharBlock", (), {"label": "Question"}),
                            34: ("wagtail.blocks.RichTextBlock", (), {"label": "Answer"}),
                            35: ("wagtail.blocks.StructBlock", [[("question", 33), ("answer", 34)]], {}),
                            36: ("wagtail.blocks.ListBlock", (35,), {"label": "Questions and answers", "min_num": 1}),
                            37: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 36)]], {}),
                            38: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("info", "Information"),
                                        ("caution", "Caution"),
                                        ("urgent", "Urgent: see a doctor"),
                                    ],
                                    "label": "Tone",
                                },
                            ),
                            39: ("wagtail.blocks.RichTextBlock", (), {"label": "Text"}),
                            40: ("wagtail.blocks.StructBlock", [[("tone", 38), ("heading", 0), ("text", 39)]], {}),
                            41: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Who said or wrote it, and where.", "label": "Source", "required": False},
                            ),
                            42: ("wagtail.blocks.StructBlock", [[("text", 39), ("source", 41)]], {}),
                            43: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address of the video on YouTube, Vimeo or elsewhere.",
                                    "label": "Address",
                                },
                            ),
                            44: ("wagtail.blocks.CharBlock", (), {"label": "Title", "required": False}),
                            45: ("wagtail.blocks.StructBlock", [[("url", 43), ("title", 44), ("caption", 12)]], {}),
                            46: ("wagtail.blocks.CharBlock", (), {"label": "Label"}),
                            47: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A full address, a path on this site, tel: or mailto:",
                                    "label": "Address",
                                },
                            ),
                            48: ("wagtail.blocks.StructBlock", [[("label", 46), ("href", 47)]], {}),
                            49: ("wagtail.blocks.TextBlock", (), {"label": "Text"}),
                            50: ("wagtail.blocks.StructBlock", [[("text", 49)]], {}),
                            51: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "File in the library", "required": False},
                            ),
                            52: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the link says; readers see it.",
                                    "label": "Name",
                                    "required": False,
                                },
                            ),
                            53: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used only to find the file for the library.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            54: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Size in bytes", "min_value": 0, "required": False},
                            ),
                            55: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 51), ("name", 52), ("url", 53), ("bytes", 54)]],
                                {},
                            ),
                            56: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("audio", "Audio"),
                                        ("map", "Map"),
                                        ("link_preview", "Link preview"),
                                        ("poll", "Poll"),
                                        ("social", "Social media post"),
                                        ("other", "Other"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            57: ("wagtail.blocks.CharBlock", (), {"label": "Address", "required": False}),
                            58: ("wagtail.blocks.TextBlock", (), {"label": "Text", "required": False}),
                            59: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 56), ("url", 57), ("title", 44), ("text", 58)]],
                                {},
                            ),
                            60: ("wagtail.blocks.StructBlock", [[]], {}),
                            61: ("wagtail.blocks.CharBlock", (), {"label": "Kind", "required": False}),
                            62: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "What is known about it", "required": False},
                            ),
                            63: ("wagtail.blocks.StructBlock", [[("kind", 61), ("hint", 62)]], {}),
                            64: ("wagtail.blocks.TextBlock", (), {"label": "Old markup", "required": False}),
                            65: ("wagtail.blocks.CharBlock", (), {"label": "Why it was set aside", "required": False}),
                            66: ("wagtail.blocks.StructBlock", [[("html", 64), ("reason", 65)]], {}),
                            67: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                (),
                                {
                                    "help_text": "The disease this part is about; it then links to that disease's page.",
                                    "label": "Condition",
                                    "required": False,
                                    "target_model": "kneeblog.GlossaryTerm",
                                },
                            ),
                            68: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("paragraph", 2),
                                        ("options", 7),
                                        ("checklist", 10),
                                        ("image", 18),
                                        ("gallery", 21),
                                        ("table", 30),
                                        ("fee_table", 31),
                                        ("treatment", 32),
                                        ("faq", 37),
                                        ("callout", 40),
                                        ("quote", 42),
                                        ("video", 45),
                                        ("button", 48),
                                        ("code", 50),
                                        ("file", 55),
                                        ("embed", 59),
                                        ("divider", 60),
                                        ("lost_embed", 63),
                                        ("legacy", 66),
                                    ]
                                ],
                                {"label": "Content"},
                            ),
                            69: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Target of links inside the page, for example “causes”. Letters, digits and hyphens.",
                                    "label": "Anchor",
                                    "max_length": 100,
                                    "required": False,
                                },
                            ),
                            70: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 0), ("condition", 67), ("content", 68), ("anchor", 69)]],
                                {},
                            ),
                            71: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("paragraph", 2),
                                        ("options", 7),
                                        ("checklist", 10),
                                        ("image", 18),
                                        ("gallery", 21),
                                        ("table", 30),
                                        ("fee_table", 31),
                                        ("treatment", 32),
                                        ("faq", 37),
                                        ("callout", 40),
                                        ("quote", 42),
                                        ("video", 45),
                                        ("button", 48),
                                        ("code", 50),
                                        ("file", 55),
                                        ("embed", 59),
                                        ("divider", 60),
                                        ("lost_embed", 63),
                                        ("legacy", 66),
                                        ("topic", 70),
                                    ]
                                ],
                                {"label": "Content"},
                            ),
                            72: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 0), ("kind", 1), ("content", 71), ("anchor", 69)]],
                                {},
                            ),
                        },
                        verbose_name="body",
                    ),
                ),
                (
                    "treatments",
                    wagtail.fields.StreamField(
                        [("treatment", 0)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.PageChooserBlock", (), {"page_type": ["kneeblog.TreatmentPage"]})
                        },
                        help_text="Shown below the text, with fees, risks and notices from the treatments' own pages.",
                        verbose_name="treatments",
                    ),
                ),
                (
                    "og_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture for shared links",
                    ),
                ),
                (
                    "primary_parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only if the breadcrumbs should lead over another page than the one this page stands under.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="parent in breadcrumbs",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "tags",
                    modelcluster.contrib.taggit.ClusterTaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="kneeblog.PageTag",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is to check this page. Visitors see a stamp only after that physician has signed it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.physicianpage",
                        verbose_name="supervising physician",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="SupervisionRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="signed on")),
                (
                    "scope",
                    models.TextField(
                        blank=True,
                        help_text="What was checked, such as “medical content, not the fees”.",
                        verbose_name="scope",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supervision_records",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
                (
                    "physician",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="signed_records",
                        to="kneeblog.physicianpage",
                        verbose_name="physician",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        editable=False,
                        on_delete=kneeblog.models.reviews.keep_signed_revision,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "supervision record",
                "verbose_name_plural": "supervision records",
                "ordering": ("-signed_on", "-pk"),
                "get_latest_by": ("signed_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SymptomArticlePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="%(app_label)s_%(class)s",
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review on")),
                (
                    "breadcrumb_label",
                    models.CharField(
                        blank=True,
                        help_text="The title is used if this is empty.",
                        max_length=100,
                        verbose_name="short name in breadcrumbs",
                    ),
                ),
                (
                    "robots",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "may list this page"),
                            ("noindex", "must not list it, but may follow its links"),
                            ("noindex,nofollow", "must neither list it nor follow its links"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="search engines",
                    ),
                ),
                (
                    "canonical_url",
                    models.URLField(
                        blank=True,
                        help_text="Only if this text was published first at another address that search engines should prefer.",
                        verbose_name="canonical address",
                    ),
                ),
                (
                    "hero_image",
                    wagtail.fields.StreamField(
                        [("image", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address that opens when the picture is clicked.",
                                    "label": "Link",
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Where the picture was before the move. Visitors' browsers never load it.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used as alternative text once a picture is chosen, unless another is given.",
                                    "label": "Alternative text on the old site",
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original width", "min_value": 0, "required": False},
                            ),
                            6: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original height", "min_value": 0, "required": False},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 0),
                                        ("caption", 1),
                                        ("link", 2),
                                        ("original_url", 3),
                                        ("original_alt", 4),
                                        ("original_width", 5),
                                        ("original_height", 6),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="main picture",
                    ),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "target_readers",
                    wagtail.fields.StreamField(
                        [("checklist", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "required": False}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            2: ("wagtail.blocks.ListBlock", (1,), {"label": "Items", "min_num": 1}),
                            3: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 2)]], {}),
                        },
                        verbose_name="for whom it is written",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("section", 72)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "required": False}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("overview", "Overview"),
                                        ("symptoms", "Symptoms"),
                                        ("causes", "Causes"),
                                        ("conditions", "Conditions"),
                                        ("diagnosis", "Diagnosis"),
                                        ("treatment", "Treatment"),
                                        ("self_care", "Self-care"),
                                        ("when_to_see_doctor", "When to see a doctor"),
                                        ("prevention", "Prevention"),
                                        ("risks", "Risks and side effects"),
                                        ("fees", "Fees"),
                                        ("faq", "Questions and answers"),
                                        ("summary", "Summary"),
                                        ("other", "Other"),
                                    ],
                                    "help_text": "What the section is about; search engines and the list of contents use it.",
                                    "label": "Kind",
                                },
                            ),
                            2: ("wagtail.blocks.RichTextBlock", (), {}),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "Name", "required": False}),
                            4: ("wagtail.blocks.RichTextBlock", (), {"label": "Text", "required": False}),
                            5: ("wagtail.blocks.StructBlock", [[("label", 3), ("text", 4)]], {}),
                            6: ("wagtail.blocks.ListBlock", (5,), {"label": "Options", "min_num": 1}),
                            7: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 6)]], {}),
                            8: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            9: ("wagtail.blocks.ListBlock", (8,), {"label": "Items", "min_num": 1}),
                            10: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 9)]], {}),
                            11: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address that opens when the picture is clicked.",
                                    "label": "Link",
                                    "required": False,
                                },
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Where the picture was before the move. Visitors' browsers never load it.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            15: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used as alternative text once a picture is chosen, unless another is given.",
                                    "label": "Alternative text on the old site",
                                    "required": False,
                                },
                            ),
                            16: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original width", "min_value": 0, "required": False},
                            ),
                            17: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original height", "min_value": 0, "required": False},
                            ),
                            18: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 11),
                                        ("caption", 12),
                                        ("link", 13),
                                        ("original_url", 14),
                                        ("original_alt", 15),
                                        ("original_width", 16),
                                        ("original_height", 17),
                                    ]
                                ],
                                {},
                            ),
                            19: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 11),
                                        ("caption", 12),
                                        ("original_url", 14),
                                        ("original_alt", 15),
                                        ("original_width", 16),
                                        ("original_height", 17),
                                    ]
                                ],
                                {"label": "Picture"},
                            ),
                            20: ("wagtail.blocks.ListBlock", (19,), {"label": "Pictures", "min_num": 1}),
                            21: ("wagtail.blocks.StructBlock", [[("items", 20)]], {}),
                            22: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "First row is a heading", "required": False},
                            ),
                            23: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "First column is a heading", "required": False},
                            ),
                            24: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 1, "label": "Columns it covers", "max_value": 100, "min_value": 1},
                            ),
                            25: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 1, "label": "Rows it covers", "max_value": 1000, "min_value": 1},
                            ),
                            26: ("wagtail.blocks.StructBlock", [[("text", 4), ("colspan", 24), ("rowspan", 25)]], {}),
                            27: ("wagtail.blocks.ListBlock", (26,), {"label": "Cells"}),
                            28: ("wagtail.blocks.StructBlock", [[("cells", 27)]], {}),
                            29: ("wagtail.blocks.ListBlock", (28,), {"label": "Rows"}),
                            30: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 12), ("header_row", 22), ("header_column", 23), ("rows", 29)]],
                                {},
                            ),
                            31: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                (),
                                {"target_model": "kneeblog.FeeTable"},
                            ),
                            32: ("wagtail.blocks.PageChooserBlock", (), {"page_type": ["kneeblog.TreatmentPage"]}),
                            33: ("wagtail.blocks.CharBlock", (), {"label": "Question"}),
                            34: ("wagtail.blocks.RichTextBlock", (), {"label": "Answer"}),
                            35: ("wagtail.blocks.StructBlock", [[("question", 33), ("answer", 34)]], {}),
                            36: ("wagtail.blocks.ListBlock", (35,), {"label": "Questions and answers", "min_num": 1}),
                            37: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 36)]], {}),
                            38: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("info", "Information"),
                                        ("caution", "Caution"),
                                        ("urgent", "Urgent: see a doctor"),
                                    ],
                                    "label": "Tone",
                                },
                            ),
                            39: ("wagtail.blocks.RichTextBlock", (), {"label": "Text"}),
                            40: ("wagtail.blocks.StructBlock", [[("tone", 38), ("heading", 0), ("text", 39)]], {}),
                            41: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Who said or wrote it, and where.", "label": "Source", "required": False},
                            ),
                            42: ("wagtail.blocks.StructBlock", [[("text", 39), ("source", 41)]], {}),
                            43: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address of the video on YouTube, Vimeo or elsewhere.",
                                    "label": "Address",
                                },
                            ),
                            44: ("wagtail.blocks.CharBlock", (), {"label": "Title", "required": False}),
                            45: ("wagtail.blocks.StructBlock", [[("url", 43), ("title", 44), ("caption", 12)]], {}),
                            46: ("wagtail.blocks.CharBlock", (), {"label": "Label"}),
                            47: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A full address, a path on this site, tel: or mailto:",
                                    "label": "Address",
                                },
                            ),
                            48: ("wagtail.blocks.StructBlock", [[("label", 46), ("href", 47)]], {}),
                            49: ("wagtail.blocks.TextBlock", (), {"label": "Text"}),
                            50: ("wagtail.blocks.StructBlock", [[("text", 49)]], {}),
                            51: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "File in the library", "required": False},
                            ),
                            52: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the link says; readers see it.",
                                    "label": "Name",
                                    "required": False,
                                },
                            ),
                            53: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used only to find the file for the library.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            54: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Size in bytes", "min_value": 0, "required": False},
                            ),
                            55: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 51), ("name", 52), ("url", 53), ("bytes", 54)]],
                                {},
                            ),
                            56: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("audio", "Audio"),
                                        ("map", "Map"),
                                        ("link_preview", "Link preview"),
                                        ("poll", "Poll"),
                                        ("social", "Social media post"),
                                        ("other", "Other"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            57: ("wagtail.blocks.CharBlock", (), {"label": "Address", "required": False}),
                            58: ("wagtail.blocks.TextBlock", (), {"label": "Text", "required": False}),
                            59: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 56), ("url", 57), ("title", 44), ("text", 58)]],
                                {},
                            ),
                            60: ("wagtail.blocks.StructBlock", [[]], {}),
                            61: ("wagtail.blocks.CharBlock", (), {"label": "Kind", "required": False}),
                            62: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "What is known about it", "required": False},
                            ),
                            63: ("wagtail.blocks.StructBlock", [[("kind", 61), ("hint", 62)]], {}),
                            64: ("wagtail.blocks.TextBlock", (), {"label": "Old markup", "required": False}),
                            65: ("wagtail.blocks.CharBlock", (), {"label": "Why it was set aside", "required": False}),
                            66: ("wagtail.blocks.StructBlock", [[("html", 64), ("reason", 65)]], {}),
                            67: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                (),
                                {
                                    "help_text": "The disease this part is about; it then links to that disease's page.",
                                    "label": "Condition",
                                    "required": False,
                                    "target_model": "kneeblog.GlossaryTerm",
                                },
                            ),
                            68: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("paragraph", 2),
                                        ("options", 7),
                                        ("checklist", 10),
                                        ("image", 18),
                                        ("gallery", 21),
                                        ("table", 30),
                                        ("fee_table", 31),
                                        ("treatment", 32),
                                        ("faq", 37),
                                        ("callout", 40),
                                        ("quote", 42),
                                        ("video", 45),
                                        ("button", 48),
                                        ("code", 50),
                                        ("file", 55),
                                        ("embed", 59),
                                        ("divider", 60),
                                        ("lost_embed", 63),
                                        ("legacy", 66),
                                    ]
                                ],
                                {"label": "Content"},
                            ),
                            69: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Target of links inside the page, for example “causes”. Letters, digits and hyphens.",
                                    "label": "Anchor",
                                    "max_length": 100,
                                    "required": False,
                                },
                            ),
                            70: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 0), ("condition", 67), ("content", 68), ("anchor", 69)]],
                                {},
                            ),
                            71: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("paragraph", 2),
                                        ("options", 7),
                                        ("checklist", 10),
                                        ("image", 18),
                                        ("gallery", 21),
                                        ("table", 30),
                                        ("fee_table", 31),
                                        ("treatment", 32),
                                        ("faq", 37),
                                        ("callout", 40),
                                        ("quote", 42),
                                        ("video", 45),
                                        ("button", 48),
                                        ("code", 50),
                                        ("file", 55),
                                        ("embed", 59),
                                        ("divider", 60),
                                        ("lost_embed", 63),
                                        ("legacy", 66),
                                        ("topic", 70),
                                    ]
                                ],
                                {"label": "Content"},
                            ),
                            72: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 0), ("kind", 1), ("content", 71), ("anchor", 69)]],
                                {},
                            ),
                        },
                        verbose_name="body",
                    ),
                ),
                (
                    "treatments",
                    wagtail.fields.StreamField(
                        [("treatment", 0)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.PageChooserBlock", (), {"page_type": ["kneeblog.TreatmentPage"]})
                        },
                        help_text="Shown below the text, with fees, risks and notices from the treatments' own pages.",
                        verbose_name="treatments",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "og_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture for shared links",
                    ),
                ),
                (
                    "primary_parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only if the breadcrumbs should lead over another page than the one this page stands under.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="parent in breadcrumbs",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is to check this page. Visitors see a stamp only after that physician has signed it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.physicianpage",
                        verbose_name="supervising physician",
                    ),
                ),
                (
                    "symptom",
                    models.ForeignKey(
                        blank=True,
                        help_text="The symptom this article is about.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.glossaryterm",
                        verbose_name="symptom",
                    ),
                ),
                (
                    "tags",
                    modelcluster.contrib.taggit.ClusterTaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="kneeblog.PageTag",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
            ],
            options={
                "verbose_name": "symptom article",
                "verbose_name_plural": "symptom articles",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="RelatedCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="kneeblog.conditionpage",
                        verbose_name="condition",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_conditions",
                        to="kneeblog.symptomarticlepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "related condition",
                "verbose_name_plural": "related conditions",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TreatmentIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="%(app_label)s_%(class)s",
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review on")),
                (
                    "breadcrumb_label",
                    models.CharField(
                        blank=True,
                        help_text="The title is used if this is empty.",
                        max_length=100,
                        verbose_name="short name in breadcrumbs",
                    ),
                ),
                (
                    "robots",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "may list this page"),
                            ("noindex", "must not list it, but may follow its links"),
                            ("noindex,nofollow", "must neither list it nor follow its links"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="search engines",
                    ),
                ),
                (
                    "canonical_url",
                    models.URLField(
                        blank=True,
                        help_text="Only if this text was published first at another address that search engines should prefer.",
                        verbose_name="canonical address",
                    ),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "og_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture for shared links",
                    ),
                ),
                (
                    "primary_parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only if the breadcrumbs should lead over another page than the one this page stands under.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="parent in breadcrumbs",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is to check this page. Visitors see a stamp only after that physician has signed it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.physicianpage",
                        verbose_name="supervising physician",
                    ),
                ),
                (
                    "tags",
                    modelcluster.contrib.taggit.ClusterTaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="kneeblog.PageTag",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of treatments",
                "verbose_name_plural": "lists of treatments",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="TreatmentPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="%(app_label)s_%(class)s",
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review on")),
                (
                    "breadcrumb_label",
                    models.CharField(
                        blank=True,
                        help_text="The title is used if this is empty.",
                        max_length=100,
                        verbose_name="short name in breadcrumbs",
                    ),
                ),
                (
                    "robots",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "may list this page"),
                            ("noindex", "must not list it, but may follow its links"),
                            ("noindex,nofollow", "must neither list it nor follow its links"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="search engines",
                    ),
                ),
                (
                    "canonical_url",
                    models.URLField(
                        blank=True,
                        help_text="Only if this text was published first at another address that search engines should prefer.",
                        verbose_name="canonical address",
                    ),
                ),
                (
                    "hero_image",
                    wagtail.fields.StreamField(
                        [("image", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address that opens when the picture is clicked.",
                                    "label": "Link",
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Where the picture was before the move. Visitors' browsers never load it.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used as alternative text once a picture is chosen, unless another is given.",
                                    "label": "Alternative text on the old site",
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original width", "min_value": 0, "required": False},
                            ),
                            6: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original height", "min_value": 0, "required": False},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 0),
                                        ("caption", 1),
                                        ("link", 2),
                                        ("original_url", 3),
                                        ("original_alt", 4),
                                        ("original_width", 5),
                                        ("original_height", 6),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="main picture",
                    ),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "target_readers",
                    wagtail.fields.StreamField(
                        [("checklist", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "required": False}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            2: ("wagtail.blocks.ListBlock", (1,), {"label": "Items", "min_num": 1}),
                            3: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 2)]], {}),
                        },
                        verbose_name="for whom it is written",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("section", 72)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "required": False}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("overview", "Overview"),
                                        ("symptoms", "Symptoms"),
                                        ("causes", "Causes"),
                                        ("conditions", "Conditions"),
                                        ("diagnosis", "Diagnosis"),
                                        ("treatment", "Treatment"),
                                        ("self_care", "Self-care"),
                                        ("when_to_see_doctor", "When to see a doctor"),
                                        ("prevention", "Prevention"),
                                        ("risks", "Risks and side effects"),
                                        ("fees", "Fees"),
                                        ("faq", "Questions and answers"),
                                        ("summary", "Summary"),
                                        ("other", "Other"),
                                    ],
                                    "help_text": "What the section is about; search engines and the list of contents use it.",
                                    "label": "Kind",
                                },
                            ),
                            2: ("wagtail.blocks.RichTextBlock", (), {}),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "Name", "required": False}),
                            4: ("wagtail.blocks.RichTextBlock", (), {"label": "Text", "required": False}),
                            5: ("wagtail.blocks.StructBlock", [[("label", 3), ("text", 4)]], {}),
                            6: ("wagtail.blocks.ListBlock", (5,), {"label": "Options", "min_num": 1}),
                            7: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 6)]], {}),
                            8: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            9: ("wagtail.blocks.ListBlock", (8,), {"label": "Items", "min_num": 1}),
                            10: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 9)]], {}),
                            11: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address that opens when the picture is clicked.",
                                    "label": "Link",
                                    "required": False,
                                },
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Where the picture was before the move. Visitors' browsers never load it.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            15: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used as alternative text once a picture is chosen, unless another is given.",
                                    "label": "Alternative text on the old site",
                                    "required": False,
                                },
                            ),
                            16: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original width", "min_value": 0, "required": False},
                            ),
                            17: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original height", "min_value": 0, "required": False},
                            ),
                            18: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 11),
                                        ("caption", 12),
                                        ("link", 13),
                                        ("original_url", 14),
                                        ("original_alt", 15),
                                        ("original_width", 16),
                                        ("original_height", 17),
                                    ]
                                ],
                                {},
                            ),
                            19: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 11),
                                        ("caption", 12),
                                        ("original_url", 14),
                                        ("original_alt", 15),
                                        ("original_width", 16),
                                        ("original_height", 17),
                                    ]
                                ],
                                {"label": "Picture"},
                            ),
                            20: ("wagtail.blocks.ListBlock", (19,), {"label": "Pictures", "min_num": 1}),
                            21: ("wagtail.blocks.StructBlock", [[("items", 20)]], {}),
                            22: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "First row is a heading", "required": False},
                            ),
                            23: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": False, "label": "First column is a heading", "required": False},
                            ),
                            24: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 1, "label": "Columns it covers", "max_value": 100, "min_value": 1},
                            ),
                            25: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 1, "label": "Rows it covers", "max_value": 1000, "min_value": 1},
                            ),
                            26: ("wagtail.blocks.StructBlock", [[("text", 4), ("colspan", 24), ("rowspan", 25)]], {}),
                            27: ("wagtail.blocks.ListBlock", (26,), {"label": "Cells"}),
                            28: ("wagtail.blocks.StructBlock", [[("cells", 27)]], {}),
                            29: ("wagtail.blocks.ListBlock", (28,), {"label": "Rows"}),
                            30: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 12), ("header_row", 22), ("header_column", 23), ("rows", 29)]],
                                {},
                            ),
                            31: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                (),
                                {"target_model": "kneeblog.FeeTable"},
                            ),
                            32: ("wagtail.blocks.PageChooserBlock", (), {"page_type": ["kneeblog.TreatmentPage"]}),
                            33: ("wagtail.blocks.CharBlock", (), {"label": "Question"}),
                            34: ("wagtail.blocks.RichTextBlock", (), {"label": "Answer"}),
                            35: ("wagtail.blocks.StructBlock", [[("question", 33), ("answer", 34)]], {}),
                            36: ("wagtail.blocks.ListBlock", (35,), {"label": "Questions and answers", "min_num": 1}),
                            37: ("wagtail.blocks.StructBlock", [[("heading", 0), ("items", 36)]], {}),
                            38: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("info", "Information"),
                                        ("caution", "Caution"),
                                        ("urgent", "Urgent: see a doctor"),
                                    ],
                                    "label": "Tone",
                                },
                            ),
                            39: ("wagtail.blocks.RichTextBlock", (), {"label": "Text"}),
                            40: ("wagtail.blocks.StructBlock", [[("tone", 38), ("heading", 0), ("text", 39)]], {}),
                            41: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Who said or wrote it, and where.", "label": "Source", "required": False},
                            ),
                            42: ("wagtail.blocks.StructBlock", [[("text", 39), ("source", 41)]], {}),
                            43: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address of the video on YouTube, Vimeo or elsewhere.",
                                    "label": "Address",
                                },
                            ),
                            44: ("wagtail.blocks.CharBlock", (), {"label": "Title", "required": False}),
                            45: ("wagtail.blocks.StructBlock", [[("url", 43), ("title", 44), ("caption", 12)]], {}),
                            46: ("wagtail.blocks.CharBlock", (), {"label": "Label"}),
                            47: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A full address, a path on this site, tel: or mailto:",
                                    "label": "Address",
                                },
                            ),
                            48: ("wagtail.blocks.StructBlock", [[("label", 46), ("href", 47)]], {}),
                            49: ("wagtail.blocks.TextBlock", (), {"label": "Text"}),
                            50: ("wagtail.blocks.StructBlock", [[("text", 49)]], {}),
                            51: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "File in the library", "required": False},
                            ),
                            52: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the link says; readers see it.",
                                    "label": "Name",
                                    "required": False,
                                },
                            ),
                            53: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used only to find the file for the library.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            54: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Size in bytes", "min_value": 0, "required": False},
                            ),
                            55: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 51), ("name", 52), ("url", 53), ("bytes", 54)]],
                                {},
                            ),
                            56: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("audio", "Audio"),
                                        ("map", "Map"),
                                        ("link_preview", "Link preview"),
                                        ("poll", "Poll"),
                                        ("social", "Social media post"),
                                        ("other", "Other"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            57: ("wagtail.blocks.CharBlock", (), {"label": "Address", "required": False}),
                            58: ("wagtail.blocks.TextBlock", (), {"label": "Text", "required": False}),
                            59: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 56), ("url", 57), ("title", 44), ("text", 58)]],
                                {},
                            ),
                            60: ("wagtail.blocks.StructBlock", [[]], {}),
                            61: ("wagtail.blocks.CharBlock", (), {"label": "Kind", "required": False}),
                            62: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "What is known about it", "required": False},
                            ),
                            63: ("wagtail.blocks.StructBlock", [[("kind", 61), ("hint", 62)]], {}),
                            64: ("wagtail.blocks.TextBlock", (), {"label": "Old markup", "required": False}),
                            65: ("wagtail.blocks.CharBlock", (), {"label": "Why it was set aside", "required": False}),
                            66: ("wagtail.blocks.StructBlock", [[("html", 64), ("reason", 65)]], {}),
                            67: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                (),
                                {
                                    "help_text": "The disease this part is about; it then links to that disease's page.",
                                    "label": "Condition",
                                    "required": False,
                                    "target_model": "kneeblog.GlossaryTerm",
                                },
                            ),
                            68: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("paragraph", 2),
                                        ("options", 7),
                                        ("checklist", 10),
                                        ("image", 18),
                                        ("gallery", 21),
                                        ("table", 30),
                                        ("fee_table", 31),
                                        ("treatment", 32),
                                        ("faq", 37),
                                        ("callout", 40),
                                        ("quote", 42),
                                        ("video", 45),
                                        ("button", 48),
                                        ("code", 50),
                                        ("file", 55),
                                        ("embed", 59),
                                        ("divider", 60),
                                        ("lost_embed", 63),
                                        ("legacy", 66),
                                    ]
                                ],
                                {"label": "Content"},
                            ),
                            69: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Target of links inside the page, for example “causes”. Letters, digits and hyphens.",
                                    "label": "Anchor",
                                    "max_length": 100,
                                    "required": False,
                                },
                            ),
                            70: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 0), ("condition", 67), ("content", 68), ("anchor", 69)]],
                                {},
                            ),
                            71: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("paragraph", 2),
                                        ("options", 7),
                                        ("checklist", 10),
                                        ("image", 18),
                                        ("gallery", 21),
                                        ("table", 30),
                                        ("fee_table", 31),
                                        ("treatment", 32),
                                        ("faq", 37),
                                        ("callout", 40),
                                        ("quote", 42),
                                        ("video", 45),
                                        ("button", 48),
                                        ("code", 50),
                                        ("file", 55),
                                        ("embed", 59),
                                        ("divider", 60),
                                        ("lost_embed", 63),
                                        ("legacy", 66),
                                        ("topic", 70),
                                    ]
                                ],
                                {"label": "Content"},
                            ),
                            72: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 0), ("kind", 1), ("content", 71), ("anchor", 69)]],
                                {},
                            ),
                        },
                        verbose_name="body",
                    ),
                ),
                (
                    "treatments",
                    wagtail.fields.StreamField(
                        [("treatment", 0)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.PageChooserBlock", (), {"page_type": ["kneeblog.TreatmentPage"]})
                        },
                        help_text="Shown below the text, with fees, risks and notices from the treatments' own pages.",
                        verbose_name="treatments",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True, help_text="One or two sentences for the treatment's card.", verbose_name="summary"
                    ),
                ),
                (
                    "card_image",
                    wagtail.fields.StreamField(
                        [("image", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Address that opens when the picture is clicked.",
                                    "label": "Link",
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Where the picture was before the move. Visitors' browsers never load it.",
                                    "label": "Address on the old site",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Used as alternative text once a picture is chosen, unless another is given.",
                                    "label": "Alternative text on the old site",
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original width", "min_value": 0, "required": False},
                            ),
                            6: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Original height", "min_value": 0, "required": False},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 0),
                                        ("caption", 1),
                                        ("link", 2),
                                        ("original_url", 3),
                                        ("original_alt", 4),
                                        ("original_width", 5),
                                        ("original_height", 6),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="picture on the card",
                    ),
                ),
                (
                    "insurance_status",
                    models.CharField(
                        choices=[
                            ("self_pay", "Self-pay"),
                            ("insured", "Health insurance"),
                            ("mixed", "Partly health insurance"),
                            ("unknown", "Not stated"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="insurance",
                    ),
                ),
                (
                    "treatment_content",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="The usual course of the treatment. Required by law for self-pay care.",
                        verbose_name="what is done",
                    ),
                ),
                ("extra_costs", models.TextField(blank=True, verbose_name="frequent extra costs")),
                ("course_duration", models.CharField(blank=True, max_length=200, verbose_name="usual period")),
                ("course_visits", models.CharField(blank=True, max_length=200, verbose_name="usual number of visits")),
                (
                    "approval_status",
                    models.CharField(
                        choices=[
                            ("unknown", "Not stated"),
                            ("approved_on_label", "Approved, used as approved"),
                            ("off_label", "Approved, used otherwise"),
                            ("unapproved", "Not approved in Japan"),
                            ("not_applicable", "No drug or device to approve"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="approval",
                    ),
                ),
                ("unapproved_notice", models.TextField(blank=True, verbose_name="1. that it is not approved")),
                ("procurement_route", models.TextField(blank=True, verbose_name="2. where it comes from")),
                (
                    "domestic_alternatives",
                    models.TextField(blank=True, verbose_name="3. approved alternatives in Japan"),
                ),
                ("overseas_safety", models.TextField(blank=True, verbose_name="4. safety information from abroad")),
                (
                    "relief_exclusion_notice",
                    models.TextField(blank=True, verbose_name="5. exclusion from the relief systems"),
                ),
                (
                    "regen_class",
                    models.CharField(
                        choices=[
                            ("unknown", "Not stated"),
                            ("none", "Not regenerative medicine"),
                            ("I", "Class I"),
                            ("II", "Class II"),
                            ("III", "Class III"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="class of regenerative medicine",
                    ),
                ),
                ("plan_number", models.CharField(blank=True, max_length=50, verbose_name="plan number")),
                ("plan_title", models.CharField(blank=True, max_length=300, verbose_name="title of the plan")),
                (
                    "plan_status",
                    models.CharField(
                        blank=True,
                        help_text="A plan is notified, never approved.",
                        max_length=50,
                        verbose_name="state of the plan",
                    ),
                ),
                ("plan_checked_on", models.DateField(blank=True, null=True, verbose_name="plan checked on")),
                ("committee_name", models.CharField(blank=True, max_length=200, verbose_name="review committee")),
                (
                    "committee_number",
                    models.CharField(blank=True, max_length=50, verbose_name="number of the committee"),
                ),
                ("facility_number", models.CharField(blank=True, max_length=50, verbose_name="facility number")),
                ("cell_dose", models.CharField(blank=True, max_length=100, verbose_name="number of cells")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "fee_table",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="treatment_pages",
                        to="kneeblog.feetable",
                        verbose_name="fee table",
                    ),
                ),
                (
                    "og_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture for shared links",
                    ),
                ),
                (
                    "primary_parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only if the breadcrumbs should lead over another page than the one this page stands under.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="parent in breadcrumbs",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is to check this page. Visitors see a stamp only after that physician has signed it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kneeblog.physicianpage",
                        verbose_name="supervising physician",
                    ),
                ),
                (
                    "tags",
                    modelcluster.contrib.taggit.ClusterTaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="kneeblog.PageTag",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
            ],
            options={
                "verbose_name": "treatment",
                "verbose_name_plural": "treatments",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="TreatmentRisk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "frequency",
                    models.CharField(
                        blank=True, help_text="Such as “1 in 100”.", max_length=100, verbose_name="frequency"
                    ),
                ),
                ("serious", models.BooleanField(default=False, verbose_name="serious")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risks", to="kneeblog.treatmentpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "risk",
                "verbose_name_plural": "risks",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(fields=("slug", "locale"), name="kneeblog_category_slug_in_locale"),
        ),
        migrations.AlterUniqueTogether(
            name="category",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AlterUniqueTogether(
            name="feetable",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AlterUniqueTogether(
            name="pagecategory",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AlterUniqueTogether(
            name="physiciancredential",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AlterUniqueTogether(
            name="careerentry",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AlterUniqueTogether(
            name="treatmentrisk",
            unique_together={("translation_key", "locale")},
        ),
    ]
