using TwsProtocol.Wire;

namespace TwsProtocol.Orders;

/// <summary>A trade in a contract happens in the account.</summary>
/// <param name="IsConjunctionConnection">True joins the next condition by "and", false by "or".</param>
/// <param name="SecType">Security type.</param>
/// <param name="Exchange">Exchange.</param>
/// <param name="Symbol">Symbol.</param>
public sealed record ExecutionCondition(bool IsConjunctionConnection, string SecType, string Exchange, string Symbol)
    : OrderCondition(IsConjunctionConnection)
{
    internal const int Type = 5;

    /// <inheritdoc/>
    public override int TypeNumber => Type;

    internal static ExecutionCondition DecodeRest(ref FieldReader reader, bool and) => new(
        and,
        SecType: reader.ReadText("condition.secType"),
        Exchange: reader.ReadText("condition.exchange"),
        Symbol: reader.ReadText("condition.symbol"));

    private protected override void EncodeRest(FieldWriter writer)
    {
        writer.Write(SecType);
        writer.Write(Exchange);
        writer.Write(Symbol);
    }
}
