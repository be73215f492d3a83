namespace TradingBlazor.State.Keys;

/// <summary>A term and what it means.</summary>
/// <param name="Word">Term.</param>
/// <param name="Meaning">Meaning; back-quotes around code are taken out.</param>
public sealed record GlossaryTerm(string Word, string Meaning);

/// <summary>The terms of <c>docs/glossary.md</c>, which is part of the program, so that the help and the documents cannot say different things.</summary>
public static class Glossary
{
    private static readonly Lazy<IReadOnlyList<GlossaryTerm>> Read = new(() =>
    {
        using Stream stream = typeof(Glossary).Assembly.GetManifestResourceStream("glossary.md") ?? throw new InvalidOperationException("The program was built without docs/glossary.md.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    });

    /// <summary>The terms, by the alphabet.</summary>
    public static IReadOnlyList<GlossaryTerm> Terms => Read.Value;

    /// <summary>Reads the rows of the tables of a document.</summary>
    internal static IReadOnlyList<GlossaryTerm> Parse(string document) =>
    [
        .. document.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .Where(c => c.Length > 3 && c[1] is not "Term" && !c[1].StartsWith("---", StringComparison.Ordinal))
            .Select(c => new GlossaryTerm(c[1], c[2].Replace("`", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal)))
            .OrderBy(t => t.Word, StringComparer.OrdinalIgnoreCase),
    ];
}
