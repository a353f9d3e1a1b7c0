"""The tables that Slack's library keeps installations in, for backups. Their tokens are sealed."""

from collections.abc import Sequence

from sqlalchemy import MetaData, Table

from adapters.slack.installs import SealedStore


def kept() -> Sequence[Table]:
    """What must not be lost; states of installations that are under way may."""
    metadata = MetaData()
    return (
        SealedStore.build_installations_table(
            metadata, SealedStore.default_installations_table_name
        ),
        SealedStore.build_bots_table(metadata, SealedStore.default_bots_table_name),
    )
