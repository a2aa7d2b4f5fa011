"""The form of a week, answers with the words of their questions, files.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _instant("stored_at", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "form_section",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("introduction", JSON, nullable=True),
        sa.Column("condition", JSON, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _instant("archived_at"),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_form_section_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_section")),
    )
    op.create_index(op.f("ix_form_section_week_id"), "form_section", ["week_id"])
    op.create_table(
        "question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("readers", sa.String(length=24), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("sensitivity", sa.String(length=24), nullable=False),
        sa.Column("condition", JSON, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _instant("archived_at"),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["form_section.id"],
            name=op.f("fk_question_section_id_form_section"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_section_id"), "question", ["section_id"])
    op.create_table(
        "question_wording",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("label", JSON, nullable=False),
        sa.Column("hint", JSON, nullable=True),
        sa.Column("options", JSON, nullable=True),
        _instant("worded_at", nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_question_wording_question_id_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "question_id", "version", name=op.f("pk_question_wording")
        ),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("values", JSON, nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        _instant("changed_at", nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_answer_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id", "version"],
            ["question_wording.question_id", "question_wording.version"],
            name=op.f("fk_answer_question_id_version_question_wording"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "registration_id",
            "question_id",
            name=op.f("uq_answer_registration_id_question_id"),
        ),
    )
    op.create_index(
        op.f("ix_answer_question_id_version"), "answer", ["question_id", "version"]
    )
    op.create_table(
        "answer_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        _instant("kept_until"),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("stored_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_answer_file_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_answer_file_question_id_question"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["stored_id"],
            ["stored_file.id"],
            name=op.f("fk_answer_file_stored_id_stored_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_file")),
    )
    for columns in (
        ["kept_until"],
        ["question_id"],
        ["stored_id"],
        ["registration_id", "question_id"],
    ):
        name = "_".join(["ix_answer_file", *columns])
        op.create_index(op.f(name), "answer_file", columns)
    with op.batch_alter_table("week") as table:
        table.add_column(
            sa.Column("asks", JSON, nullable=False, server_default=sa.text("'{}'"))
        )
    with op.batch_alter_table("week") as table:
        table.alter_column("asks", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("week") as table:
        table.drop_column("asks")
    for name in (
        "answer_file",
        "answer",
        "question_wording",
        "question",
        "form_section",
        "stored_file",
    ):
        op.drop_table(name)
