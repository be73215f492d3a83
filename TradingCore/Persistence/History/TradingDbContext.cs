using Microsoft.EntityFrameworkCore;

namespace TradingCore.Persistence.History;

/// <summary>The history: what the journal says, in tables that can be queried and that outlive the journal's segments.</summary>
/// <remarks>One model for all databases; how a decimal or a time is stored is the only thing that they do differently.</remarks>
internal abstract class TradingDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Longest name of an enum member that a column takes.</summary>
    public const int EnumNameMax = 24;

    public DbSet<OrderRow> Orders => Set<OrderRow>();
    public DbSet<OrderEventRow> OrderEvents => Set<OrderEventRow>();
    public DbSet<FillRow> Fills => Set<FillRow>();
    public DbSet<PositionAdjustmentRow> PositionAdjustments => Set<PositionAdjustmentRow>();
    public DbSet<PositionCheckpointRow> PositionCheckpoints => Set<PositionCheckpointRow>();
    public DbSet<WatchlistRow> Watchlist => Set<WatchlistRow>();
    public DbSet<SettingRow> Settings => Set<SettingRow>();
    public DbSet<OrderIdReservationRow> OrderIdReservations => Set<OrderIdReservationRow>();
    public DbSet<JournalPositionRow> JournalPosition => Set<JournalPositionRow>();
    public DbSet<UserPreferenceRow> UserPreferences => Set<UserPreferenceRow>();
    public DbSet<AlertRow> Alerts => Set<AlertRow>();
    public DbSet<AlertDocumentRow> AlertDocuments => Set<AlertDocumentRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder builder)
    {
        // Enums by name: a row stays readable, and a new member in the middle of an enum does not change old rows.
        builder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(EnumNameMax);
        builder.Properties<string>().HaveConversion<StorableText>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<OrderRow>(e =>
        {
            e.ToTable("orders").HasKey(o => o.OrderRef);
            e.HasIndex(o => new { o.IsFinal, o.UpdatedTime });
            e.HasIndex(o => o.PermId);
            e.HasIndex(o => new { o.CreatedTime, o.OrderRef });
            e.HasIndex(o => new { o.Ticker, o.CreatedTime });
            e.HasIndex(o => o.Strategy);
        });
        model.Entity<OrderEventRow>(e => e.ToTable("order_events").HasKey(o => new { o.OrderRef, o.Number }));
        model.Entity<FillRow>(e =>
        {
            e.ToTable("fills").HasKey(f => f.ExecKey);
            e.HasIndex(f => new { f.Time, f.ExecKey });
            e.HasIndex(f => new { f.Ticker, f.Time });
            e.HasIndex(f => f.OrderRef);
            e.HasIndex(f => new { f.IsCheckpointed, f.ReceivedTime });
        });
        model.Entity<PositionAdjustmentRow>(e =>
        {
            e.ToTable("position_adjustments").HasKey(a => new { a.Sequence, a.Index });
            e.HasIndex(a => a.IsCheckpointed);
        });
        model.Entity<PositionCheckpointRow>(e => e.ToTable("position_checkpoints").HasKey(c => new { c.Account, c.ConId }));
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
        model.Entity<UserPreferenceRow>(e => e.ToTable("user_preferences").HasKey(p => new { p.UserId, p.Key }));
        model.Entity<AlertRow>(e =>
        {
            e.ToTable("alerts").HasKey(a => a.Id);
            e.HasIndex(a => a.IsActive);
            e.HasIndex(a => a.RaisedTime);
        });
        model.Entity<AlertDocumentRow>(e => e.ToTable("alert_documents").HasKey(d => new { d.Kind, d.Id }));
        foreach (Microsoft.EntityFrameworkCore.Metadata.IMutableProperty property in model.Model.GetEntityTypes().SelectMany(t => t.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
