"""Predicates of field and structure rules; `kneeblog.compliance.facts` says which rule asks which."""
