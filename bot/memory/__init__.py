"""What is kept of conversations, in the same database as the library."""
