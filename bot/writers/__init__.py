"""Language models behind their servers: implementations of bot.ports.Writer."""
