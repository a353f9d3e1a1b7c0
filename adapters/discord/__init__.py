"""Discord: commands, mentions, threads and direct messages in; cited answers out."""
