"""The truth: SQLAlchemy Core on SQLite or PostgreSQL."""
