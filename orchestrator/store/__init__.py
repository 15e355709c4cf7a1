"""Cases, reviews, events, documents and numbers in SQLite or PostgreSQL."""
