using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using TradingCore.Persistence;

namespace TradingBlazor.Security.Store;

/// <summary>The security tables in the PostgreSQL database of the history.</summary>
internal sealed class PostgresSecurityContext(DbContextOptions<PostgresSecurityContext> options) : SecurityContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Utc>().HaveColumnType("timestamp with time zone");
        configurationBuilder.Properties<string>().HaveConversion<StorableText>();
    }

    /// <summary>The driver takes times of offset 0 only.</summary>
    private sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(t => t.ToUniversalTime(), t => t);
}
