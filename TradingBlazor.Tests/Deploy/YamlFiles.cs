using TradingCore.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace TradingBlazor.Tests.Deploy;

/// <summary>YAML of the repository, and ways through it.</summary>
internal static class YamlFiles
{
    /// <summary>Every document of a file.</summary>
    public static IReadOnlyList<YamlMappingNode> Documents(string file)
    {
        using StreamReader reader = new(RepositoryFiles.PathOf(file));
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(d => (YamlMappingNode)d.RootNode)];
    }

    /// <summary>The one document of a file.</summary>
    public static YamlMappingNode Document(string file) => Documents(file).Single();

    /// <summary>What lies at a path of keys; null when nothing does.</summary>
    public static YamlNode? At(this YamlNode? node, params string[] path)
    {
        foreach (string key in path)
        {
            if (node is not YamlMappingNode map || !map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? next)) return null;
            node = next;
        }
        return node;
    }

    /// <summary>The text at a path; null when there is none.</summary>
    public static string? Text(this YamlNode? node, params string[] path) => (node.At(path) as YamlScalarNode)?.Value;

    /// <summary>The items at a path; empty when there are none.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node, params string[] path) => (node.At(path) as YamlSequenceNode)?.Children ?? Enumerable.Empty<YamlNode>();

    /// <summary>The entries at a path; empty when there are none.</summary>
    public static IEnumerable<KeyValuePair<string, YamlNode>> Entries(this YamlNode? node, params string[] path) =>
        (node.At(path) as YamlMappingNode)?.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, c.Value)) ?? [];

    /// <summary>The labels at a path.</summary>
    public static IReadOnlyDictionary<string, string> Labels(this YamlNode? node, params string[] path) => node.Entries(path).ToDictionary(e => e.Key, e => ((YamlScalarNode)e.Value).Value ?? "");
}
