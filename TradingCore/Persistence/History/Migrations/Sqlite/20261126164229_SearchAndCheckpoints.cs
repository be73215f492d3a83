using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingCore.Persistence.History.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SearchAndCheckpoints : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_fills_time",
                table: "fills");

            migrationBuilder.AddColumn<bool>(
                name: "is_checkpointed",
                table: "position_adjustments",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "journal_id",
                table: "journal_position",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "is_checkpointed",
                table: "fills",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "position_checkpoints",
                columns: table => new
                {
                    account = table.Column<string>(type: "TEXT", nullable: false),
                    con_id = table.Column<int>(type: "INTEGER", nullable: false),
                    contract = table.Column<string>(type: "TEXT", nullable: false),
                    base_quantity = table.Column<string>(type: "TEXT", nullable: false),
                    base_cash = table.Column<string>(type: "TEXT", nullable: false),
                    base_basis = table.Column<string>(type: "TEXT", nullable: false),
                    base_commission = table.Column<string>(type: "TEXT", nullable: false),
                    base_cost = table.Column<string>(type: "TEXT", nullable: false),
                    base_adjusted = table.Column<string>(type: "TEXT", nullable: false),
                    quantity = table.Column<string>(type: "TEXT", nullable: false),
                    cash = table.Column<string>(type: "TEXT", nullable: false),
                    basis = table.Column<string>(type: "TEXT", nullable: false),
                    commission = table.Column<string>(type: "TEXT", nullable: false),
                    cost = table.Column<string>(type: "TEXT", nullable: false),
                    adjusted = table.Column<string>(type: "TEXT", nullable: false),
                    first_time = table.Column<string>(type: "TEXT", nullable: false),
                    last_time = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_position_checkpoints", x => new { x.account, x.con_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_position_adjustments_is_checkpointed",
                table: "position_adjustments",
                column: "is_checkpointed");

            migrationBuilder.CreateIndex(
                name: "IX_orders_created_time_order_ref",
                table: "orders",
                columns: new[] { "created_time", "order_ref" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_strategy",
                table: "orders",
                column: "strategy");

            migrationBuilder.CreateIndex(
                name: "IX_orders_ticker_created_time",
                table: "orders",
                columns: new[] { "ticker", "created_time" });

            migrationBuilder.CreateIndex(
                name: "IX_fills_is_checkpointed_received_time",
                table: "fills",
                columns: new[] { "is_checkpointed", "received_time" });

            migrationBuilder.CreateIndex(
                name: "IX_fills_ticker_time",
                table: "fills",
                columns: new[] { "ticker", "time" });

            migrationBuilder.CreateIndex(
                name: "IX_fills_time_exec_key",
                table: "fills",
                columns: new[] { "time", "exec_key" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "position_checkpoints");

            migrationBuilder.DropIndex(
                name: "IX_position_adjustments_is_checkpointed",
                table: "position_adjustments");

            migrationBuilder.DropIndex(
                name: "IX_orders_created_time_order_ref",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "IX_orders_strategy",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "IX_orders_ticker_created_time",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "IX_fills_is_checkpointed_received_time",
                table: "fills");

            migrationBuilder.DropIndex(
                name: "IX_fills_ticker_time",
                table: "fills");

            migrationBuilder.DropIndex(
                name: "IX_fills_time_exec_key",
                table: "fills");

            migrationBuilder.DropColumn(
                name: "is_checkpointed",
                table: "position_adjustments");

            migrationBuilder.DropColumn(
                name: "journal_id",
                table: "journal_position");

            migrationBuilder.DropColumn(
                name: "is_checkpointed",
                table: "fills");

            migrationBuilder.CreateIndex(
                name: "IX_fills_time",
                table: "fills",
                column: "time");
        }
    }
}
