"""Questions for people's opinions: told from others, gathered from discussions, and chosen to differ."""
