using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TwsSimulator.Faults;

/// <summary>Reads the keys of one step. Every key must be asked for once; what nobody asked for is a spelling mistake.</summary>
internal sealed class StepFields
{
    private readonly YamlMappingNode _node;
    private readonly string _source;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public StepFields(YamlMappingNode node, string source)
    {
        _node = node;
        _source = source;
    }

    /// <summary>The text of a key; null when it is not there.</summary>
    public string? Text(string key) => Scalar(key)?.Value;

    /// <summary>The text of a key that must be there.</summary>
    public string RequiredText(string key) => Text(key) is { Length: > 0 } text ? text : throw Fault(_node.Start, $"the key \"{key}\" is missing");

    /// <summary>A whole number; null when it is not there.</summary>
    public int? Int(string key, int min = int.MinValue)
    {
        if (Scalar(key) is not { } scalar)
            return null;
        return int.TryParse(scalar.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= min
            ? value
            : throw Fault(scalar.Start, $"\"{scalar.Value}\" is no {key}; give a whole number{(min == int.MinValue ? "" : string.Create(CultureInfo.InvariantCulture, $" from {min}"))}");
    }

    /// <summary>A decimal number; null when it is not there.</summary>
    public decimal? Number(string key)
    {
        if (Scalar(key) is not { } scalar)
            return null;
        return decimal.TryParse(scalar.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw Fault(scalar.Start, $"\"{scalar.Value}\" is no {key}; give a number such as 100 or 12.5");
    }

    /// <summary>True or false; null when it is not there.</summary>
    public bool? Flag(string key)
    {
        if (Scalar(key) is not { } scalar)
            return null;
        return bool.TryParse(scalar.Value, out bool value) ? value : throw Fault(scalar.Start, $"\"{scalar.Value}\" is no {key}; give true or false");
    }

    /// <summary>A time such as 200ms, 3s or 1m; null when it is not there.</summary>
    public TimeSpan? Time(string key)
    {
        if (Scalar(key) is not { } scalar)
            return null;
        string text = scalar.Value ?? "";
        string unit = text.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        double unitMs = unit switch { "ms" => 1, "s" => 1_000, "m" => 60_000, "h" => 3_600_000, _ => double.NaN };
        return double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value * unitMs is >= 0 and <= 86_400_000
            ? TimeSpan.FromMilliseconds(value * unitMs)
            : throw Fault(scalar.Start, $"\"{text}\" is no {key}; give a time up to 24h such as 200ms, 3s, 1m");
    }

    /// <summary>One of a few words; null when it is not there.</summary>
    public string? OneOf(string key, params ReadOnlySpan<string> words)
    {
        if (Scalar(key) is not { } scalar)
            return null;
        foreach (string word in words)
            if (scalar.Value == word) return word;
        throw Fault(scalar.Start, $"\"{scalar.Value}\" is no {key}; give {string.Join(", ", words)}");
    }

    /// <summary>Refuses keys that nobody asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (YamlNode key in _node.Children.Keys)
            if (!_known.Contains(key.ToString()))
                throw Fault(key.Start, $"the key \"{key}\" is not known here; known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
    }

    /// <summary>A sentence with the place of what is wrong.</summary>
    public SimulatorException Fault(Mark place, string what)
        => new(string.Create(CultureInfo.InvariantCulture, $"In {_source}, line {place.Line}, column {place.Column}: {what}."));

    /// <summary>Where the step starts.</summary>
    public Mark Start => _node.Start;

    private YamlScalarNode? Scalar(string key)
    {
        _known.Add(key);
        if (!_node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value))
            return null;
        return value as YamlScalarNode ?? throw Fault(value.Start, $"\"{key}\" takes one value, not a list or a map");
    }
}
