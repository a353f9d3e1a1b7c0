"""The web, asked politely and guardedly."""
