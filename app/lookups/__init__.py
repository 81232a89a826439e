"""Opt-in online look-ups."""
