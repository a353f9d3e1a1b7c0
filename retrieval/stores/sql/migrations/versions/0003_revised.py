"""Which documents lost words, in order, and how much of a source waits to be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_DOCUMENTS = sa.table(
    "documents", sa.column("id"), sa.column("gone", sa.Boolean()), sa.column("revised")
)
_HEAD = sa.table("log_head", sa.column("seq"))


def upgrade() -> None:
    """Add columns; what is gone already is numbered as if it had gone now."""
    with op.batch_alter_table("sources") as batch:
        batch.add_column(sa.Column("held", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("documents") as batch:
        batch.add_column(sa.Column("revised", sa.BigInteger()))
    op.create_index(op.f("ix_documents_revised"), "documents", ["revised"])
    _number()


def _number() -> None:
    connection = op.get_bind()
    gone = connection.execute(sa.select(_DOCUMENTS.c.id).where(_DOCUMENTS.c.gone)).scalars().all()
    first = connection.execute(sa.select(_HEAD.c.seq)).scalar_one() + 1
    for seq, id in enumerate(gone, start=first):
        own = sa.update(_DOCUMENTS).where(_DOCUMENTS.c.id == id)
        connection.execute(own.values(revised=seq))
    connection.execute(sa.update(_HEAD).values(seq=first + len(gone) - 1))
