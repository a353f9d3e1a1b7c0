"""Conversations: questions are taken in, answered once, and their replies kept true to them."""
