"""The workspace on this computer: SQLite through SQLAlchemy."""
