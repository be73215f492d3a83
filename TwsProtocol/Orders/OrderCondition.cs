using System.Globalization;
using TwsProtocol.Wire;

namespace TwsProtocol.Orders;

/// <summary>Something that must happen before an order is submitted, or that cancels it.</summary>
/// <param name="IsConjunctionConnection">True joins the next condition by "and", false by "or".</param>
public abstract record OrderCondition(bool IsConjunctionConnection)
{
    /// <summary>Type number on the wire.</summary>
    public abstract int TypeNumber { get; }

    /// <summary>Reads one condition, type number included.</summary>
    /// <exception cref="TwsProtocolException">Truncated, malformed, or a type that does not exist.</exception>
    internal static OrderCondition Decode(ref FieldReader reader)
    {
        int start = reader.Position;
        int type = reader.ReadInt("condition.type");
        bool and = reader.ReadRaw("condition.conjunction").SequenceEqual("a"u8);
        return type switch
        {
            PriceCondition.Type => PriceCondition.DecodeRest(ref reader, and),
            TimeCondition.Type => TimeCondition.DecodeRest(ref reader, and),
            MarginCondition.Type => MarginCondition.DecodeRest(ref reader, and),
            ExecutionCondition.Type => ExecutionCondition.DecodeRest(ref reader, and),
            VolumeCondition.Type => VolumeCondition.DecodeRest(ref reader, and),
            PercentChangeCondition.Type => PercentChangeCondition.DecodeRest(ref reader, and),
            _ => throw new TwsProtocolException(
                TwsProtocolErrorKind.OutOfRange,
                508,
                $"{reader.MessageName}, field condition.type at byte {start}: {type} is not a condition type (1, 3, 4, 5, 6, 7).",
                reader.MessageName,
                "condition.type",
                start),
        };
    }

    /// <summary>Whether conId and exchange stand before the value, as a public client writes them, and not after it.</summary>
    /// <remarks>The exchange tells: in the usual order the field after the value is a conId, a whole number.</remarks>
    private protected static bool HasContractFirst(in FieldReader reader)
        => !FieldText.IsInteger(reader.Peek(ahead: 1)) && double.TryParse(reader.Peek(ahead: 2), NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Writes one condition, type number included.</summary>
    internal void Encode(FieldWriter writer)
    {
        writer.Write(TypeNumber);
        writer.Write(IsConjunctionConnection ? "a" : "o");
        EncodeRest(writer);
    }

    /// <summary>Writes the fields after the conjunction.</summary>
    private protected abstract void EncodeRest(FieldWriter writer);
}
