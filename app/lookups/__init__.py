"""Opt-in online look-ups: nothing here runs unless a person switched it on."""
