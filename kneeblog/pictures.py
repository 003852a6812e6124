"""The sizes in which visitors are sent pictures, as Wagtail's filters.  Whoever makes them beforehand makes these."""

PICTURE_FILTERS = ("width-480|format-webp|preserve-svg", "width-960|format-webp|preserve-svg")
SHARING_FILTER = "fill-1200x630|format-jpeg"  # for the head of a page, as other sites show it
