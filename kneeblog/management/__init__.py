"""Commands of every clinic's site."""
