using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Access;

/// <summary>Tells what the bearer of a cookie or key may do now. Looks into the database at most every ten seconds per session; a change made here holds at once.</summary>
internal sealed class AccessBook(SecurityDatabase database, KeyBook keys, TimeProvider clock, ILogger<AccessBook> logger)
{
    /// <summary>How old a looked-up session may be.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    /// <summary>How long a session goes on with the database away: a trader must be able to cancel meanwhile.</summary>
    private static readonly TimeSpan AwayMax = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(1);
    private const int SessionsMax = 10_000;
    private const int TokenSkewSeconds = 30;

    private readonly ConcurrentDictionary<string, Entry> _sessions = new(StringComparer.Ordinal);
    private int _changes;

    /// <summary>The key in the data folder.</summary>
    public static readonly CallerAccess File = new(CallerKind.KeyFile, DeskClaims.KeyFile, "key file", Roles.Of(KeyScope.Admin));

    /// <summary>Who it is; null when nobody, or when the session or key does not hold any more.</summary>
    public async ValueTask<CallerAccess?> FindAsync(ClaimsPrincipal user, CancellationToken stop = default)
    {
        if (user.FindFirstValue(DeskClaims.Until) is { } until && clock.GetUtcNow().ToUnixTimeSeconds() >= long.Parse(until, System.Globalization.CultureInfo.InvariantCulture) + TokenSkewSeconds) return null;
        Permission confined = user.FindFirstValue(DeskClaims.Scope) is { } scope ? Roles.Of(Enum.Parse<KeyScope>(scope)) : (Permission)~0;
        if (user.FindFirstValue(DeskClaims.Token) is { } subject) return new CallerAccess(CallerKind.Token, subject, user.Identity?.Name ?? subject, confined);
        if (user.FindFirstValue(DeskClaims.Key) is { } key)
        {
            CallerAccess? access = key == DeskClaims.KeyFile ? File : await keys.FindByIdAsync(key, stop);
            return access is null || (access.Permissions & confined) == access.Permissions ? access : access with { Permissions = access.Permissions & confined };
        }
        return user.FindFirstValue(DeskClaims.Session) is { } session ? await SessionAsync(session, stop) : null;
    }

    /// <summary>What somebody who has sent something may do now, whether or not that session still lasts; null when nothing any more.</summary>
    public async Task<CallerAccess?> OfNowAsync(CallerAccess sender, CancellationToken stop)
    {
        if (sender.Kind == CallerKind.Key) return await keys.FindByIdAsync(sender.Id, stop) is { } key ? key with { Permissions = key.Permissions & sender.Permissions } : null;
        if (sender.Kind != CallerKind.User) return sender;
        await using SecurityContext db = await database.OpenAsync(stop);
        return await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == sender.Id, stop) is { IsDisabled: false } user ? await AccessAsync(db, user, stop) : null;
    }

    /// <summary>Looks anew at the next use.</summary>
    public void Forget(string sessionId) => _sessions[sessionId] = new Entry(DateTimeOffset.MinValue, null, DateTimeOffset.MinValue);

    /// <summary>Looks anew at everybody's next use: roles or rights changed.</summary>
    public void ForgetAll()
    {
        Interlocked.Increment(ref _changes);
        _sessions.Clear();
    }

    private async ValueTask<CallerAccess?> SessionAsync(string id, CancellationToken stop)
    {
        while (true)
        {
            DateTimeOffset now = clock.GetUtcNow();
            int changes = Volatile.Read(ref _changes);
            if (_sessions.TryGetValue(id, out Entry? known) && now - known.ReadTime < Fresh) return known.At(now);
            try
            {
                Entry read = await ReadAsync(id, now, stop);
                if (IsKept(id, known, read, changes)) return read.At(now);
            }
            catch (Exception e) when (known is not null && now - known.ReadTime < AwayMax && e is not OperationCanceledException)
            {
                logger.AccessNotRead(e.Message);
                return known.At(now);
            }
        }
    }

    // False when something changed while it was read, or somebody else has read it by now: it may be from before the change.
    private bool IsKept(string id, Entry? known, Entry read, int changes)
    {
        if (_sessions.Count >= SessionsMax) _sessions.Clear();
        if (!(known is null ? _sessions.TryAdd(id, read) : _sessions.TryUpdate(id, read, known))) return false;
        if (changes == Volatile.Read(ref _changes)) return true;
        _sessions.TryRemove(new KeyValuePair<string, Entry>(id, read));
        return false;
    }

    private async Task<Entry> ReadAsync(string id, DateTimeOffset now, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        SessionRow? session = await db.Sessions.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, stop);
        if (session is null || session.RevokedTime is not null) return new Entry(now, null, now);
        DeskUser? user = await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == session.UserId, stop);
        // A changed password or second factor changes the stamp, and so ends every session but the one that changed it.
        if (user is null || user.IsDisabled || user.SecurityStamp != session.Stamp) return new Entry(now, null, now);
        if (now - session.LastSeenTime >= SeenStep) await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(u => u.SetProperty(s => s.LastSeenTime, now), stop);
        CallerAccess access = await AccessAsync(db, user, stop) with { SessionId = id, StrongTime = session.StrongTime, Address = session.Address };
        return new Entry(now, access, session.ExpiresTime);
    }

    private static async Task<CallerAccess> AccessAsync(SecurityContext db, DeskUser user, CancellationToken stop)
    {
        string[] roles = await db.UserRoles.Where(r => r.UserId == user.Id).Select(r => r.RoleId).ToArrayAsync(stop);
        List<AccountRightRow> rights = await db.AccountRights.AsNoTracking().Where(r => r.UserId == user.Id).ToListAsync(stop);
        return new CallerAccess(CallerKind.User, user.Id, user.UserName ?? "", Roles.Of(roles))
        {
            Roles = [.. Access.Roles.All.Where(roles.Contains)],
            AccountRights = rights.ToDictionary(r => r.Account, r => r.Actions, StringComparer.Ordinal),
        };
    }

    // Compared by reference: what was read twice is not the same look.
    private sealed class Entry(DateTimeOffset readTime, CallerAccess? access, DateTimeOffset expiresTime)
    {
        public DateTimeOffset ReadTime => readTime;

        public CallerAccess? At(DateTimeOffset now) => now < expiresTime ? access : null;
    }
}
