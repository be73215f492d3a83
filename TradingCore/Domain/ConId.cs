namespace TradingCore.Domain;

/// <summary>Contract id of IB, unique over all products; 0 means not resolved yet. Source: contract details, field <c>conId</c>.</summary>
public readonly record struct ConId(int Value)
{
    /// <summary>True once the gateway has resolved the contract.</summary>
    public bool IsResolved => Value != 0;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
