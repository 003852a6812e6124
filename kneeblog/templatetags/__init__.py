"""The few tags the public templates need."""
