using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace TradingCore.Persistence.History;

/// <summary>The history in a PostgreSQL database.</summary>
/// <remarks>Decimals are <c>numeric</c> without a limit, which keeps every digit; times are <c>timestamptz</c>, which keeps microseconds.</remarks>
internal sealed class PostgresTradingDbContext(DbContextOptions<PostgresTradingDbContext> options) : TradingDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder builder)
    {
        base.ConfigureConventions(builder);
        builder.Properties<decimal>().HaveColumnType("numeric");
        builder.Properties<DateTimeOffset>().HaveConversion<Utc>().HaveColumnType("timestamp with time zone");
        // The order of bytes, whatever language the server was set up for: pages of a search follow each other as in SQLite.
        builder.Properties<string>().UseCollation("C");
    }

    /// <summary>The driver takes times of offset 0 only.</summary>
    private sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(t => t.ToUniversalTime(), t => t);
}
