"""Readers of sources: one kind a module, found by its name."""
