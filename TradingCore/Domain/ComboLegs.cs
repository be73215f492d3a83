namespace TradingCore.Domain;

/// <summary>One leg of a combination.</summary>
/// <param name="ConId">Contract; 0 until it is looked up by its name.</param>
/// <param name="Ticker">Its name.</param>
/// <param name="Ratio">Quantity per combination, 1 or above.</param>
/// <param name="Side">What a purchase of the combination does with the leg; its sale does the opposite.</param>
/// <param name="Exchange">Destination, such as <c>SMART</c>.</param>
public sealed record ComboLeg(ConId ConId, string Ticker, int Ratio, OrderSide Side, string Exchange = "SMART");

/// <summary>The legs of a combination, two or more.</summary>
/// <param name="Items">In the order in which they are sent.</param>
public sealed record ComboLegs(IReadOnlyList<ComboLeg> Items)
{
    /// <summary>The name under which the combination is known, for example <c>+1 SPY −2 QQQ</c>.</summary>
    public string Name => string.Join(' ', Items.Select(l => $"{(l.Side == OrderSide.Buy ? '+' : '−')}{l.Ratio} {l.Ticker}"));

    /// <summary>How another combination stands to this one: 1 when it has the same legs in any order, -1 when it has them with all sides turned round, 0 when it has others.</summary>
    public int SenseOf(ComboLegs other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Items.Count != Items.Count) return 0;
        int sense = 0;
        foreach (ComboLeg leg in Items)
        {
            ComboLeg? its = other.Items.FirstOrDefault(l => l.ConId == leg.ConId && l.Ratio == leg.Ratio);
            if (its is null) return 0;
            int here = its.Side == leg.Side ? 1 : -1;
            if (sense != 0 && sense != here) return 0;
            sense = here;
        }
        return sense;
    }

    /// <summary>Equal when the legs are, one by one.</summary>
    public bool Equals(ComboLegs? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}
