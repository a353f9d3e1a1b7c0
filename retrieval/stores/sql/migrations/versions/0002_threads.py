"""Who said it where, which story it belongs to, and sources that were only asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns and the keys of stories. Documents that are there join theirs when next read."""
    op.create_table(
        "story_keys",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_story_keys")),
    )
    op.create_index(op.f("ix_story_keys_story"), "story_keys", ["story"])
    with op.batch_alter_table("sources") as batch:
        batch.add_column(sa.Column("read_at", sa.DateTime()))
        batch.add_column(sa.Column("asked", sa.Boolean(), nullable=False, server_default="0"))
    with op.batch_alter_table("documents") as batch:
        for name in (
            "publisher",
            "thread_url",
            "branch",
            "about_url",
            "retells_url",
            "retold_from",
        ):
            batch.add_column(sa.Column(name, sa.Text()))
        batch.add_column(sa.Column("depth", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("comments", sa.Integer()))
        batch.add_column(
            sa.Column("standing", sa.String(length=16), nullable=False, server_default="shown")
        )
        batch.add_column(sa.Column("edited", sa.DateTime()))
        batch.add_column(sa.Column("story", sa.String(length=64)))
        batch.add_column(sa.Column("text_mark", sa.String(length=64)))
        batch.add_column(sa.Column("likened", sa.Boolean(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_documents_thread_url"), "documents", ["thread_url"])
    op.create_index(op.f("ix_documents_story"), "documents", ["story"])
