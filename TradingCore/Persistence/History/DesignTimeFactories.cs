using Microsoft.EntityFrameworkCore.Design;

namespace TradingCore.Persistence.History;

/// <summary>Used by <c>dotnet ef migrations add</c> only.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteTradingDbContext>
{
    public SqliteTradingDbContext CreateDbContext(string[] args) => (SqliteTradingDbContext)new SqliteDatabase("design.db").CreateDbContext();
}

/// <summary>Used by <c>dotnet ef migrations add</c> only.</summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresTradingDbContext>
{
    public PostgresTradingDbContext CreateDbContext(string[] args) => (PostgresTradingDbContext)new PostgresDatabase("Host=localhost;Database=design", TimeProvider.System).CreateDbContext();
}
