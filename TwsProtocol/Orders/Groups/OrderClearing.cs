using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>Where an order is cleared.</summary>
internal record struct OrderClearing
{
    public string ClearingAccount = "";
    public string ClearingIntent = "";
    public bool NotHeld;

    public OrderClearing()
    {
    }

    /// <summary>Reads the group.</summary>
    public void Read(ref FieldReader reader)
    {
        ClearingAccount = reader.ReadText("clearingAccount");
        ClearingIntent = reader.ReadSharedText("clearingIntent");
        NotHeld = reader.ReadBool("notHeld");
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public readonly void Write(FieldWriter writer)
    {
        writer.Write(ClearingAccount);
        writer.Write(ClearingIntent);
        writer.Write(NotHeld);
    }
}
