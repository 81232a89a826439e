"""The shared database: PostgreSQL."""
