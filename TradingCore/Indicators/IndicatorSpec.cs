using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingCore.Indicators;

/// <summary>Names an indicator and its parameters: <c>ema:20</c>, <c>macd:12,26,9</c>, <c>vwap</c>. Equal when the same is calculated.</summary>
public sealed record IndicatorSpec
{
    /// <summary>Longest period.</summary>
    public const int PeriodMax = 1_000;

    /// <summary>Most indicators in one list.</summary>
    public const int ListMax = 20;

    // One row a kind: its parameters with their usual values, and its outputs. '#' stands for the parameters.
    private static readonly Kind[] Kinds =
    [
        new("ema", "period", [20], ["ema#"], p => new Ema((int)p[0])),
        new("sma", "period", [20], ["sma#"], p => new Sma((int)p[0])),
        new("rsi", "period", [14], ["rsi#"], p => new Rsi((int)p[0])),
        new("macd", "fast,slow,signal", [12, 26, 9], ["macd", "macdSignal", "macdHistogram"], p => new Macd((int)p[0], (int)p[1], (int)p[2])),
        new("bb", "period,deviations", [20, 2], ["bbMiddle", "bbUpper", "bbLower"], p => new BollingerBands((int)p[0], p[1])),
        new("atr", "period", [14], ["atr#", "trueRange"], p => new Atr((int)p[0])),
        new("adx", "period", [14], ["adx#", "plusDi#", "minusDi#"], p => new Adx((int)p[0])),
        new("stoch", "period,smoothing,signal", [14, 3, 3], ["stochK", "stochD"], p => new Stochastic((int)p[0], (int)p[1], (int)p[2])),
        new("vwap", "", [], ["vwap"], null),
        new("vwapcum", "", [], ["vwapCumulative"], _ => Vwap.Cumulative()),
    ];

    private readonly Kind _kind;
    private readonly double[] _parameters;

    private IndicatorSpec(Kind kind, double[] parameters)
    {
        _kind = kind;
        _parameters = parameters;
        string joined = string.Join(',', parameters.Select(Text));
        Canonical = parameters.Length == 0 ? kind.Name : $"{kind.Name}:{joined}";
        bool isUsual = parameters.AsSpan().SequenceEqual(kind.Usual);
        Outputs = [.. kind.Outputs.Select(o =>
            o.Contains('#', StringComparison.Ordinal) ? o.Replace("#", joined, StringComparison.Ordinal)
            : isUsual || parameters.Length == 0 ? o
            : kind.Name + joined.Replace(',', '_') + (o.StartsWith(kind.Name, StringComparison.Ordinal) ? o[kind.Name.Length..] : char.ToUpperInvariant(o[0]) + o[1..]))];
    }

    /// <summary>Every kind of indicator with its parameters and their usual values.</summary>
    public static IReadOnlyList<IndicatorKind> All { get; } =
        [.. Kinds.Select(k => new IndicatorKind(k.Name, k.ParameterNames.Split(',', StringSplitOptions.RemoveEmptyEntries), k.Usual))];

    /// <summary>Kind, for example <c>bb</c>.</summary>
    public string Name => _kind.Name;

    /// <summary>Values of the parameters, in the order of <see cref="IndicatorKind.ParameterNames"/>.</summary>
    public IReadOnlyList<double> Parameters => _parameters;

    /// <summary>The short form with all parameters, for example <c>bb:20,2</c>.</summary>
    public string Canonical { get; }

    /// <summary>
    /// Names of the values, unique over all indicators: <c>ema20</c>, <c>sma20</c>, <c>rsi14</c>, <c>macd macdSignal macdHistogram</c>,
    /// <c>bbMiddle bbUpper bbLower</c>, <c>atr14 trueRange</c>, <c>adx14 plusDi14 minusDi14</c>, <c>stochK stochD</c>, <c>vwap</c>,
    /// <c>vwapCumulative</c>. With other than the usual parameters those without a number carry them: <c>bb10_1.5Upper</c>.
    /// </summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Reads one indicator.</summary>
    /// <param name="text">For example <c>ema:20</c>; left-out parameters take their usual values.</param>
    /// <param name="spec">The result; null when false is returned.</param>
    /// <param name="error">A sentence that says what was wrong and what is expected; empty when true is returned.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IndicatorSpec? spec, out string error)
    {
        spec = null;
        string[] halves = (text ?? "").Trim().Split(':', 2);
        Kind? kind = Array.Find(Kinds, k => k.Name.Equals(halves[0].Trim(), StringComparison.OrdinalIgnoreCase));
        if (kind is null)
        {
            error = $"'{text}' is not an indicator. Expected one of {string.Join(", ", Kinds.Select(k => k.Example))}.";
            return false;
        }
        string[] given = halves.Length == 1 ? [] : halves[1].Split(',', StringSplitOptions.TrimEntries);
        if (given.Length != 0 && given.Length != kind.Usual.Length)
        {
            error = kind.Usual.Length == 0
                ? $"'{text}': {kind.Name} takes no parameters. Expected {kind.Example}."
                : $"'{text}': {kind.Name} takes {kind.Usual.Length} parameters ({kind.ParameterNames}), {given.Length} given. Expected for example {kind.Example}.";
            return false;
        }
        double[] values = [.. kind.Usual];
        string[] names = kind.ParameterNames.Split(',');
        for (int i = 0; i < given.Length; i++)
        {
            bool isPeriod = names[i] != "deviations";
            bool isRight = isPeriod
                ? int.TryParse(given[i], NumberStyles.None, CultureInfo.InvariantCulture, out int period) && (values[i] = period) is >= 1 and <= PeriodMax
                : double.TryParse(given[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out values[i]) && values[i] is > 0 and <= 10;
            if (isRight) continue;
            error = $"'{text}': {names[i]} '{given[i]}' is not {(isPeriod ? $"a whole number from 1 to {PeriodMax}" : "a number above 0, up to 10")}. Expected for example {kind.Example}.";
            return false;
        }
        if (kind.Name == "macd" && values[0] >= values[1])
        {
            error = $"'{text}': fast ({Text(values[0])}) must be less than slow ({Text(values[1])}). Expected for example {kind.Example}.";
            return false;
        }
        spec = new IndicatorSpec(kind, values);
        error = "";
        return true;
    }

    /// <summary>Reads a list such as <c>ema:20,ema:50,macd:12,26,9,vwap</c>: what starts with a letter begins the next indicator. Repeated ones count once.</summary>
    /// <param name="text">The list; empty or null gives an empty one.</param>
    /// <param name="specs">The result, empty when false is returned.</param>
    /// <param name="error">A sentence that says what was wrong and what is expected; empty when true is returned.</param>
    public static bool TryParseList(string? text, out IReadOnlyList<IndicatorSpec> specs, out string error)
    {
        specs = [];
        error = "";
        List<string> entries = [];
        foreach (string piece in (text ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (entries.Count > 0 && !char.IsAsciiLetter(piece[0])) entries[^1] += "," + piece;
            else entries.Add(piece);
        }
        List<IndicatorSpec> result = [];
        foreach (string entry in entries)
        {
            if (!TryParse(entry, out IndicatorSpec? spec, out error)) return false;
            if (!result.Contains(spec)) result.Add(spec);
        }
        if (result.Count > ListMax)
        {
            error = $"{result.Count} indicators are too many. Expected up to {ListMax}.";
            return false;
        }
        specs = result;
        return true;
    }

    /// <summary>A new calculation.</summary>
    /// <param name="tradingDayOf">Tells the trading day of a time, for those that start again each day; null takes the UTC date.</param>
    public IIndicator Create(Func<DateTimeOffset, DateOnly>? tradingDayOf = null) =>
        _kind.Create?.Invoke(_parameters) ?? Vwap.BySession(tradingDayOf ?? (t => DateOnly.FromDateTime(t.UtcDateTime)));

    /// <summary>The rule by which trading days of a contract are told apart.</summary>
    public static Func<DateTimeOffset, DateOnly> TradingDaysOf(Instrument instrument) => TradingHours.Of(instrument).DayOf;

    /// <summary>True for one whose values are prices of the contract, such as an average; false for one with a scale of its own.</summary>
    public bool IsPrice => Name is "ema" or "sma" or "wma" or "hma" or "bb" or "vwap" or "vwapcum";

    /// <inheritdoc/>
    public bool Equals(IndicatorSpec? other) => other is not null && Canonical == other.Canonical;

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Kind(string Name, string ParameterNames, double[] Usual, string[] Outputs, Func<double[], IIndicator>? Create)
    {
        internal string Example => Usual.Length == 0 ? Name : $"{Name}:{string.Join(',', Usual.Select(Text))}";
    }
}
