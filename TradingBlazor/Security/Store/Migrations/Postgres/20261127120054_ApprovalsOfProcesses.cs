using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingBlazor.Security.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ApprovalsOfProcesses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Account",
                table: "approvals",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Process",
                table: "approvals",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Side",
                table: "approvals",
                type: "character varying(8)",
                maxLength: 8,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Symbol",
                table: "approvals",
                type: "text",
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Account",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "Process",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "Side",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "Symbol",
                table: "approvals");
        }
    }
}
