"""SQLAlchemy and SQLite: the single truth; rows never leave this package."""
