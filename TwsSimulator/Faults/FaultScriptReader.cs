using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TwsSimulator.Faults;

/// <summary>Turns YAML into a script. Strict: what it does not know, it refuses with line and column.</summary>
internal static class FaultScriptReader
{
    private const int StepsMax = 10_000;
    private static readonly string[] ScriptKeys = ["name", "description", "steps"];

    /// <summary>Reads a text.</summary>
    /// <param name="yaml">A script, a list of steps, or one step.</param>
    /// <param name="source">What to call it in messages.</param>
    public static FaultScript Read(string yaml, string source)
    {
        YamlNode root = Root(yaml, source);
        if (root is YamlSequenceNode list)
            return new FaultScript("", "", ReadSteps(list, source));
        var map = root as YamlMappingNode ?? throw Wrong(source, root.Start, "a script is a map with \"steps\", a list of steps, or one step");
        return ReadScript(map, source);
    }

    /// <summary>Reads a script from a map that may have further keys, which the caller reads.</summary>
    public static FaultScript ReadScript(YamlMappingNode map, string source, params ReadOnlySpan<string> furtherKeys)
    {
        if (map.Children.ContainsKey(new YamlScalarNode("fault")))
            return new FaultScript("", "", [ReadStep(map, source)]);
        foreach (YamlNode key in map.Children.Keys)
            if (!ScriptKeys.Contains(key.ToString()) && !furtherKeys.Contains(key.ToString()))
                throw Wrong(source, key.Start, $"the key \"{key}\" is not known here; known are {string.Join(", ", [.. ScriptKeys, .. furtherKeys.ToArray()])}");
        YamlNode steps = Child(map, "steps") ?? throw Wrong(source, map.Start, "the key \"steps\" is missing");
        var list = steps as YamlSequenceNode ?? throw Wrong(source, steps.Start, "\"steps\" takes a list of steps");
        return new FaultScript(Child(map, "name")?.ToString() ?? "", Child(map, "description")?.ToString() ?? "", ReadSteps(list, source));
    }

    /// <summary>The one document of a text.</summary>
    public static YamlNode Root(string yaml, string source)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new SimulatorException(string.Create(CultureInfo.InvariantCulture, $"In {source}, line {e.Start.Line}, column {e.Start.Column}: this is not YAML ({e.Message})."), e);
        }

        return stream.Documents.Count == 1 ? stream.Documents[0].RootNode : throw new SimulatorException($"In {source}: there must be one YAML document, and there are {stream.Documents.Count}.");
    }

    /// <summary>A child of a map; null when it is not there.</summary>
    public static YamlNode? Child(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

    /// <summary>A sentence with the place of what is wrong.</summary>
    public static SimulatorException Wrong(string source, Mark place, string what)
        => new(string.Create(CultureInfo.InvariantCulture, $"In {source}, line {place.Line}, column {place.Column}: {what}."));

    private static List<FaultStep> ReadSteps(YamlSequenceNode list, string source)
    {
        var steps = new List<FaultStep>();
        foreach (YamlNode node in list)
        {
            var map = node as YamlMappingNode ?? throw Wrong(source, node.Start, "a step is a map with the key \"fault\"");
            if (Child(map, "repeat") is YamlScalarNode repeat)
                steps.AddRange(ReadRepeated(map, repeat, source));
            else
                steps.Add(ReadStep(map, source));
            if (steps.Count > StepsMax)
                throw Wrong(source, node.Start, $"the script has more than {StepsMax} steps");
        }

        return steps;
    }

    private static IEnumerable<FaultStep> ReadRepeated(YamlMappingNode map, YamlScalarNode repeat, string source)
    {
        if (!int.TryParse(repeat.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int times) || times is < 1 or > StepsMax)
            throw Wrong(source, repeat.Start, $"\"{repeat.Value}\" is no repeat; give a whole number from 1 to {StepsMax}");
        if (map.Children.Count != 2 || Child(map, "steps") is not YamlSequenceNode inner)
            throw Wrong(source, map.Start, "\"repeat\" stands with a list of \"steps\" and nothing else");
        List<FaultStep> steps = ReadSteps(inner, source);
        return Enumerable.Repeat(steps, times).SelectMany(s => s);
    }

    private static FaultStep ReadStep(YamlMappingNode map, string source)
    {
        var fields = new StepFields(map, source);
        string kind = fields.RequiredText("fault");
        TimeSpan? at = fields.Time("at"), after = fields.Time("after");
        string? when = fields.OneOf("when", "clientConnected", "subscribed", "historyRequested", "orderPlaced", "orderModified", "cancelRequested", "orderFilled");
        if ((at is null ? 0 : 1) + (after is null ? 0 : 1) + (when is null ? 0 : 1) > 1)
            throw fields.Fault(map.Start, "a step has one of \"at\", \"after\" and \"when\"");
        // After "when", "count" counts occasions; a fault that counts too has its own key for that.
        int count = when is null ? 1 : fields.Int("count", min: 1) ?? 1;
        Func<Fault> create = FaultCatalog.Read(kind, fields, hasOccasion: when is not null);
        fields.RefuseUnknown();
        FaultOccasion? occasion = when is null ? null : Enum.Parse<FaultOccasion>(when, ignoreCase: true);
        return new FaultStep(at, after, occasion, count, create);
    }
}
