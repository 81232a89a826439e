"""What the window needs that is not drawn: the open session, background jobs, crash handling."""
