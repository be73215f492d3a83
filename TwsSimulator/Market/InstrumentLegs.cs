namespace TwsSimulator.Market;

/// <summary>One leg of a combination.</summary>
/// <param name="Instrument">What is traded.</param>
/// <param name="Ratio">Quantity per combination; above 0.</param>
/// <param name="IsBuy">Whether a purchase of the combination buys it.</param>
internal sealed record InstrumentLeg(Instrument Instrument, int Ratio, bool IsBuy);

/// <summary>The legs of a combination; none for a single contract.</summary>
/// <param name="Items">In the order in which the client named them.</param>
internal sealed record InstrumentLegs(IReadOnlyList<InstrumentLeg> Items)
{
    /// <summary>No legs.</summary>
    public static readonly InstrumentLegs None = new([]);

    /// <summary>Equal when the legs are, one by one.</summary>
    public bool Equals(InstrumentLegs? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}
