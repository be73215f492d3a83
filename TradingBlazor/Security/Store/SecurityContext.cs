using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace TradingBlazor.Security.Store;

/// <summary>Users, sessions, keys and the audit log, in the same database as the history and in tables of their own.</summary>
/// <remarks>Its migrations are numbered in a table of their own, so that neither part of the program waits for the other's.</remarks>
internal abstract class SecurityContext(DbContextOptions options) : IdentityDbContext<DeskUser, IdentityRole, string>(options)
{
    /// <summary>Table that tells which migrations have run.</summary>
    public const string MigrationsTable = "__SecurityMigrationsHistory";

    private const int NameMax = 256;

    public DbSet<SessionRow> Sessions => Set<SessionRow>();
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();
    public DbSet<InvitationRow> Invitations => Set<InvitationRow>();
    public DbSet<AccountRightRow> AccountRights => Set<AccountRightRow>();
    public DbSet<AddressRuleRow> AddressRules => Set<AddressRuleRow>();
    public DbSet<AuditRow> Audit => Set<AuditRow>();
    public DbSet<ApprovalRow> Approvals => Set<ApprovalRow>();
    public DbSet<SettingRow> Settings => Set<SettingRow>();
    public DbSet<SettingChangeRow> SettingChanges => Set<SettingChangeRow>();

    /// <summary>Whatever the settings of the moment say: a model that depends on them would not fit its migrations.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<DeskUser>().ToTable("users");
        builder.Entity<IdentityRole>(e =>
        {
            e.ToTable("roles");
            e.HasData(Access.Roles.All.Select(r => new IdentityRole { Id = r, Name = r, NormalizedName = r.ToUpperInvariant(), ConcurrencyStamp = r }));
        });
        builder.Entity<IdentityUserRole<string>>().ToTable("user_roles");
        builder.Entity<IdentityUserClaim<string>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("user_logins");
        builder.Entity<IdentityRoleClaim<string>>().ToTable("role_claims");
        builder.Entity<IdentityUserToken<string>>().ToTable("user_tokens");
        builder.Entity<IdentityUserPasskey<string>>(e =>
        {
            e.ToTable("user_passkeys").HasKey(p => p.CredentialId);
            e.Property(p => p.CredentialId).HasMaxLength(1024);
            e.OwnsOne(p => p.Data).ToJson();
            e.HasOne<DeskUser>().WithMany().HasForeignKey(p => p.UserId).IsRequired();
        });
        builder.Entity<SessionRow>(e =>
        {
            e.ToTable("sessions").HasKey(s => s.Id);
            e.HasIndex(s => s.UserId);
            e.Property(s => s.Id).HasMaxLength(64);
            e.Property(s => s.Address).HasMaxLength(64);
            e.Property(s => s.Browser).HasMaxLength(200);
        });
        builder.Entity<ApiKeyRow>(e =>
        {
            e.ToTable("api_keys").HasKey(k => k.Id);
            e.Property(k => k.Id).HasMaxLength(32);
            e.Property(k => k.Hash).HasMaxLength(64);
            e.Property(k => k.Name).HasMaxLength(NameMax);
            e.Property(k => k.Scope).HasConversion<string>().HasMaxLength(16);
            e.Property(k => k.Rights).HasMaxLength(2_000);
        });
        builder.Entity<InvitationRow>(e =>
        {
            e.ToTable("invitations").HasKey(i => i.Hash);
            e.Property(i => i.Hash).HasMaxLength(64);
            e.Property(i => i.Kind).HasConversion<string>().HasMaxLength(16);
            e.Property(i => i.UserName).HasMaxLength(NameMax);
            e.Property(i => i.Roles).HasMaxLength(NameMax);
        });
        builder.Entity<AccountRightRow>(e =>
        {
            e.ToTable("account_rights").HasKey(r => new { r.UserId, r.Account });
            e.Property(r => r.Account).HasMaxLength(64);
        });
        builder.Entity<AddressRuleRow>(e =>
        {
            e.ToTable("address_rules").HasKey(a => a.Network);
            e.Property(a => a.Network).HasMaxLength(64);
            e.Property(a => a.Note).HasMaxLength(NameMax);
        });
        builder.Entity<AuditRow>(e =>
        {
            e.ToTable("audit").HasKey(a => a.Number);
            e.Property(a => a.Number).ValueGeneratedNever();
            e.Property(a => a.Hash).HasMaxLength(64);
            e.Property(a => a.PreviousHash).HasMaxLength(64);
            e.HasIndex(a => a.Time);
        });
        builder.Entity<ApprovalRow>(e =>
        {
            e.ToTable("approvals").HasKey(a => a.Id);
            e.HasIndex(a => a.Time);
            e.Property(a => a.Id).HasMaxLength(32);
            e.Property(a => a.Kind).HasConversion<string>().HasMaxLength(16);
            e.Property(a => a.State).HasConversion<string>().HasMaxLength(16);
            e.Property(a => a.Process).HasMaxLength(16);
            e.Property(a => a.Side).HasConversion<string>().HasMaxLength(8);
        });
        builder.Entity<SettingRow>(e =>
        {
            e.ToTable("page_settings").HasKey(s => s.Key);
            e.Property(s => s.Key).HasMaxLength(NameMax);
        });
        builder.Entity<SettingChangeRow>(e =>
        {
            e.ToTable("page_setting_changes").HasKey(s => s.Number);
            e.HasIndex(s => s.Change);
            e.Property(s => s.Change).HasMaxLength(32);
            e.Property(s => s.Key).HasMaxLength(NameMax);
        });
    }
}
