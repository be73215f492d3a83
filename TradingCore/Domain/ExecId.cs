namespace TradingCore.Domain;

/// <summary>Id of an execution report of the broker.</summary>
/// <param name="Value">Text such as <c>0000e0d5.67fe667b.01.01</c>; the part after the last dot is the revision.</param>
public readonly record struct ExecId(string Value)
{
    // IB amends an execution by sending a new one whose id differs only after the last '.' (…01.01 -> …01.02).
    // Counting it as a new fill would double the position, so fills are keyed by the part before it.

    /// <summary>The id without its revision: what identifies the fill.</summary>
    public string Key => Value.LastIndexOf('.') is > 0 and var dot ? Value[..dot] : Value;

    /// <summary>The revision after the last dot; 0 when there is none.</summary>
    public int Revision =>
        Value.LastIndexOf('.') is > 0 and var dot
        && int.TryParse(Value.AsSpan(dot + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int revision)
            ? revision : 0;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
