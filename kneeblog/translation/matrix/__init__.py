"""Pages and snippets by languages: how far each translation is, and where work on it begins."""
