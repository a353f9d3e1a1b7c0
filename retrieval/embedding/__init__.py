"""Text to vectors, one engine a file."""
