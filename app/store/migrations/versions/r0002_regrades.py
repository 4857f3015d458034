"""Answers can be graded again: who did it and why, and what became of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Tables `regrade` and `regraded`."""
    op.create_table(
        "regrade",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("graded", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("lowered", sa.Integer(), nullable=False),
        sa.Column("left_alone", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_regrade"),
    )
    op.create_table(
        "regraded",
        sa.Column("attempt", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("regrade", sa.Uuid(), nullable=False),
        sa.Column("old_version", sa.Text(), nullable=False),
        sa.Column("old_verdict", sa.Text(), nullable=False),
        sa.Column("old_credit", sa.Double(), nullable=False),
        sa.Column("old_tag", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("credit", sa.Double(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=True),
        sa.Column("feedback", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.key"], name="fk_regraded_attempt"),
        sa.ForeignKeyConstraint(["regrade"], ["regrade.id"], name="fk_regraded_regrade"),
        sa.PrimaryKeyConstraint("attempt", "number", name="pk_regraded"),
        sa.CheckConstraint("credit >= 0 AND credit <= 1", name=op.f("ck_regraded_credit")),
    )
    op.create_index("ix_regraded_regrade", "regraded", ["regrade"])
