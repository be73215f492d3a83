using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingCore.Persistence.History.Migrations.Sqlite
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
                    exec_key = table.Column<string>(type: "TEXT", nullable: false),
                    exec_id = table.Column<string>(type: "TEXT", nullable: false),
                    order_ref = table.Column<string>(type: "TEXT", nullable: true),
                    order_id = table.Column<int>(type: "INTEGER", nullable: false),
                    perm_id = table.Column<long>(type: "INTEGER", nullable: false),
                    client_id = table.Column<int>(type: "INTEGER", nullable: false),
                    account = table.Column<string>(type: "TEXT", nullable: true),
                    ticker = table.Column<string>(type: "TEXT", nullable: false),
                    con_id = table.Column<int>(type: "INTEGER", nullable: false),
                    contract = table.Column<string>(type: "TEXT", nullable: false),
                    side = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    quantity = table.Column<string>(type: "TEXT", nullable: false),
                    price = table.Column<string>(type: "TEXT", nullable: false),
                    time = table.Column<string>(type: "TEXT", nullable: false),
                    received_time = table.Column<string>(type: "TEXT", nullable: false),
                    exchange = table.Column<string>(type: "TEXT", nullable: false),
                    commission = table.Column<string>(type: "TEXT", nullable: true),
                    commission_currency = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    first_sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    first_index = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fills", x => x.exec_key);
                });

            migrationBuilder.CreateTable(
                name: "journal_position",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    has_watchlist = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal_position", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "order_events",
                columns: table => new
                {
                    order_ref = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    time = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_order_events", x => new { x.order_ref, x.number });
                });

            migrationBuilder.CreateTable(
                name: "order_id_reservations",
                columns: table => new
                {
                    client_id = table.Column<int>(type: "INTEGER", nullable: false),
                    up_to = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_order_id_reservations", x => x.client_id);
                });

            migrationBuilder.CreateTable(
                name: "orders",
                columns: table => new
                {
                    order_ref = table.Column<string>(type: "TEXT", nullable: false),
                    order_id = table.Column<int>(type: "INTEGER", nullable: false),
                    perm_id = table.Column<long>(type: "INTEGER", nullable: false),
                    client_id = table.Column<int>(type: "INTEGER", nullable: false),
                    account = table.Column<string>(type: "TEXT", nullable: true),
                    ticker = table.Column<string>(type: "TEXT", nullable: false),
                    con_id = table.Column<int>(type: "INTEGER", nullable: false),
                    contract = table.Column<string>(type: "TEXT", nullable: false),
                    side = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    quantity = table.Column<string>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    limit_price = table.Column<string>(type: "TEXT", nullable: true),
                    stop_price = table.Column<string>(type: "TEXT", nullable: true),
                    tif = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    outside_rth = table.Column<bool>(type: "INTEGER", nullable: false),
                    strategy = table.Column<string>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    is_final = table.Column<bool>(type: "INTEGER", nullable: false),
                    filled = table.Column<string>(type: "TEXT", nullable: false),
                    average_fill_price = table.Column<string>(type: "TEXT", nullable: true),
                    commission = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    pending_change = table.Column<string>(type: "TEXT", nullable: true),
                    created_time = table.Column<string>(type: "TEXT", nullable: false),
                    updated_time = table.Column<string>(type: "TEXT", nullable: false),
                    idempotency_key = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    event_count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_orders", x => x.order_ref);
                });

            migrationBuilder.CreateTable(
                name: "position_adjustments",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    index = table.Column<int>(type: "INTEGER", nullable: false),
                    account = table.Column<string>(type: "TEXT", nullable: true),
                    ticker = table.Column<string>(type: "TEXT", nullable: false),
                    contract = table.Column<string>(type: "TEXT", nullable: false),
                    quantity = table.Column<string>(type: "TEXT", nullable: false),
                    price = table.Column<string>(type: "TEXT", nullable: false),
                    cause = table.Column<string>(type: "TEXT", nullable: false),
                    time = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_position_adjustments", x => new { x.sequence, x.index });
                });

            migrationBuilder.CreateTable(
                name: "settings",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false),
                    changed_by = table.Column<string>(type: "TEXT", nullable: false),
                    time = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_settings", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "watchlist",
                columns: table => new
                {
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    security_type = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    exchange = table.Column<string>(type: "TEXT", nullable: false),
                    currency = table.Column<string>(type: "TEXT", nullable: false),
                    last_trade_date_or_contract_month = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watchlist", x => x.position);
                });

            migrationBuilder.CreateIndex(
                name: "IX_fills_order_ref",
                table: "fills",
                column: "order_ref");

            migrationBuilder.CreateIndex(
                name: "IX_fills_time",
                table: "fills",
                column: "time");

            migrationBuilder.CreateIndex(
                name: "IX_orders_is_final_updated_time",
                table: "orders",
                columns: new[] { "is_final", "updated_time" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_perm_id",
                table: "orders",
                column: "perm_id");
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
                name: "settings");

            migrationBuilder.DropTable(
                name: "watchlist");
        }
    }
}
