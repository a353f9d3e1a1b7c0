"""Slack: mentions, direct messages, /news, and the message shortcut, by Socket Mode or HTTP."""
