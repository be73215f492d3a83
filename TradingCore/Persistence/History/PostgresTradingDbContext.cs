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
        builder.Properties<string>().HaveConversion<Storable>().UseCollation("C");
    }

    /// <summary>The driver takes times of offset 0 only.</summary>
    private sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(t => t.ToUniversalTime(), t => t);

    /// <summary>A text of PostgreSQL cannot hold U+0000. One in a broker's message would keep every later entry out of the history.</summary>
    private sealed class Storable() : ValueConverter<string, string>(s => s.Replace('\0', '\uFFFD'), s => s);
}
