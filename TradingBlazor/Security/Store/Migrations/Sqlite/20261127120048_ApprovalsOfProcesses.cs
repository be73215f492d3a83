using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingBlazor.Security.Store.Migrations.Sqlite
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
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Process",
                table: "approvals",
                type: "TEXT",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Side",
                table: "approvals",
                type: "TEXT",
                maxLength: 8,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Symbol",
                table: "approvals",
                type: "TEXT",
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
