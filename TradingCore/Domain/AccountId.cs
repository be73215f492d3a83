namespace TradingCore.Domain;

/// <summary>Account code of IB, for example <c>DU1234567</c>.</summary>
public readonly record struct AccountId(string Value)
{
    /// <summary>True for paper trading accounts, whose codes start with <c>D</c>.</summary>
    public bool IsPaper => Value is { Length: > 0 } && Value[0] == 'D';

    /// <summary>The code with its middle hidden, the only form that logs may show.</summary>
    public string Masked => Value is { Length: > 4 } ? $"{Value[..2]}***{Value[^2..]}" : "***";

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
