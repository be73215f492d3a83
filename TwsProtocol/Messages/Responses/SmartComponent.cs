using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An exchange and the letter that stands for it in quotes.</summary>
/// <param name="BitNumber">Bit of the exchange.</param>
/// <param name="Exchange">Exchange.</param>
/// <param name="ExchangeLetter">The letter.</param>
public sealed record SmartComponent(int BitNumber, string Exchange, string ExchangeLetter)
    : IListItem<SmartComponent>
{
    static int IListItem<SmartComponent>.FieldCount => 3;

    static SmartComponent IListItem<SmartComponent>.Decode(ref FieldReader reader)
    {
        return new SmartComponent(
            BitNumber: reader.ReadInt("bitNumber"),
            Exchange: reader.ReadText("exchange"),
            ExchangeLetter: reader.ReadText("exchangeLetter"));
    }

    void IListItem<SmartComponent>.Encode(FieldWriter writer)
    {
        writer.Write(BitNumber);
        writer.Write(Exchange);
        writer.Write(ExchangeLetter);
    }
}
