"""The tables, defined once for SQLite and PostgreSQL. `migrations/` makes them; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa


class Moment(sa.TypeDecorator[datetime]):
    """A point in time, stored in UTC and read back with its zone (SQLite keeps none)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The moment in UTC; a moment without a zone is a programmer's slip."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _learner(*, key: bool = True) -> sa.Column[UUID]:
    return sa.Column("learner", sa.Uuid, sa.ForeignKey("learner.id"), primary_key=key, nullable=False)


learner = sa.Table(
    "learner",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("at", Moment, nullable=False),
)

# Ways back to a learner: kind "resume" holds the hash of a resume code; sign-in of a school will be others.
identity = sa.Table(
    "identity",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    _learner(key=False),
    sa.Column("at", Moment, nullable=False),
    sa.Index(None, "learner"),
)

course = sa.Table(
    "course",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

enrolment = sa.Table(
    "enrolment",
    metadata,
    sa.Column("course", sa.Uuid, sa.ForeignKey("course.id"), primary_key=True),
    _learner(),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Index(None, "learner"),
)

# What an exercise said when it was attempted, under the hash of what it said.
exercise_version = sa.Table(
    "exercise_version",
    metadata,
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("exercise", sa.Text, nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# Append-only, as graded when it was handed in. JSON and not JSONB: an answer is kept as it was given, NUL
# characters and 1.0 included.
attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("key", sa.Uuid, primary_key=True),
    _learner(key=False),
    sa.Column("exercise", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("seed", sa.Integer, nullable=False),
    sa.Column("answer", sa.JSON, nullable=False),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("credit", sa.Double, nullable=False),
    sa.Column("tag", sa.Text),
    sa.Column("feedback", sa.JSON, nullable=False),
    sa.Column("hints", sa.Integer, nullable=False),
    sa.Column("helped", sa.Boolean, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.CheckConstraint("credit >= 0 AND credit <= 1", name="credit"),
    sa.Index(None, "learner", "exercise", "at"),
)

# One for each exercise whose stored answers were graded again: when, by whom, why, as of which version.
regrade = sa.Table(
    "regrade",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("operator", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("exercise", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("graded", sa.Integer, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("lowered", sa.Integer, nullable=False),
    sa.Column("left_alone", sa.Integer, nullable=False),
)

# Append-only: what a regrade made of an attempt. `number` counts the regrades that changed it, from 1; the
# highest holds now. Two that run at once both write the next number, and the later one is refused.
regraded = sa.Table(
    "regraded",
    metadata,
    sa.Column("attempt", sa.Uuid, sa.ForeignKey("attempt.key"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("regrade", sa.Uuid, sa.ForeignKey("regrade.id"), nullable=False),
    sa.Column("old_version", sa.Text, nullable=False),
    sa.Column("old_verdict", sa.Text, nullable=False),
    sa.Column("old_credit", sa.Double, nullable=False),
    sa.Column("old_tag", sa.Text),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("credit", sa.Double, nullable=False),
    sa.Column("tag", sa.Text),
    sa.Column("feedback", sa.JSON, nullable=False),
    sa.CheckConstraint("credit >= 0 AND credit <= 1", name="credit"),
    sa.Index(None, "regrade"),
)

progress = sa.Table(
    "progress",
    metadata,
    _learner(),
    sa.Column("exercise", sa.Text, primary_key=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("best", sa.Double, nullable=False),
    sa.Column("solved_at", Moment),
    sa.Column("helped", sa.Boolean, nullable=False),
    sa.Column("last_verdict", sa.Text, nullable=False),
    sa.Column("last_seed", sa.Integer, nullable=False),
    sa.Column("last_at", Moment, nullable=False),
)

draft = sa.Table(
    "draft",
    metadata,
    _learner(),
    sa.Column("exercise", sa.Text, primary_key=True),
    sa.Column("seed", sa.Integer, nullable=False),
    sa.Column("fields", sa.JSON, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

help_ = sa.Table(
    "help",
    metadata,
    _learner(),
    sa.Column("exercise", sa.Text, primary_key=True),
    sa.Column("seed", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("hints", sa.Integer, nullable=False),
    sa.Column("solution", sa.Boolean, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# Spaced repetition: when a card is due, and the scheduler's own state.
review = sa.Table(
    "review",
    metadata,
    _learner(),
    sa.Column("card", sa.Text, primary_key=True),
    sa.Column("due", Moment, nullable=False),
    sa.Column("state", sa.JSON, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Index(None, "learner", "due"),
)
