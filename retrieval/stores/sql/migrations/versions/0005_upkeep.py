"""Runs of all kinds, generations of the indexes, and which splitter cut a passage."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_SPLITTER = "sentences-700"  # of all passages so far
_RUNS = sa.table("runs", sa.column("state"), sa.column("finished"), sa.column("started"))


def upgrade() -> None:
    """Add columns and a table. What was open when the program was replaced has ended."""
    cut = sa.Column("splitter", sa.String(32), nullable=False, server_default=_SPLITTER)
    with op.batch_alter_table("passages") as batch:
        batch.add_column(cut)
    op.create_index(op.f("ix_passages_splitter"), "passages", ["splitter"])
    op.create_index("ix_passages_document_splitter", "passages", ["document_id", "splitter"])
    _end_runs()
    with op.batch_alter_table("runs") as batch:
        for column in _run_columns():
            batch.add_column(column)
        batch.create_unique_constraint(op.f("uq_runs_slot"), ["slot"])
    op.create_index("ix_runs_source", "runs", ["source_id", "started"])
    op.create_table(
        "generations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("splitter", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("changed", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generations")),
    )


def _end_runs() -> None:
    ended = sa.update(_RUNS).where(_RUNS.c.finished.is_(None))
    op.execute(ended.values(state="failed", finished=_RUNS.c.started))


def _run_columns() -> list[sa.Column[object]]:
    def text(name: str, type: sa.types.TypeEngine[str], default: str) -> sa.Column[object]:
        return sa.Column(name, type, nullable=False, server_default=default)

    def number(name: str) -> sa.Column[object]:
        return sa.Column(name, sa.Integer(), nullable=False, server_default="0")

    return [
        text("kind", sa.String(16), "refresh"),
        text("asked_in", sa.Text(), ""),
        text("name", sa.Text(), ""),
        text("options", sa.Text(), "{}"),
        sa.Column("queued", sa.DateTime()),
        sa.Column("beat", sa.DateTime()),
        number("done"),
        number("total"),
        text("current", sa.Text(), ""),
        number("resumed"),
        sa.Column("slot", sa.String(64)),
    ]
