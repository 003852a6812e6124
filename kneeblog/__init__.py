"""What a clinic's content is: page types, blocks, fees, breadcrumbs and translation for Wagtail."""

__version__ = "0.1.0"
