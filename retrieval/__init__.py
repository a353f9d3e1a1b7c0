"""What do we know? From the outside world to ranked passages. Usable alone, as a library."""
