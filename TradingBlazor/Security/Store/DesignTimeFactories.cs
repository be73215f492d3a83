using Microsoft.EntityFrameworkCore.Design;

namespace TradingBlazor.Security.Store;

/// <summary>Used by <c>dotnet ef migrations add</c> only.</summary>
internal sealed class SqliteSecurityDesign : IDesignTimeDbContextFactory<SqliteSecurityContext>
{
    public SqliteSecurityContext CreateDbContext(string[] args) => (SqliteSecurityContext)SecurityDatabase.Sqlite("design.db").CreateContext();
}

/// <summary>Used by <c>dotnet ef migrations add</c> only.</summary>
internal sealed class PostgresSecurityDesign : IDesignTimeDbContextFactory<PostgresSecurityContext>
{
    public PostgresSecurityContext CreateDbContext(string[] args) => (PostgresSecurityContext)SecurityDatabase.Postgres("Host=localhost;Database=design").CreateContext();
}
