"""The tables of the first release."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "learner",
        sa.Column("id", sa.Uuid(), nullable=False),
        moment(),
        sa.PrimaryKeyConstraint("id", name="pk_learner"),
    )
    identities_and_courses()
    attempts()
    work_in_progress()
    op.create_table(
        "review",
        sa.Column("learner", sa.Uuid(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        moment("due"),
        sa.Column("state", sa.JSON(), nullable=False),
        moment(),
        of_learner("review"),
        sa.PrimaryKeyConstraint("learner", "card", name="pk_review"),
    )
    op.create_index("ix_review_learner_due", "review", ["learner", "due"])


def moment(name: str = "at", *, nullable: bool = False) -> sa.Column[datetime]:
    """A column that holds a point in time, in UTC."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def of_learner(table: str) -> sa.ForeignKeyConstraint:
    """The constraint that a row's learner exists."""
    return sa.ForeignKeyConstraint(["learner"], ["learner.id"], name=f"fk_{table}_learner")


def identities_and_courses() -> None:
    """Tables `identity`, `course`, `enrolment`."""
    op.create_table(
        "identity",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("learner", sa.Uuid(), nullable=False),
        moment(),
        of_learner("identity"),
        sa.PrimaryKeyConstraint("kind", "subject", name="pk_identity"),
    )
    op.create_index("ix_identity_learner", "identity", ["learner"])
    op.create_table(
        "course",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        moment(),
        sa.PrimaryKeyConstraint("id", name="pk_course"),
    )
    op.create_table(
        "enrolment",
        sa.Column("course", sa.Uuid(), nullable=False),
        sa.Column("learner", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        moment(),
        sa.ForeignKeyConstraint(["course"], ["course.id"], name="fk_enrolment_course"),
        of_learner("enrolment"),
        sa.PrimaryKeyConstraint("course", "learner", name="pk_enrolment"),
    )
    op.create_index("ix_enrolment_learner", "enrolment", ["learner"])


def attempts() -> None:
    """Tables `exercise_version`, `attempt`, `progress`."""
    op.create_table(
        "exercise_version",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        moment(),
        sa.PrimaryKeyConstraint("version", name="pk_exercise_version"),
    )
    op.create_table(
        "attempt",
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("learner", sa.Uuid(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("credit", sa.Double(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=True),
        sa.Column("feedback", sa.JSON(), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        moment(),
        of_learner("attempt"),
        sa.PrimaryKeyConstraint("key", name="pk_attempt"),
        sa.CheckConstraint("credit >= 0 AND credit <= 1", name=op.f("ck_attempt_credit")),
    )
    op.create_index("ix_attempt_learner_exercise_at", "attempt", ["learner", "exercise", "at"])
    op.create_table(
        "progress",
        sa.Column("learner", sa.Uuid(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("best", sa.Double(), nullable=False),
        moment("solved_at", nullable=True),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("last_verdict", sa.Text(), nullable=False),
        sa.Column("last_seed", sa.Integer(), nullable=False),
        moment("last_at"),
        of_learner("progress"),
        sa.PrimaryKeyConstraint("learner", "exercise", name="pk_progress"),
    )


def work_in_progress() -> None:
    """Tables `draft` and `help`."""
    op.create_table(
        "draft",
        sa.Column("learner", sa.Uuid(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        moment(),
        of_learner("draft"),
        sa.PrimaryKeyConstraint("learner", "exercise", name="pk_draft"),
    )
    op.create_table(
        "help",
        sa.Column("learner", sa.Uuid(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("solution", sa.Boolean(), nullable=False),
        moment(),
        of_learner("help"),
        sa.PrimaryKeyConstraint("learner", "exercise", "seed", name="pk_help"),
    )
