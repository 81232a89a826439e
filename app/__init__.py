"""Stet: a mentor's desk for AI-assisted work."""
