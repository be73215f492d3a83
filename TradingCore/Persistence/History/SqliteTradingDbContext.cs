using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace TradingCore.Persistence.History;

/// <summary>The history in a SQLite file.</summary>
internal sealed class SqliteTradingDbContext(DbContextOptions<SqliteTradingDbContext> options) : TradingDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder builder)
    {
        base.ConfigureConventions(builder);
        // SQLite has neither type. A decimal as REAL would lose digits; a time as text of fixed width in UTC sorts as the times do.
        builder.Properties<decimal>().HaveConversion<ExactDecimal>();
        builder.Properties<DateTimeOffset>().HaveConversion<SortableUtc>();
    }

    private sealed class ExactDecimal() : ValueConverter<decimal, string>(
        d => d.ToString(CultureInfo.InvariantCulture),
        s => decimal.Parse(s, NumberStyles.Number, CultureInfo.InvariantCulture));

    private sealed class SortableUtc() : ValueConverter<DateTimeOffset, string>(
        t => t.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        s => DateTimeOffset.ParseExact(s, "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
