using TwsProtocol.Wire;

namespace TwsProtocol.Orders;

/// <summary>A time is reached.</summary>
/// <param name="IsConjunctionConnection">True joins the next condition by "and", false by "or".</param>
/// <param name="IsMore">True for at or after, false for at or before.</param>
/// <param name="Time">yyyyMMdd HH:mm:ss zone.</param>
public sealed record TimeCondition(bool IsConjunctionConnection, bool IsMore, string Time)
    : OrderCondition(IsConjunctionConnection)
{
    internal const int Type = 3;

    /// <inheritdoc/>
    public override int TypeNumber => Type;

    internal static TimeCondition DecodeRest(ref FieldReader reader, bool and) => new(
        and,
        IsMore: reader.ReadBool("condition.isMore"),
        Time: reader.ReadText("condition.time"));

    private protected override void EncodeRest(FieldWriter writer)
    {
        writer.Write(IsMore);
        writer.Write(Time);
    }
}
