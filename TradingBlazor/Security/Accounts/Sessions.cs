using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Accounts;

/// <summary>Signed-in browsers: begun, listed, ended.</summary>
internal sealed class Sessions(SecurityDatabase database, AccessBook book, TimeProvider clock)
{
    /// <summary>How long a session lasts.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(12);

    /// <summary>How long it lasts when the person asked to stay signed in on the device.</summary>
    public static readonly TimeSpan LongLength = TimeSpan.FromDays(30);

    private const int SessionIdBytes = 32;
    private const int BrowserMax = 200;
    private static readonly TimeSpan KeepEnded = TimeSpan.FromDays(30);

    /// <summary>Begins one.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="request">Tells address and browser.</param>
    /// <param name="isStrong">True when a second factor was given.</param>
    /// <param name="isLong">True when it stays on the device.</param>
    /// <returns>Its id.</returns>
    public async Task<string> BeginAsync(DeskUser user, HttpRequest request, bool isStrong, bool isLong)
    {
        DateTimeOffset now = clock.GetUtcNow();
        string browser = request.Headers.UserAgent.ToString();
        var row = new SessionRow
        {
            Id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SessionIdBytes)),
            UserId = user.Id,
            CreatedTime = now,
            LastSeenTime = now,
            ExpiresTime = now + (isLong ? LongLength : Length),
            StrongTime = isStrong ? now : null,
            Address = Addresses.Of(request.HttpContext),
            Browser = browser.Length > BrowserMax ? browser[..BrowserMax] : browser,
            Stamp = user.SecurityStamp ?? "",
        };
        await using SecurityContext db = await database.OpenAsync(CancellationToken.None);
        db.Sessions.Add(row);
        await db.SaveChangesAsync();
        DateTimeOffset old = now - KeepEnded;
        await db.Sessions.Where(s => s.ExpiresTime < old).ExecuteDeleteAsync();
        return row.Id;
    }

    /// <summary>Lets a session outlive the change of password or second factor that was made in it.</summary>
    public async Task RestampAsync(string id, string stamp)
    {
        await using SecurityContext db = await database.OpenAsync(CancellationToken.None);
        await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(u => u.SetProperty(s => s.Stamp, stamp));
        book.ForgetAll();
    }

    /// <summary>Notes that the second factor was given now.</summary>
    public async Task MarkStrongAsync(string id)
    {
        DateTimeOffset now = clock.GetUtcNow();
        await using SecurityContext db = await database.OpenAsync(CancellationToken.None);
        await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(u => u.SetProperty(s => s.StrongTime, now));
        book.Forget(id);
    }

    /// <summary>Sessions that hold now, newest first; of one user, or of all.</summary>
    public async Task<IReadOnlyList<SessionRow>> ListAsync(string? userId, CancellationToken stop)
    {
        DateTimeOffset now = clock.GetUtcNow();
        await using SecurityContext db = await database.OpenAsync(stop);
        return await db.Sessions.AsNoTracking()
            .Where(s => s.RevokedTime == null && s.ExpiresTime > now && (userId == null || s.UserId == userId))
            .OrderByDescending(s => s.LastSeenTime).Take(1_000).ToListAsync(stop);
    }

    /// <summary>Ends one; of <paramref name="userId"/> only when given.</summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> EndAsync(string id, string? userId)
    {
        DateTimeOffset now = clock.GetUtcNow();
        await using SecurityContext db = await database.OpenAsync(CancellationToken.None);
        int ended = await db.Sessions.Where(s => s.Id == id && s.RevokedTime == null && (userId == null || s.UserId == userId)).ExecuteUpdateAsync(u => u.SetProperty(s => s.RevokedTime, now));
        book.Forget(id);
        return ended > 0;
    }

    /// <summary>Ends all of a user but one.</summary>
    public async Task<int> EndAllAsync(string userId, string except)
    {
        DateTimeOffset now = clock.GetUtcNow();
        await using SecurityContext db = await database.OpenAsync(CancellationToken.None);
        int ended = await db.Sessions.Where(s => s.UserId == userId && s.Id != except && s.RevokedTime == null).ExecuteUpdateAsync(u => u.SetProperty(s => s.RevokedTime, now));
        book.ForgetAll();
        return ended;
    }
}
