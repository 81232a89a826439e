"""The names of the sides of the window."""

DESK, MINE, TEAM, SHARING = "review", "mine", "team", "sharing"
