"""Ids that stay the same over edits."""

import hashlib


def document_id(source_id: str, key: str) -> str:
    """24 hex characters; `key` is what the source itself calls the document."""
    return hashlib.sha256(f"{source_id}\0{key}".encode("utf-8", "replace")).hexdigest()[:24]
