using System.Runtime.CompilerServices;

namespace TwsProtocol.Wire;

/// <summary>The bytes of a text inside the message that holds it, so that a text nobody reads costs no string.</summary>
[InlineArray(BytesMax)]
internal struct InlineText
{
    /// <summary>Longest text that has room.</summary>
    public const int BytesMax = 80;

    private byte _first;
}
