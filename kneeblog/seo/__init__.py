"""What search engines and readers are told about where a page stands and what it is."""
