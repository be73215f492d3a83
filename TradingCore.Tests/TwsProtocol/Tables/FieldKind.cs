namespace TradingCore.Tests.TwsProtocol.Tables;

/// <summary>What the text of a field may be.</summary>
internal enum FieldKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>32-bit integer, a flag or a count.</summary>
    Int,

    /// <summary>64-bit integer.</summary>
    Long,

    /// <summary>Binary floating point.</summary>
    Double,

    /// <summary>Decimal digits.</summary>
    Decimal,
}
