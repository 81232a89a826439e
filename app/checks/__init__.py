"""One check per file: a Document in, findings out."""
