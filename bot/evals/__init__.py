"""Measures the bot on anybody's questions: files in, one JSON report out."""
