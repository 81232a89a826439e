"""PySide6 views. They draw and ask; they decide nothing."""
