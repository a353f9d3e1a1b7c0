"""What do we say? From a question to a checked reply; settings, jobs, commands and their wiring."""
