"""The first version: acts, evidence, trail, drafts; the database refuses to change or remove what was decided."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("acts", "act_evidence", "evidence", "trail")


def upgrade() -> None:
    """Make the tables and what guards them."""
    op.create_table(
        "acts",
        sa.Column("act_id", sa.Integer, primary_key=True),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("thing", sa.String(400), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("verb", sa.String(20), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("login", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("because", sa.Integer, sa.ForeignKey("acts.act_id", name="fk_acts_because")),
        sa.Column("token", sa.String(64)),
        sa.UniqueConstraint("about", "thing", "seq", name="uq_acts_about"),
        sa.UniqueConstraint("token", name="uq_acts_token"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "evidence",
        sa.Column("evidence_id", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("unit_id", sa.String(100)),
        sa.Column("login", sa.String(200), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_table(
        "act_evidence",
        sa.Column("act_id", sa.Integer, sa.ForeignKey("acts.act_id", name="fk_act_evidence_act_id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("evidence_id", sa.Integer, sa.ForeignKey("evidence.evidence_id", name="fk_act_evidence_evidence_id"), nullable=False),
    )
    op.create_table(
        "trail",
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("login", sa.String(200), nullable=False, index=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("address", sa.String(100), nullable=False),
        sa.Column("what", sa.String(20), nullable=False, index=True),
        sa.Column("target", sa.String(500), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("previous", name="uq_trail_previous"),
    )
    head = op.create_table(
        "trail_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "line": 0, "hash": "0" * 64}])
    op.create_table(
        "drafts",
        sa.Column("login", sa.String(200), primary_key=True),
        sa.Column("form", sa.String(400), primary_key=True),
        sa.Column("values", sa.JSON, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    _guard()


def _guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for change in ("update", "delete"):
                op.execute(
                    f"create trigger {table}_no_{change} before {change} on {table} begin select raise(abort, '{table} is append-only'); end"
                )
        return
    op.execute(
        "create function append_only() returns trigger language plpgsql as "
        "$$ begin raise exception '% is append-only', tg_table_name; end $$"
    )
    for table in APPEND_ONLY:
        op.execute(f"create trigger {table}_append_only before update or delete or truncate on {table} execute function append_only()")
