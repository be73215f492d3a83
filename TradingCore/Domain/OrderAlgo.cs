namespace TradingCore.Domain;

/// <summary>An algorithm of the broker. Which there are, and their parameters, is in <c>AlgoRules</c>.</summary>
/// <param name="Strategy">Its name on the wire: <c>Adaptive</c>, <c>Twap</c>, <c>Vwap</c> or <c>ArrivalPx</c>.</param>
/// <param name="Parameters">Values by the wire's names, in the order they are sent.</param>
public sealed record OrderAlgo(string Strategy, IReadOnlyList<AlgoParameter> Parameters)
{
    /// <summary>Equal when the parameters are, one by one.</summary>
    public bool Equals(OrderAlgo? other) => other is not null && Strategy == other.Strategy && Parameters.SequenceEqual(other.Parameters);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Strategy, Parameters.Count);

    /// <summary>For example <c>Adaptive (adaptivePriority Normal)</c>.</summary>
    public override string ToString() => Parameters.Count == 0 ? Strategy : $"{Strategy} ({string.Join(", ", Parameters.Select(p => $"{p.Name} {p.Value}"))})";
}

/// <summary>One parameter of an algorithm.</summary>
/// <param name="Name">Name on the wire, such as <c>adaptivePriority</c>.</param>
/// <param name="Value">Value in the wire's form.</param>
public sealed record AlgoParameter(string Name, string Value);
