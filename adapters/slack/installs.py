"""Installations in many workspaces, with their tokens encrypted at rest."""

import copy
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging import Logger
from typing import Any, TypeVar

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import MetaData, Table, Text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from adapters.slack.bots import Account, Bots
from adapters.slack.parse import Origin
from adapters.slack.vault import Vault
from retrieval.errors import StoreUnavailable

_STATE_SECONDS = 600
_FRESH_S = 60.0
_OF_BOTS = ("bot_token", "bot_refresh_token")
_SECRETS = (*_OF_BOTS, "user_token", "user_refresh_token", "incoming_webhook_url")

_Row = TypeVar("_Row", Bot, Installation)


class SealedStore(AsyncSQLAlchemyInstallationStore):
    """The library's store, in which whatever is secret is sealed."""

    def __init__(self, client_id: str, engine: AsyncEngine, vault: Vault, log: Logger) -> None:
        super().__init__(client_id=client_id, engine=engine, logger=log)
        self._vault = vault

    @classmethod
    @override
    def build_installations_table(cls, metadata: MetaData, table_name: str) -> Table:
        return _widened(super().build_installations_table(metadata, table_name), _SECRETS)

    @classmethod
    @override
    def build_bots_table(cls, metadata: MetaData, table_name: str) -> Table:
        return _widened(super().build_bots_table(metadata, table_name), _OF_BOTS)

    @override
    async def async_save(self, installation: Installation) -> None:
        await super().async_save(self._sealed(installation, _SECRETS))

    @override
    async def async_save_bot(self, bot: Bot) -> None:
        await super().async_save_bot(self._sealed(bot, _OF_BOTS))

    @override
    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        found = await super().async_find_bot(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        return self._opened(found, _OF_BOTS) if found else None

    @override
    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        found = await super().async_find_installation(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            is_enterprise_install=is_enterprise_install,
        )
        return self._opened(found, _SECRETS) if found else None

    def _sealed(self, row: _Row, names: tuple[str, ...]) -> _Row:
        made = copy.copy(row)
        for name in names:
            setattr(made, name, self._vault.seal(getattr(made, name)))
        return made

    def _opened(self, row: _Row, names: tuple[str, ...]) -> _Row:
        for name in names:
            setattr(row, name, self._vault.open(getattr(row, name)))
        return row


class _States(AsyncSQLAlchemyOAuthStateStore):
    """Those that nobody came back with are deleted: the page that makes them is open to all."""

    @override
    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        now = datetime.fromtimestamp(time.time(), UTC).replace(tzinfo=None)
        async with self.engine.begin() as connection:
            old = self.oauth_states.c.expire_at < now
            await connection.execute(self.oauth_states.delete().where(old))
        return str(await super().async_issue(*args, **kwargs))


class InstalledBots(Bots):
    """Accounts out of the store. Also of whole organisations, which have no workspace of their own.

    An account is asked for by every event and every call, so it is remembered for a minute.
    """

    def __init__(self, client_id: str, engine: AsyncEngine, vault: Vault, log: Logger) -> None:
        # The library reads and then writes in one transaction: it must hold SQLite's lock before.
        locking = engine.execution_options(immediate=True)
        self.store = SealedStore(client_id, locking, vault, log)
        self.states = _States(expiration_seconds=_STATE_SECONDS, engine=locking, logger=log)
        self._known: dict[Origin, tuple[float, Account]] = {}

    async def open(self) -> None:
        """Make the tables that are missing. Raises StoreUnavailable."""
        with _store():
            async with self.store.engine.begin() as connection:
                await connection.run_sync(self.store.metadata.create_all)
                await connection.run_sync(self.states.metadata.create_all)

    @override
    async def account(self, where: Origin) -> Account | None:
        until, known = self._known.get(where, (0.0, None))
        if time.monotonic() < until:
            return known
        found = await self._found(where)
        self._known.pop(where, None)
        if found:
            self._known[where] = (time.monotonic() + _FRESH_S, found)
        return found

    @override
    async def forget(self, where: Origin) -> None:
        self._known.pop(where, None)
        with _store():
            await self.store.async_delete_all(enterprise_id=where.enterprise, team_id=where.team)

    async def _found(self, where: Origin) -> Account | None:
        with _store():
            found = await self.store.async_find_bot(
                enterprise_id=where.enterprise, team_id=where.team
            ) or await self._of_organisation(where)
        if found is None or not found.bot_token:
            return None
        return Account(
            token=found.bot_token,
            user=found.bot_user_id,
            bot=found.bot_id,
            team=found.team_id or where.team,
        )

    async def _of_organisation(self, where: Origin) -> Bot | None:
        if where.enterprise is None:
            return None
        return await self.store.async_find_bot(
            enterprise_id=where.enterprise, team_id=None, is_enterprise_install=True
        )


@contextmanager
def _store() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as e:
        raise StoreUnavailable("Slack's installations could not be read or written.") from e


def _widened(table: Table, names: tuple[str, ...]) -> Table:
    """The library allows for 200 characters; sealed, a token may have more."""
    for name in names:
        table.c[name].type = Text()
    return table
