using TwsProtocol.Wire;

namespace TwsProtocol.Orders;

/// <summary>The margin cushion of the account reaches a level.</summary>
/// <param name="IsConjunctionConnection">True joins the next condition by "and", false by "or".</param>
/// <param name="IsMore">True for at or above, false for at or below.</param>
/// <param name="Percent">Cushion in percent.</param>
public sealed record MarginCondition(bool IsConjunctionConnection, bool IsMore, int Percent)
    : OrderCondition(IsConjunctionConnection)
{
    internal const int Type = 4;

    /// <inheritdoc/>
    public override int TypeNumber => Type;

    internal static MarginCondition DecodeRest(ref FieldReader reader, bool and) => new(
        and,
        IsMore: reader.ReadBool("condition.isMore"),
        Percent: reader.ReadRequiredInt("condition.percent"));

    private protected override void EncodeRest(FieldWriter writer)
    {
        writer.Write(IsMore);
        writer.Write(Percent);
    }
}
