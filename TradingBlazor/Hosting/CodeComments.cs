using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TradingBlazor.Hosting;

/// <summary>What the comments in code say about a method, from the documentation file that lies beside the program: the API's document repeats it.</summary>
internal static partial class CodeComments
{
    private static readonly Lazy<Dictionary<string, XElement>> Members = new(Read);

    /// <summary>The summary of a method; empty when there is none.</summary>
    public static string Summary(MethodInfo method) => Text(Find(method)?.Element("summary"));

    /// <summary>Its remarks; empty when there are none.</summary>
    public static string Remarks(MethodInfo method) => Text(Find(method)?.Element("remarks"));

    /// <summary>What a parameter is; empty when nothing is said.</summary>
    public static string Parameter(MethodInfo method, string name) => Text(Find(method)?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name));

    private static XElement? Find(MethodInfo method) => Members.Value.GetValueOrDefault($"{method.DeclaringType?.FullName}.{method.Name}");

    private static string Text(XElement? element) => element is null ? "" : Blanks().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => ((string?)see.Attribute("cref") ?? (string?)see.Attribute("href") ?? "").Split('.', ':')[^1],
        XElement inner => string.Concat(inner.Nodes().Select(Text)),
        _ => "",
    };

    // Endpoints have no overloads, so the name without its parameters finds one.
    private static Dictionary<string, XElement> Read()
    {
        string file = Path.ChangeExtension(typeof(CodeComments).Assembly.Location, ".xml");
        if (!File.Exists(file)) return [];
        return XDocument.Load(file).Descendants("member").Where(m => ((string?)m.Attribute("name"))?.StartsWith("M:", StringComparison.Ordinal) == true)
            .GroupBy(m => ((string)m.Attribute("name")!)[2..].Split('(')[0]).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
