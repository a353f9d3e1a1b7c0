"""What each kind of run does, one kind a file."""
