"""Which documents stored outcomes show something of."""

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_DOCUMENT = re.compile(r'"document_id": "((?:[^"\\]|\\.)*)"')
_PAGE = 500
_QUESTIONS = sa.table("questions", sa.column("key"), sa.column("id"), sa.column("outcome"))
_MENTIONS = sa.table("mentions", sa.column("document"), sa.column("question"))


def upgrade() -> None:
    """Create the table and fill it from the outcomes that are there."""
    op.create_table(
        "mentions",
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("document", "question", name="pk_mentions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mentions_question", "mentions", ["question"])
    last = ""
    while rows := _page(last):
        for row in rows:
            _note(row.id, row.outcome)
        last = rows[-1].key


def _page(after: str) -> list[Any]:
    q = _QUESTIONS.c
    query = sa.select(q.key, q.id, q.outcome).where(q.key > after, q.outcome.is_not(None))
    return list(op.get_bind().execute(query.order_by(q.key).limit(_PAGE)))


def _note(question: str, outcome: str) -> None:
    found = sorted(set(_DOCUMENT.findall(outcome)))
    rows = [{"document": document, "question": question} for document in found]
    if rows:
        op.get_bind().execute(sa.insert(_MENTIONS), rows)
