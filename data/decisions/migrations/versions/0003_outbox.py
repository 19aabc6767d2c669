"""The outbox: what is to be delivered, and how far each message has got."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "outbox",
        sa.Column("message_id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("series", sa.String(60), nullable=False),
        sa.Column("unit_id", sa.String(100)),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("recipient", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("run", sa.String(60), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", sa.String(32), nullable=False),
        sa.Column("ticket", sa.String(32)),
        sa.Column("lease_until", sa.String(32)),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("done_at", sa.String(32)),
        sa.Column("fault", sa.Text, nullable=False),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
