using Microsoft.EntityFrameworkCore;

namespace TradingCore.Persistence.History;

/// <summary>Preferences in the database of the history, in a table of their own. Written at once: they are few and small.</summary>
internal sealed class UserPreferences(HistoryDatabase database, TimeProvider clock) : IPreferenceStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(string userId, CancellationToken stop)
    {
        Check(userId, nameof(userId));
        return await RunAsync<IReadOnlyDictionary<string, string>>(async db =>
            await db.UserPreferences.AsNoTracking().Where(p => p.UserId == userId).ToDictionaryAsync(p => p.Key, p => p.Value, stop).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task WriteAsync(string userId, string key, string? value, CancellationToken stop)
    {
        Check(userId, nameof(userId));
        Check(key, nameof(key));
        if (value?.Length > IPreferenceStore.ValueMax) throw new ArgumentException($"A preference has at most {IPreferenceStore.ValueMax} characters.", nameof(value));
        return RunAsync(async db =>
        {
            UserPreferenceRow? row = await db.UserPreferences.FindAsync([userId, key], stop).ConfigureAwait(false);
            if (value is null)
            {
                if (row is not null) db.UserPreferences.Remove(row);
            }
            else
            {
                if (row is null) db.UserPreferences.Add(row = new UserPreferenceRow { UserId = userId, Key = key });
                row.Value = value;
                row.Time = clock.GetUtcNow();
            }
            await db.SaveChangesAsync(stop).ConfigureAwait(false);
            return true;
        });
    }

    private static void Check(string name, string parameter)
    {
        if (string.IsNullOrEmpty(name) || name.Length > IPreferenceStore.NameMax) throw new ArgumentException($"Expected 1 to {IPreferenceStore.NameMax} characters.", parameter);
    }

    private async Task<T> RunAsync<T>(Func<TradingDbContext, Task<T>> run)
    {
        TradingDbContext db = database.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            try
            {
                return await run(db).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException && HistoryDatabase.FindTrouble(e) is { } trouble)
            {
                throw new PersistenceException(database.Explain(trouble), e);
            }
        }
    }
}
