using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Access;

/// <summary>Why a key opens nothing, though its bearer has shown its secret.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Words">As in <c>revoked since 2026-10-05 14:30 UTC</c>.</param>
internal sealed record KeyFault(string Code, string Words);

/// <summary>The keys of the database. They are few, so all are held in memory and read again every ten seconds.</summary>
internal sealed class KeyBook(SecurityDatabase database, TimeProvider clock, ILogger<KeyBook> logger) : IDisposable
{
    /// <summary>What every key begins with; lets a scanner of sources find one that was committed.</summary>
    public const string Prefix = "tb_";

    private const int IdBytes = 6;
    private const int SecretBytes = 32;
    private static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private FrozenDictionary<string, Known> _keys = FrozenDictionary<string, Known>.Empty;
    private DateTimeOffset _readTime = DateTimeOffset.MinValue;
    private int _changes;
    private int _readChanges;

    // What was read while something changed may be from before the change.
    private bool IsOfNow => _readTime != DateTimeOffset.MinValue && _readChanges == Volatile.Read(ref _changes);

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    /// <summary>Makes the text of a new key; the caller stores the row and shows the text once.</summary>
    public static (string Id, string Text, string Hash) Create()
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        string text = $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return (id, text, HashOf(text));
    }

    /// <summary>The key with this text. None and no fault when there is none: only who has the whole secret of a key is told that it is expired or revoked.</summary>
    public async ValueTask<(CallerAccess? Access, KeyFault? Fault)> FindAsync(string text, CancellationToken stop)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > 128 || text.Split('_') is not [_, { Length: 2 * IdBytes } id, ..]) return default;
        await RefreshAsync(stop);
        if (!_keys.TryGetValue(id, out Known? known) || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(known.Hash), Encoding.ASCII.GetBytes(HashOf(text)))) return default;
        if (known.FaultAt(clock.GetUtcNow()) is { } fault) return (null, fault);
        await NoteUseAsync(known, stop);
        return (known.Access, null);
    }

    /// <summary>The key with this public part, while it works.</summary>
    public async ValueTask<CallerAccess?> FindByIdAsync(string id, CancellationToken stop)
    {
        await RefreshAsync(stop);
        return _keys.TryGetValue(id, out Known? known) && known.FaultAt(clock.GetUtcNow()) is null ? known.Access : null;
    }

    /// <summary>Why the key with this public part does not work; null when it does, or when there is none.</summary>
    public async ValueTask<KeyFault?> FaultOfAsync(string id, CancellationToken stop)
    {
        await RefreshAsync(stop);
        return _keys.TryGetValue(id, out Known? known) ? known.FaultAt(clock.GetUtcNow()) : null;
    }

    /// <summary>Reads anew at the next use.</summary>
    public void Forget() => Interlocked.Increment(ref _changes);

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async ValueTask RefreshAsync(CancellationToken stop)
    {
        if (IsFresh(clock.GetUtcNow())) return;
        await _reading.WaitAsync(stop);
        try
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (IsFresh(now)) return;
            int changes = Volatile.Read(ref _changes);
            await using SecurityContext db = await database.OpenAsync(stop);
            HashSet<string> disabled = [.. await db.Users.Where(u => u.IsDisabled).Select(u => u.Id).ToListAsync(stop)];
            ILookup<string, string> roles = (await db.UserRoles.AsNoTracking().ToListAsync(stop)).ToLookup(r => r.UserId, r => r.RoleId);
            List<ApiKeyRow> rows = await db.ApiKeys.AsNoTracking().ToListAsync(stop);
            // A key never does more than who made it may do now; one that was made with the key file has nobody behind it.
            _keys = rows.ToFrozenDictionary(r => r.Id, r => new Known(r, disabled.Contains(r.OwnerId), roles.Contains(r.OwnerId) ? Roles.Of(roles[r.OwnerId]) : Roles.Of(KeyScope.Admin)), StringComparer.Ordinal);
            (_readTime, _readChanges) = (now, changes);
        }
        catch (Exception e) when (IsOfNow && e is not OperationCanceledException)
        {
            // With the database away the keys that were known go on.
            logger.AccessNotRead(e.Message);
        }
        finally
        {
            _reading.Release();
        }
    }

    private bool IsFresh(DateTimeOffset now) => IsOfNow && now - _readTime < AccessBook.Fresh;

    private async ValueTask NoteUseAsync(Known known, CancellationToken stop)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (now - known.LastUsedTime < UseStep) return;
        known.LastUsedTime = now;
        try
        {
            await using SecurityContext db = await database.OpenAsync(stop);
            await db.ApiKeys.Where(k => k.Id == known.Id).ExecuteUpdateAsync(u => u.SetProperty(k => k.LastUsedTime, now), stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.AccessNotRead(e.Message);
        }
    }

    private sealed class Known(ApiKeyRow row, bool isOwnerDisabled, Permission ownerMay)
    {
        public CallerAccess Access { get; } = new(CallerKind.Key, row.Id, row.Name, Roles.Of(row.Scope) & ownerMay)
        {
            OwnerId = row.OwnerId == DeskClaims.KeyFile ? "" : row.OwnerId,
            // What cannot be read allows nothing anywhere.
            AccountRights = Accounts.AccountRights.Read(row.Rights, out Dictionary<string, Permission> rights).Length == 0 ? rights : new Dictionary<string, Permission> { [""] = Permission.None },
        };

        public string Id => row.Id;
        public string Hash => row.Hash;
        public DateTimeOffset LastUsedTime { get; set; } = row.LastUsedTime ?? DateTimeOffset.MinValue;

        public KeyFault? FaultAt(DateTimeOffset now) =>
            row.RevokedTime is { } revoked ? new KeyFault("apiKeyRevoked", $"revoked since {Stamp.Of(revoked)}")
            : row.ExpiresTime is { } end && now >= end ? new KeyFault("apiKeyExpired", $"expired since {Stamp.Of(end)}")
            : isOwnerDisabled ? new KeyFault("apiKeyOwnerDisabled", "of a user who is disabled")
            : null;
    }
}
