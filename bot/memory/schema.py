"""Tables of conversations. A change here needs a migration beside it; a test compares the two."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

from retrieval.stores.sql.schema import UtcDateTime

VERSIONS = "conversations_version"  # where Alembic notes how far these tables are

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
)

# `asked` and `outcome` are JSON, so that they can be blanked and expire without touching the rest:
# `key` alone makes that a message is answered once.
questions = Table(
    "questions",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("id", String(16), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    Column("received", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("asked", Text, nullable=False),
    Column("outcome", Text),
    Column("answered", Integer),
    Column("shown", Integer),
    Column("posted", Text),
    Column("posting_by", String(64)),
    Column("posting_at", UtcDateTime),
    Index("ix_questions_id", "id"),
    Index("ix_questions_user", "platform", "tenant", "user", "received"),
    Index("ix_questions_channel", "platform", "tenant", "channel", "received"),
    Index("ix_questions_state", "state", "received"),
    Index("ix_questions_received", "received"),
)

# Documents that an outcome shows something of, by question's `id`: found by document when one is deleted.
mentions = Table(
    "mentions",
    metadata,
    Column("document", String(64), primary_key=True),
    Column("question", String(16), primary_key=True),
    Index("ix_mentions_question", "question"),
    sqlite_with_rowid=False,
)

ratings = Table(
    "ratings",
    metadata,
    Column("question", String(16), primary_key=True),
    Column("user", String(64), primary_key=True),
    Column("platform", String(16), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("rating", String(16), nullable=False),
    Column("reason", String(16)),
    Column("note", Text, nullable=False),
    Column("citation", Integer),
    Column("at", UtcDateTime, nullable=False),
)

preferences = Table(
    "preferences",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("tenant", String(64), primary_key=True),
    Column("channel", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("value", Text, nullable=False),
)

# What models' work took, without a text. `user` is empty for who wanted to be forgotten.
spending = Table(
    "spending",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("platform", String(16), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("cost", Float, nullable=False),
    Index("ix_spending_user", "platform", "tenant", "user", "at"),
    Index("ix_spending_channel", "platform", "tenant", "channel", "at"),
    Index("ix_spending_at", "at"),
)

# One row a question that was put to the desk: no text, no person, nothing that leads to `questions`.
measured = Table(
    "measured",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("platform", String(16), nullable=False),
    Column("lang", String(16), nullable=False),
    Column("ended", String(16), nullable=False),
    Column("why", String(32)),
    Column("seconds", Float, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("cost", Float, nullable=False),
    Column("generation", String(64), nullable=False),
    Index("ix_measured_at", "at"),
)

# The audit log: rows are added and expire, and none is changed.
acts = Table(
    "acts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("platform", String(16), nullable=False),
    Column("user", Text, nullable=False),
    Column("tenant", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("admin", Boolean, nullable=False),
    Column("act", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_acts_at", "at"),
)

# Questions with what their replies must be, as JSON. No asker: who wants to be forgotten is in none.
cases = Table(
    "cases",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("added", UtcDateTime, nullable=False),
    Column("value", Text, nullable=False),
)

# Messages that show how a run goes. `digest` names the handle.
followers = Table(
    "followers",
    metadata,
    Column("run_id", String(64), primary_key=True),
    Column("platform", String(16), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("handle", Text, nullable=False),
    Column("lang", String(16), nullable=False),
    Column("shown", String(64), nullable=False),
)
