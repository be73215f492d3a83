using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingCore.Persistence.History.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "fills",
                columns: table => new
                {
                    exec_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    exec_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    order_ref = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    order_id = table.Column<int>(type: "integer", nullable: false),
                    perm_id = table.Column<long>(type: "bigint", nullable: false),
                    client_id = table.Column<int>(type: "integer", nullable: false),
                    account = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ticker = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    con_id = table.Column<int>(type: "integer", nullable: false),
                    contract = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    side = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    quantity = table.Column<decimal>(type: "numeric", nullable: false),
                    price = table.Column<decimal>(type: "numeric", nullable: false),
                    time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    received_time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    exchange = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    commission = table.Column<decimal>(type: "numeric", nullable: true),
                    commission_currency = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    first_sequence = table.Column<long>(type: "bigint", nullable: false),
                    first_index = table.Column<int>(type: "integer", nullable: false),
                    is_checkpointed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fills", x => x.exec_key);
                });

            migrationBuilder.CreateTable(
                name: "journal_position",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    has_watchlist = table.Column<bool>(type: "boolean", nullable: false),
                    journal_id = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal_position", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "order_events",
                columns: table => new
                {
                    order_ref = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<int>(type: "integer", nullable: false),
                    time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_order_events", x => new { x.order_ref, x.number });
                });

            migrationBuilder.CreateTable(
                name: "order_id_reservations",
                columns: table => new
                {
                    client_id = table.Column<int>(type: "integer", nullable: false),
                    up_to = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_order_id_reservations", x => x.client_id);
                });

            migrationBuilder.CreateTable(
                name: "orders",
                columns: table => new
                {
                    order_ref = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    order_id = table.Column<int>(type: "integer", nullable: false),
                    perm_id = table.Column<long>(type: "bigint", nullable: false),
                    client_id = table.Column<int>(type: "integer", nullable: false),
                    account = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ticker = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    con_id = table.Column<int>(type: "integer", nullable: false),
                    contract = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    side = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    quantity = table.Column<decimal>(type: "numeric", nullable: false),
                    type = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    limit_price = table.Column<decimal>(type: "numeric", nullable: true),
                    stop_price = table.Column<decimal>(type: "numeric", nullable: true),
                    tif = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    outside_rth = table.Column<bool>(type: "boolean", nullable: false),
                    parent_id = table.Column<int>(type: "integer", nullable: false),
                    attributes = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    strategy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    is_final = table.Column<bool>(type: "boolean", nullable: false),
                    filled = table.Column<decimal>(type: "numeric", nullable: false),
                    average_fill_price = table.Column<decimal>(type: "numeric", nullable: true),
                    commission = table.Column<decimal>(type: "numeric", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    pending_change = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    created_time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    idempotency_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    event_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_orders", x => x.order_ref);
                });

            migrationBuilder.CreateTable(
                name: "position_adjustments",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    index = table.Column<int>(type: "integer", nullable: false),
                    account = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ticker = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    contract = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    quantity = table.Column<decimal>(type: "numeric", nullable: false),
                    price = table.Column<decimal>(type: "numeric", nullable: false),
                    cause = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_checkpointed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_position_adjustments", x => new { x.sequence, x.index });
                });

            migrationBuilder.CreateTable(
                name: "position_checkpoints",
                columns: table => new
                {
                    account = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    con_id = table.Column<int>(type: "integer", nullable: false),
                    contract = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    base_quantity = table.Column<decimal>(type: "numeric", nullable: false),
                    base_cash = table.Column<decimal>(type: "numeric", nullable: false),
                    base_basis = table.Column<decimal>(type: "numeric", nullable: false),
                    base_commission = table.Column<decimal>(type: "numeric", nullable: false),
                    base_cost = table.Column<decimal>(type: "numeric", nullable: false),
                    base_adjusted = table.Column<decimal>(type: "numeric", nullable: false),
                    quantity = table.Column<decimal>(type: "numeric", nullable: false),
                    cash = table.Column<decimal>(type: "numeric", nullable: false),
                    basis = table.Column<decimal>(type: "numeric", nullable: false),
                    commission = table.Column<decimal>(type: "numeric", nullable: false),
                    cost = table.Column<decimal>(type: "numeric", nullable: false),
                    adjusted = table.Column<decimal>(type: "numeric", nullable: false),
                    first_time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_position_checkpoints", x => new { x.account, x.con_id });
                });

            migrationBuilder.CreateTable(
                name: "settings",
                columns: table => new
                {
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    changed_by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_settings", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "watchlist",
                columns: table => new
                {
                    position = table.Column<int>(type: "integer", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    security_type = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    exchange = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    currency = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    last_trade_date_or_contract_month = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watchlist", x => x.position);
                });

            migrationBuilder.CreateIndex(
                name: "IX_fills_is_checkpointed_received_time",
                table: "fills",
                columns: new[] { "is_checkpointed", "received_time" });

            migrationBuilder.CreateIndex(
                name: "IX_fills_order_ref",
                table: "fills",
                column: "order_ref");

            migrationBuilder.CreateIndex(
                name: "IX_fills_ticker_time",
                table: "fills",
                columns: new[] { "ticker", "time" });

            migrationBuilder.CreateIndex(
                name: "IX_fills_time_exec_key",
                table: "fills",
                columns: new[] { "time", "exec_key" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_created_time_order_ref",
                table: "orders",
                columns: new[] { "created_time", "order_ref" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_is_final_updated_time",
                table: "orders",
                columns: new[] { "is_final", "updated_time" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_perm_id",
                table: "orders",
                column: "perm_id");

            migrationBuilder.CreateIndex(
                name: "IX_orders_strategy",
                table: "orders",
                column: "strategy");

            migrationBuilder.CreateIndex(
                name: "IX_orders_ticker_created_time",
                table: "orders",
                columns: new[] { "ticker", "created_time" });

            migrationBuilder.CreateIndex(
                name: "IX_position_adjustments_is_checkpointed",
                table: "position_adjustments",
                column: "is_checkpointed");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "fills");

            migrationBuilder.DropTable(
                name: "journal_position");

            migrationBuilder.DropTable(
                name: "order_events");

            migrationBuilder.DropTable(
                name: "order_id_reservations");

            migrationBuilder.DropTable(
                name: "orders");

            migrationBuilder.DropTable(
                name: "position_adjustments");

            migrationBuilder.DropTable(
                name: "position_checkpoints");

            migrationBuilder.DropTable(
                name: "settings");

            migrationBuilder.DropTable(
                name: "watchlist");
        }
    }
}
