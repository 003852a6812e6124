"""What `manage.py demo` needs besides the importer: the empty site, and one article in English."""
