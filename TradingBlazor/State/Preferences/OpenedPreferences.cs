using TradingCore.Persistence;
using TradingCore.Persistence.History;

namespace TradingBlazor.State.Preferences;

/// <summary>Reads preferences once the database has its tables: the first page of a first start is asked for before they are made.</summary>
/// <param name="inner">The preferences.</param>
/// <param name="opened">Ends when the tables are there.</param>
/// <param name="clock">Clock of the wait.</param>
internal sealed class OpenedPreferences(IPreferenceStore inner, Task opened, TimeProvider clock) : IPreferenceStore
{
    /// <summary>Message while the database is still being opened, as at every start: no trouble yet.</summary>
    public const string StillOpening = "The history is still being opened.";

    /// <summary>A page must not hang on its colours.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    /// <exception cref="PersistenceException">The tables are not there yet; the message is <see cref="StillOpening"/>.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(string userId, CancellationToken stop)
    {
        await WaitAsync(stop);
        return await inner.ReadAsync(userId, stop);
    }

    /// <inheritdoc/>
    /// <exception cref="PersistenceException">The tables are not there yet; the message is <see cref="StillOpening"/>.</exception>
    public async Task WriteAsync(string userId, string key, string? value, CancellationToken stop)
    {
        await WaitAsync(stop);
        await inner.WriteAsync(userId, key, value, stop);
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        try
        {
            await opened.WaitAsync(Patience, clock, stop);
        }
        catch (TimeoutException e)
        {
            throw new PersistenceException(StillOpening, e);
        }
    }
}
