using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace TradingCore.Persistence.History;

/// <summary>The history: what the journal says, in tables that can be queried and that outlive the journal's segments.</summary>
/// <remarks>Only types that every relational provider has are used, so that another provider needs its own migrations and nothing else.</remarks>
internal sealed class TradingDbContext(DbContextOptions<TradingDbContext> options) : DbContext(options)
{
    public DbSet<OrderRow> Orders => Set<OrderRow>();
    public DbSet<OrderEventRow> OrderEvents => Set<OrderEventRow>();
    public DbSet<FillRow> Fills => Set<FillRow>();
    public DbSet<PositionAdjustmentRow> PositionAdjustments => Set<PositionAdjustmentRow>();
    public DbSet<WatchlistRow> Watchlist => Set<WatchlistRow>();
    public DbSet<SettingRow> Settings => Set<SettingRow>();
    public DbSet<OrderIdReservationRow> OrderIdReservations => Set<OrderIdReservationRow>();
    public DbSet<JournalPositionRow> JournalPosition => Set<JournalPositionRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder builder)
    {
        // Enums by name: a row stays readable, and a new member in the middle of an enum does not change old rows.
        builder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24);
        // SQLite has neither type. A decimal as REAL would lose digits; a time as text of fixed width in UTC sorts as the times do.
        builder.Properties<decimal>().HaveConversion<ExactDecimal>();
        builder.Properties<DateTimeOffset>().HaveConversion<SortableUtc>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<OrderRow>(e =>
        {
            e.ToTable("orders").HasKey(o => o.OrderRef);
            e.HasIndex(o => new { o.IsFinal, o.UpdatedTime });
            e.HasIndex(o => o.PermId);
        });
        model.Entity<OrderEventRow>(e => e.ToTable("order_events").HasKey(o => new { o.OrderRef, o.Number }));
        model.Entity<FillRow>(e =>
        {
            e.ToTable("fills").HasKey(f => f.ExecKey);
            e.HasIndex(f => f.Time);
            e.HasIndex(f => f.OrderRef);
        });
        model.Entity<PositionAdjustmentRow>(e => e.ToTable("position_adjustments").HasKey(a => new { a.Sequence, a.Index }));
        model.Entity<WatchlistRow>(e =>
        {
            e.ToTable("watchlist").HasKey(w => w.Position);
            e.Property(w => w.Position).ValueGeneratedNever();
        });
        model.Entity<SettingRow>(e => e.ToTable("settings").HasKey(s => s.Key));
        model.Entity<OrderIdReservationRow>(e =>
        {
            e.ToTable("order_id_reservations").HasKey(r => r.ClientId);
            e.Property(r => r.ClientId).ValueGeneratedNever();
        });
        model.Entity<JournalPositionRow>(e =>
        {
            e.ToTable("journal_position").HasKey(p => p.Id);
            e.Property(p => p.Id).ValueGeneratedNever();
        });
        foreach (Microsoft.EntityFrameworkCore.Metadata.IMutableProperty property in model.Model.GetEntityTypes().SelectMany(t => t.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));

    private sealed class ExactDecimal() : ValueConverter<decimal, string>(
        d => d.ToString(CultureInfo.InvariantCulture),
        s => decimal.Parse(s, NumberStyles.Number, CultureInfo.InvariantCulture));

    private sealed class SortableUtc() : ValueConverter<DateTimeOffset, string>(
        t => t.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        s => DateTimeOffset.ParseExact(s, "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
