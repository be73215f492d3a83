using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingCore.Persistence.History.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class MoneyDetails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "base_other_fees",
                table: "position_checkpoints",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "other_fees",
                table: "position_checkpoints",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "position_adjustments",
                type: "character varying(24)",
                maxLength: 24,
                nullable: false,
                defaultValue: "None");

            // What old rows are was told by the first words of their cause; from here on the row says it itself.
            migrationBuilder.Sql(
                """
                UPDATE position_adjustments SET kind = CASE
                    WHEN substr(cause, 1, 23) = 'Held at the broker when' THEN 'TakenOver'
                    WHEN substr(cause, 1, 50) = 'Booked before, and told as an execution after all.' THEN 'TakenBack'
                    WHEN substr(cause, 1, 11) = 'Expired on ' THEN 'Expired'
                    WHEN substr(cause, 1, 13) = 'Exercised at ' OR substr(cause, 1, 11) = 'Exercised: ' THEN 'Exercised'
                    WHEN substr(cause, 1, 12) = 'Assigned at ' OR substr(cause, 1, 10) = 'Assigned: ' THEN 'Assigned'
                    ELSE 'Person' END
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "base_other_fees",
                table: "position_checkpoints");

            migrationBuilder.DropColumn(
                name: "other_fees",
                table: "position_checkpoints");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "position_adjustments");
        }
    }
}
