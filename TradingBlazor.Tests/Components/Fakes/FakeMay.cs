using TradingBlazor.Security.Access;

namespace TradingBlazor.Tests.Components.Fakes;

/// <summary>Rights that a test sets.</summary>
internal sealed class FakeMay : IMay
{
    private CallerAccess? _access;

    public int Version { get; private set; }

    public event Action? Changed;

    public void Set(CallerAccess? access)
    {
        _access = access;
        Version++;
        Changed?.Invoke();
    }

    public string WhyNot(Permission permission, string? account = null) => AccessWords.Fault(_access, permission, account);

    /// <summary>How often rights were looked up.</summary>
    public int Looks { get; private set; }

    /// <summary>True while the database is away.</summary>
    public bool IsAway { get; set; }

    public ValueTask RefreshAsync(CancellationToken stop = default)
    {
        Looks++;
        return IsAway ? ValueTask.FromException(new InvalidOperationException("The database is away.")) : ValueTask.CompletedTask;
    }
}
