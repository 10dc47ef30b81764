"""The store: what any store must do, and what the one in a SQLite file does besides."""
