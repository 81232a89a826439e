"""Icons, style, lexicons, help pages and the sample project: no code."""
