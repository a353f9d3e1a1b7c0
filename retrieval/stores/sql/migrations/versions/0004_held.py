"""Which documents wait for a yes to be deleted, and what tombstones and questions' links must not keep."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_SOURCES = sa.table(
    "sources", sa.column("id"), sa.column("asked", sa.Boolean()), sa.column("held", sa.Integer())
)
_DOCUMENTS = sa.table(
    "documents",
    sa.column("source_id"),
    sa.column("story"),
    sa.column("branch"),
    sa.column("gone", sa.Boolean()),
)
_KEYS = sa.table("story_keys", sa.column("story"))


def upgrade() -> None:
    """Add columns. What waited is counted anew: so far only its number was kept."""
    with op.batch_alter_table("sources") as batch:
        batch.add_column(sa.Column("held_mark", sa.Text()))
    with op.batch_alter_table("documents") as batch:
        batch.add_column(sa.Column("held", sa.Boolean(), nullable=False, server_default="0"))
    op.execute(sa.update(_SOURCES).values(held=0))
    op.execute(sa.update(_DOCUMENTS).where(_DOCUMENTS.c.gone).values(branch=None))
    asked = sa.select(_SOURCES.c.id).where(_SOURCES.c.asked)
    public = sa.select(_DOCUMENTS.c.story).where(
        _DOCUMENTS.c.source_id.not_in(asked), _DOCUMENTS.c.story.is_not(None)
    )
    op.execute(sa.delete(_KEYS).where(_KEYS.c.story.not_in(public)))
