namespace TradingCore.Alerts;

/// <summary>What is wrong with a rule or channel as it was given: sentences by field, in the words of the API.</summary>
public sealed class AlertFaults
{
    private readonly Dictionary<string, List<string>> _byField = new(StringComparer.Ordinal);

    /// <summary>True when nothing is wrong.</summary>
    public bool IsEmpty => _byField.Count == 0;

    /// <summary>By field.</summary>
    public IReadOnlyDictionary<string, string[]> ByField => _byField.ToDictionary(p => p.Key, p => p.Value.ToArray(), StringComparer.Ordinal);

    /// <summary>All of it.</summary>
    public string Summary => string.Join(" ", _byField.Values.SelectMany(s => s));

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    public string? Of(string field) => _byField.TryGetValue(field, out List<string>? sentences) ? string.Join(" ", sentences) : null;

    /// <summary>Adds a sentence.</summary>
    public void Add(string field, string sentence)
    {
        if (!_byField.TryGetValue(field, out List<string>? sentences)) _byField[field] = sentences = [];
        sentences.Add(sentence);
    }

    /// <summary>The member of a word; a fault when the word is none.</summary>
    public T Choice<T>(string field, string? word, T whenAbsent) where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(word)) return whenAbsent;
        if (AlertTerms.Find<T>(word) is { } found) return found;
        Add(field, $"'{word}' is none of {string.Join(", ", AlertTerms.All<T>())}.");
        return whenAbsent;
    }
}
