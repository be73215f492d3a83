using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using TradingCore.Persistence;
using TradingCore.Persistence.History;

namespace TradingBlazor.Tests.Components.Fakes;

/// <summary>Preferences in memory, by user and key.</summary>
public sealed class FakePreferences : IPreferenceStore
{
    public Dictionary<(string User, string Key), string> Stored { get; } = [];

    /// <summary>What every call fails with; empty when the database works.</summary>
    public string Trouble { get; set; } = "";

    /// <summary>What a read waits for; null when the database answers at once.</summary>
    public Task? Slow { get; set; }

    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(string userId, CancellationToken stop)
    {
        if (Slow is { } slow) await slow;
        return await ReadNowAsync(userId);
    }

    private Task<IReadOnlyDictionary<string, string>> ReadNowAsync(string userId) => Trouble.Length > 0
        ? Task.FromException<IReadOnlyDictionary<string, string>>(new PersistenceException(Trouble))
        : Task.FromResult<IReadOnlyDictionary<string, string>>(Stored.Where(s => s.Key.User == userId).ToDictionary(s => s.Key.Key, s => s.Value));

    public Task WriteAsync(string userId, string key, string? value, CancellationToken stop)
    {
        if (Trouble.Length > 0) return Task.FromException(new PersistenceException(Trouble));
        if (value is null) Stored.Remove((userId, key));
        else Stored[(userId, key)] = value;
        return Task.CompletedTask;
    }
}

/// <summary>Who is signed in; nobody until a test says so.</summary>
public sealed class FakeAuthentication : AuthenticationStateProvider
{
    public string UserId { get; set; } = "";

    public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
        Task.FromResult(new AuthenticationState(new ClaimsPrincipal(UserId.Length > 0 ? new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, UserId), new Claim(ClaimTypes.Name, UserId)], "test") : new ClaimsIdentity())));
}
