"""Supervision by a physician: what a signature covers, who may sign, what has changed since, whom to remind."""
