"""Files that strangers wrote, read into a Document."""
