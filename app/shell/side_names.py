"""The names of the sides of the window."""

DESK, MINE, TEAM = "review", "mine", "team"
