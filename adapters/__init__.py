"""Where people meet the bot. Each platform parses events and renders replies, and decides nothing."""
