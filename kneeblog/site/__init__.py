"""The runnable clinic site: what `manage.py` and `make demo` use.  A host project needs none of it."""
