using System.Text.RegularExpressions;

namespace TradingCore.Tests.Architecture;

public sealed partial class DocumentLinkTests
{
    [Fact]
    public void Every_link_in_a_document_leads_to_a_file_of_the_repository()
    {
        string[] dead =
        [
            .. from document in RepositoryFiles.All().Where(f => f.EndsWith(".md", StringComparison.Ordinal))
               from Match link in Link().Matches(File.ReadAllText(RepositoryFiles.PathOf(document)))
               let target = link.Groups["target"].Value
               where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#')
               let path = Path.Combine(Path.GetDirectoryName(document)!, target.Split('#')[0])
               where !Path.Exists(RepositoryFiles.PathOf(path))
               select $"{document} links to {target}",
        ];

        Assert.True(dead.Length == 0, string.Join('\n', dead));
    }

    [Fact]
    public void Decisions_are_numbered_without_gaps_and_have_the_five_parts()
    {
        string[] decisions = [.. RepositoryFiles.All().Where(f => f.StartsWith("docs/decisions/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

        Assert.Equal(Enumerable.Range(1, decisions.Length), decisions.Select(d => int.Parse(Path.GetFileName(d)[..4], null)));
        Assert.All(decisions, d => Assert.Equal(
            ["## Context", "## Options", "## Choice", "## Consequences", "## What would change our mind"],
            File.ReadLines(RepositoryFiles.PathOf(d)).Where(l => l.StartsWith("## ", StringComparison.Ordinal))));
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
