"""papers and partners."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("state", sa.Text(), server_default="running", nullable=False),
        sa.Column("file", sa.Text(), server_default="", nullable=False),
        sa.Column("computer", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("laws", sa.Integer(), nullable=True),
        sa.Column("broken", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("began_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('running', 'verified', 'broken', 'failed')", name=op.f("ck_backup_run_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_run")),
    )
    op.create_table(
        "form_text",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("texts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_text")),
        sa.UniqueConstraint("form", "language", name=op.f("uq_form_text_form_language")),
    )
    op.create_table(
        "partner",
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "settings", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("system IN ('bitrix24', 'mail', 'backup')", name=op.f("ck_partner_system")),
        sa.PrimaryKeyConstraint("system", name=op.f("pk_partner")),
    )
    op.create_table(
        "vat_rate",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.CheckConstraint("percent >= 0 AND percent < 100", name=op.f("ck_vat_rate_percent_range")),
        sa.PrimaryKeyConstraint("since", name=op.f("pk_vat_rate")),
    )
    op.create_table(
        "contract",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("rounds_per_month", sa.Integer(), server_default="0", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("number <> ''", name=op.f("ck_contract_number_not_empty")),
        sa.CheckConstraint("rounds_per_month BETWEEN 0 AND 99", name=op.f("ck_contract_rounds_range")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_contract_client_id_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("client_id", "number", name=op.f("uq_contract_client_id_number")),
    )
    op.create_table(
        "integration_secret",
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.ForeignKeyConstraint(["system"], ["partner.system"], name=op.f("fk_integration_secret_system_partner")),
        sa.PrimaryKeyConstraint("system", name=op.f("pk_integration_secret")),
    )
    op.create_table(
        "partner_cursor",
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["system"], ["partner.system"], name=op.f("fk_partner_cursor_system_partner")),
        sa.PrimaryKeyConstraint("system", "name", name=op.f("pk_partner_cursor")),
    )
    op.create_table(
        "partner_pace",
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["system"], ["partner.system"], name=op.f("fk_partner_pace_system_partner")),
        sa.PrimaryKeyConstraint("system", name=op.f("pk_partner_pace")),
    )
    op.create_table(
        "partner_report",
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "checks", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
        sa.Column(
            "found", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("fault", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "fault_details",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column("fault_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spoken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["system"], ["partner.system"], name=op.f("fk_partner_report_system_partner")),
        sa.PrimaryKeyConstraint("system", name=op.f("pk_partner_report")),
    )
    op.create_table(
        "message_template",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("status_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), server_default="email", nullable=False),
        sa.Column("language", sa.Text(), server_default="ru", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f("ck_message_template_body_not_empty")),
        sa.CheckConstraint("channel IN ('email', 'whatsapp')", name=op.f("ck_message_template_channel")),
        sa.CheckConstraint("language IN ('ru', 'en', 'kk')", name=op.f("ck_message_template_language")),
        sa.ForeignKeyConstraint(["status_id"], ["status.id"], name=op.f("fk_message_template_status_id_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_template")),
        sa.UniqueConstraint(
            "status_id", "channel", "language", name=op.f("uq_message_template_status_id_channel_language")
        ),
    )
    op.create_table(
        "stage_meaning",
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("status_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["status_id"], ["status.id"], name=op.f("fk_stage_meaning_status_id_status")),
        sa.ForeignKeyConstraint(["system"], ["partner.system"], name=op.f("fk_stage_meaning_system_partner")),
        sa.PrimaryKeyConstraint("system", "stage", name=op.f("pk_stage_meaning")),
    )
    op.create_table(
        "job_report",
        sa.Column("job_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("parked", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_how", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_job_report_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_report")),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.BigInteger(), server_default=sa.FetchedValue(), autoincrement=False, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(collation="C"), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="ru", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("made_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_paper_client_id_client")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_paper_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("form", "number", name=op.f("uq_paper_form_number")),
        sa.UniqueConstraint("payload", name=op.f("uq_paper_payload")),
    )
    op.create_index(op.f("ix_paper_client_id"), "paper", ["client_id"], unique=False)
    op.create_index("ix_paper_ticket_id", "paper", ["ticket_id", "id"], unique=False)
    op.create_table(
        "paper_content",
        sa.Column("paper_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("data_sha256", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("pdf_sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_content_paper_id_paper")),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_paper_content")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("history_id", sa.BigInteger(), nullable=False),
        sa.Column("template_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("recipient_name", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel IN ('email', 'whatsapp')", name=op.f("ck_message_channel")),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed', 'cancelled')", name=op.f("ck_message_state")
        ),
        sa.ForeignKeyConstraint(
            ["history_id"], ["ticket_history.id"], name=op.f("fk_message_history_id_ticket_history")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["message_template.id"], name=op.f("fk_message_template_id_message_template")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_message_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("history_id", "channel", "recipient", name=op.f("uq_message_history_id_channel_recipient")),
    )
    op.create_index("ix_message_ticket_id", "message", ["ticket_id", "id"], unique=False)
    op.create_table(
        "partner_deal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("visit_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="wanted", nullable=False),
        sa.Column("remote_id", sa.Text(collation="C"), nullable=True),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("stage", sa.Text(), server_default="", nullable=False),
        sa.Column("stage_name", sa.Text(), server_default="", nullable=False),
        sa.Column("stage_colour", sa.Text(), server_default="", nullable=False),
        sa.Column("semantic", sa.Text(), server_default="P", nullable=False),
        sa.Column("stage_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt_began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_comment_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("settled_position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column(
            "doubles", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("semantic IN ('P', 'S', 'F')", name=op.f("ck_partner_deal_semantic")),
        sa.CheckConstraint(
            "state IN ('wanted', 'given_up') OR remote_id IS NOT NULL", name=op.f("ck_partner_deal_known_unless_wanted")
        ),
        sa.CheckConstraint(
            "state IN ('wanted', 'given_up', 'open', 'won', 'lost', 'missing')", name=op.f("ck_partner_deal_state")
        ),
        sa.ForeignKeyConstraint(["system"], ["partner.system"], name=op.f("fk_partner_deal_system_partner")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_partner_deal_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["visit_id"], ["branch_visit.id"], name=op.f("fk_partner_deal_visit_id_branch_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_deal")),
        sa.UniqueConstraint("system", "remote_id", name=op.f("uq_partner_deal_system_remote_id")),
        sa.UniqueConstraint("system", "visit_id", name=op.f("uq_partner_deal_system_visit_id")),
    )
    op.create_index("ix_partner_deal_ticket_id", "partner_deal", ["ticket_id", "id"], unique=False)
    op.create_table(
        "partner_comment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("deal_id", sa.BigInteger(), nullable=False),
        sa.Column("comment_id", sa.BigInteger(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="wanted", nullable=False),
        sa.Column("remote_id", sa.Text(collation="C"), nullable=True),
        sa.Column("digest", sa.Text(), server_default="", nullable=False),
        sa.Column("attempt_began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(state = 'mirrored') = (remote_id IS NOT NULL)", name=op.f("ck_partner_comment_mirrored_is_known")
        ),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_partner_comment_direction")),
        sa.CheckConstraint("state IN ('wanted', 'sending', 'mirrored')", name=op.f("ck_partner_comment_state")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["ticket_comment.id"], name=op.f("fk_partner_comment_comment_id_ticket_comment")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["partner_deal.id"], name=op.f("fk_partner_comment_deal_id_partner_deal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_comment")),
        sa.UniqueConstraint("system", "comment_id", name=op.f("uq_partner_comment_system_comment_id")),
        sa.UniqueConstraint("system", "remote_id", name=op.f("uq_partner_comment_system_remote_id")),
    )
    op.create_index("ix_partner_comment_deal_id", "partner_comment", ["deal_id"], unique=False)
    op.create_table(
        "partner_stage",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("deal_id", sa.BigInteger(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(collation="C"), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), server_default="", nullable=False),
        sa.Column("semantic", sa.Text(), server_default="P", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["partner_deal.id"], name=op.f("fk_partner_stage_deal_id_partner_deal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_stage")),
        sa.UniqueConstraint("system", "remote_id", name=op.f("uq_partner_stage_system_remote_id")),
    )
    op.create_index("ix_partner_stage_deal_id", "partner_stage", ["deal_id", "position"], unique=False)
    op.add_column("client", sa.Column("notices", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("client", sa.Column("notice_language", sa.Text(), server_default="ru", nullable=False))
    op.add_column("company", sa.Column("vat_payer", sa.Boolean(), server_default="true", nullable=False))
    op.add_column("company", sa.Column("bank", sa.Text(), server_default="", nullable=False))
    op.add_column("company", sa.Column("iban", sa.Text(), server_default="", nullable=False))
    op.add_column("company", sa.Column("bic", sa.Text(), server_default="", nullable=False))
    op.add_column("company", sa.Column("kbe", sa.Text(), server_default="", nullable=False))
    op.add_column("company", sa.Column("director", sa.Text(), server_default="", nullable=False))
    op.add_column("company", sa.Column("director_post", sa.Text(), server_default="", nullable=False))
    op.add_column("company", sa.Column("hours", sa.Text(), server_default="", nullable=False))
    op.add_column("company", sa.Column("logo_file_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_company_logo_file_id_stored_file"), "company", "stored_file", ["logo_file_id"], ["id"]
    )
    op.add_column("purchase_line", sa.Column("variant", sa.Integer(), server_default="1", nullable=False))
    op.add_column("site", sa.Column("directions", sa.Text(), server_default="", nullable=False))
    op.add_column("site", sa.Column("hours", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "status",
        sa.Column(
            "effects", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
    )
    op.create_check_constraint(op.f("ck_client_notice_language"), "client", "notice_language IN ('ru', 'en', 'kk')")
    op.create_check_constraint(op.f("ck_purchase_line_variant_range"), "purchase_line", "variant BETWEEN 1 AND 3")
    op.drop_constraint("ck_workflow_kind_part", "workflow_kind")
    op.create_check_constraint(
        op.f("ck_workflow_kind_part"), "workflow_kind", "part IN ('requirement', 'effect', 'entry_effect', 'event')"
    )


def downgrade() -> None:
    raise NotImplementedError("a database is not taken back; restore the backup made before the upgrade")
