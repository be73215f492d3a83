using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace TradingBlazor.Security.Store;

/// <summary>The security tables in the SQLite file of the history.</summary>
internal sealed class SqliteSecurityContext(DbContextOptions<SqliteSecurityContext> options) : SecurityContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // As in the history: text of fixed width in UTC sorts as the times do.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<SortableUtc>();
    }

    private sealed class SortableUtc() : ValueConverter<DateTimeOffset, string>(
        t => t.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        s => DateTimeOffset.ParseExact(s, "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
