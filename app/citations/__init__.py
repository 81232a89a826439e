"""Find references, parse them, match them against source lists, give a verdict."""
