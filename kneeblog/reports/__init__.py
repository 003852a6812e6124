"""Reports for editors in the Wagtail admin: prices, credentials, and where a fee table is shown."""
