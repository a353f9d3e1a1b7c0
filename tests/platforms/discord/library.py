"""discord.py for tests: its import of `audioop` warns, and here warnings are errors."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord
    from discord import app_commands, ui

__all__ = ["app_commands", "discord", "ui"]
