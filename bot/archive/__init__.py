"""Backup files: all that cannot be made anew, of one moment, as lines of JSON in a gzip file."""
