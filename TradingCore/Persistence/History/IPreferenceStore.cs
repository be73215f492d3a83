namespace TradingCore.Persistence.History;

/// <summary>What each person has set for the pages: layouts, colours, formats. Nothing that trades depends on it.</summary>
public interface IPreferenceStore
{
    /// <summary>Longest user id and key, in characters.</summary>
    const int NameMax = 200;

    /// <summary>Longest value, in characters: a hundred layouts fit.</summary>
    const int ValueMax = 256 * 1024;

    /// <summary>Everything that a user has set, JSON by key.</summary>
    /// <param name="userId">User; a name that never set anything has nothing.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="PersistenceException">The database cannot be read; the message says why.</exception>
    Task<IReadOnlyDictionary<string, string>> ReadAsync(string userId, CancellationToken stop);

    /// <summary>Sets a value, or removes it.</summary>
    /// <param name="userId">User.</param>
    /// <param name="key">Key, such as <c>layouts</c>.</param>
    /// <param name="value">JSON; null removes the key.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="ArgumentException">User id or key is empty or too long, or the value is too long.</exception>
    /// <exception cref="PersistenceException">The database cannot be written; the message says why.</exception>
    Task WriteAsync(string userId, string key, string? value, CancellationToken stop);
}
