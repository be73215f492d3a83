using System.Text;

namespace TwsProtocol.Orders;

/// <summary>The wire texts of <see cref="OrderStatusKind"/>.</summary>
public static class OrderStatusText
{
    private static readonly string[] Names =
        ["", "ApiPending", "PendingSubmit", "PreSubmitted", "Submitted", "PendingCancel", "ApiCancelled", "Cancelled", "Filled", "Inactive"];

    /// <summary>The text of a known state; empty for <see cref="OrderStatusKind.Unknown"/>.</summary>
    /// <param name="kind">The state.</param>
    public static string Of(OrderStatusKind kind) => Names[(int)kind];

    /// <summary>The state a text names; <see cref="OrderStatusKind.Unknown"/> for any other text.</summary>
    /// <param name="text">Exact text, case counts.</param>
    public static OrderStatusKind Parse(string text)
    {
        int found = text.Length == 0 ? -1 : Array.IndexOf(Names, text);
        return found < 0 ? OrderStatusKind.Unknown : (OrderStatusKind)found;
    }

    /// <summary>As <see cref="Parse(string)"/>, from the bytes of a field.</summary>
    internal static OrderStatusKind Parse(ReadOnlySpan<byte> text)
    {
        for (int i = 1; i < Names.Length; i++)
        {
            if (Ascii.Equals(text, Names[i])) return (OrderStatusKind)i;
        }
        return OrderStatusKind.Unknown;
    }
}
