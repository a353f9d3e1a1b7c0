"""What listeners work with, and how they tell people of trouble."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from logging import Logger

from adapters.slack import escape
from adapters.slack.bots import Bots
from adapters.slack.config import Config
from adapters.slack.names import Json
from adapters.slack.once import Once
from adapters.slack.people import People
from adapters.slack.reports import Reports
from adapters.slack.standing import Ranks
from adapters.slack.status import Statuses
from adapters.slack.tasks import Tasks
from adapters.slack.threads import Threads
from adapters.slack.trouble import reference
from adapters.slack.ways import Ways
from adapters.slack.web import Web
from bot import wording
from bot.errors import BotError
from bot.ports import Front
from retrieval.errors import StoreUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """The opened parts of the platform."""

    front: Front
    config: Config
    bots: Bots
    web: Web
    ways: Ways
    people: People
    ranks: Ranks
    once: Once
    reports: Reports
    threads: Threads
    statuses: Statuses
    tasks: Tasks
    log: Logger

    async def lang(self, tenant: str, user: str) -> str:
        """Of the bot's own words to a person of whom nothing else tells it."""
        return wording.known((await self.people.profile(tenant, user)).lang)

    async def admin(self, tenant: str, user: str) -> bool:
        """Whether this person may set what holds in channels."""
        return user in self.config.admins or await self.people.admin(tenant, user)

    async def say(
        self,
        url: str | None,
        line: str,
        *,
        thread: str | None = None,
        blocks: Sequence[Json] = (),
    ) -> None:
        """Show a line of mrkdwn to one person by a response_url. What fails is only logged.

        `blocks` are shown in its place, where blocks are shown.
        """
        if url is None:
            return
        where: Json = {"thread_ts": thread} if thread else {}
        shown: Json = {"blocks": [*blocks]} if blocks else {}
        body: Json = {"response_type": "ephemeral", "replace_original": False, "text": line}
        try:
            await self.web.respond(url, {**body, **shown, **where}, repeatable=False)
        except BotError as e:
            reference(self.log, "telling somebody by a response_url", e)

    async def replace(self, url: str | None, line: str) -> None:
        """Put a line of mrkdwn in place of what a response_url shows, unless an answer is there."""
        if url is None:
            return
        try:
            await self.ways.waiting.show(url, line)
        except BotError as e:
            reference(self.log, "replacing a line by a response_url", e)

    async def open(self, tenant: str, trigger: str, view: Json) -> None:
        """Open a window; the click must be no older than three seconds. Raises what `Web.call` does."""
        await self.web.call(tenant, "views.open", trigger_id=trigger, view=view)

    async def failed(self, what: str, error: Exception, url: str | None, lang: str | None) -> None:
        """Log what nobody expected, and tell whoever waits for it."""
        made = reference(self.log, what, error)
        await self.say(url, escape.mrkdwn(wording.unexpected_line(made, lang)))

    @staticmethod
    def clock() -> float:
        """Seconds since 1970, to reckon how long a response_url lives."""
        return time.time()


UNAVAILABLE = (BotError, StoreUnavailable)
