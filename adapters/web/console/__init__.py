"""The console of those who run the bot: on the server of the page, behind a key."""

from adapters.web.console.frame import Ports as Ports
from adapters.web.console.routes import add as add
