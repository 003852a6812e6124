"""`manage.py check_content`."""
