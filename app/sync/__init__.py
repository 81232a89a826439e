"""The shared PostgreSQL database: its schema, its administration, and what travels to and from it."""
