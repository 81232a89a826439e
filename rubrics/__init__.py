"""Rubric and policy files; imports nothing of app."""
