using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Accounts;

/// <summary>What admins change about keys. A key is shown once; only its hash is kept.</summary>
internal sealed class KeyDesk(SecurityDatabase database, KeyBook book, IAuditLog audit, TimeProvider clock)
{
    /// <summary>Longest life of a key.</summary>
    public const int DaysMax = 3_650;

    private const int NameMax = 64;

    /// <summary>All keys that are not revoked, newest first.</summary>
    public async Task<IReadOnlyList<ApiKeyRow>> ListAsync(CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        return await db.ApiKeys.AsNoTracking().Where(k => k.RevokedTime == null).OrderByDescending(k => k.CreatedTime).ToListAsync(stop);
    }

    /// <summary>Makes a key.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="days">Days it works; 0 for ever.</param>
    /// <param name="rights">What it may do in each account, as in <c>DU1: Trade, Cancel</c>; empty when what the scope allows holds in every account.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<(string Text, string Fault)> CreateAsync(string name, KeyScope scope, int days, string rights, CommandJudgement by, CancellationToken stop)
    {
        name = name.Trim();
        if (name.Length is 0 or > NameMax || name.Any(char.IsControl)) return ("", $"Say what the key is for, in up to {NameMax} characters.");
        if (days is < 0 or > DaysMax) return ("", $"{days} is not a number of days. Expected 1 to {DaysMax}, or 0 for ever.");
        if (!Enum.IsDefined(scope)) return ("", "This is not a scope.");
        if (AccountRights.Read(rights, out Dictionary<string, Permission> byAccount) is { Length: > 0 } unread) return ("", unread);
        if (byAccount.Count > 0 && scope != KeyScope.Trade) return ("", "Only a key of the scope trade is bound to accounts: the others read everything, or administer everything.");
        string written = AccountRights.Write(byAccount);
        if (written.Length > 2_000) return ("", "These are too many accounts for one key.");
        (string id, string text, string hash) = KeyBook.Create();
        DateTimeOffset now = clock.GetUtcNow();
        await using SecurityContext db = await database.OpenAsync(stop);
        db.ApiKeys.Add(new ApiKeyRow { Id = id, Hash = hash, Name = name, Scope = scope, OwnerId = by.Access?.Id ?? "", Rights = written, CreatedTime = now, ExpiresTime = days == 0 ? null : now.AddDays(days) });
        await db.SaveChangesAsync(stop);
        book.Forget();
        await audit.RecordAsync(by.Entry("key.made", $"{id} ({name})") with { New = string.Create(CultureInfo.InvariantCulture, $"{scope}, {(days == 0 ? "no end" : $"{days} days")}{(written.Length > 0 ? $", only {written}" : "")}") }, stop);
        return (text, "");
    }

    /// <summary>Revokes a key at once.</summary>
    public async Task<string> RevokeAsync(string id, CommandJudgement by, CancellationToken stop)
    {
        DateTimeOffset now = clock.GetUtcNow();
        await using SecurityContext db = await database.OpenAsync(stop);
        int revoked = await db.ApiKeys.Where(k => k.Id == id && k.RevokedTime == null).ExecuteUpdateAsync(u => u.SetProperty(k => k.RevokedTime, now), stop);
        book.Forget();
        if (revoked == 0) return await db.ApiKeys.AnyAsync(k => k.Id == id, stop) ? $"The key {id} is revoked already." : $"There is no key {id}.";
        await audit.RecordAsync(by.Entry("key.revoked", id), stop);
        return "";
    }
}
