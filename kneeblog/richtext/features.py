"""Teaches Wagtail's editor the marks that medical text needs and that Wagtail does not ship."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature, Feature, InlineStyleFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from .converters import BREAK_IN_LINK_RULE, READING, RUBY_RULE, mark_rule


def register_features(features: FeatureRegistry) -> None:
    """Registers underline, small, mark and ruby, and the converter rule that keeps breaks inside links."""
    _register_mark(features, "underline", tag="u", style="UNDERLINE", label="U", description=_("Underline"))
    _register_mark(features, "small", tag="small", style="SMALL", label="小", description=_("Small print"))
    _register_mark(features, "mark", tag="mark", style="MARK", label="■", description=_("Highlight"))
    _register_ruby(features)
    features.register_editor_plugin("draftail", "break-in-link", ConverterOnly())
    features.register_converter_rule("contentstate", "break-in-link", BREAK_IN_LINK_RULE)


class ConverterOnly(Feature):
    """A feature without anything to see in the editor."""

    def construct_options(self, options: dict[str, Any]) -> None:
        """Adds nothing."""


def _register_mark(
    features: FeatureRegistry, name: str, *, tag: str, style: str, label: str, description: object
) -> None:
    features.register_editor_plugin(
        "draftail", name, InlineStyleFeature({"type": style, "label": label, "description": description})
    )
    features.register_converter_rule("contentstate", name, mark_rule(tag, style))


class RubyFeature(EntityFeature):
    """The ruby button, the style that raises the reading (it has no button), and what keeps the two together."""

    def construct_options(self, options: dict[str, Any]) -> None:
        """Adds the entity, and the reading's style as one that is known but cannot be picked."""
        super().construct_options(options)
        options.setdefault("inlineStyles", []).append(
            {"type": READING, "style": {"fontSize": "0.65em", "verticalAlign": "super", "lineHeight": "1"}}
        )
        options.setdefault("plugins", []).append({"type": "RUBY_READINGS"})


def _register_ruby(features: FeatureRegistry) -> None:
    features.register_editor_plugin(
        "draftail",
        "ruby",
        RubyFeature(
            {
                "type": "RUBY",
                "label": "ルビ",
                "description": _("Reading above the characters (ruby)"),
                "prompt": _("Reading of “%(base)s” (leave empty to remove it)"),
                # Ruby that is pasted arrives without its entity data; only what the button made is kept.
                "allowlist": {},
            },
            js=["kneeblog/admin/ruby.js"],
        ),
    )
    features.register_converter_rule("contentstate", "ruby", RUBY_RULE)
