"""The command line: for scripts, CI and team leads; the same services as the window, the same words."""
