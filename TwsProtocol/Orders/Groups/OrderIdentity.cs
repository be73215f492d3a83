namespace TwsProtocol.Orders.Groups;

/// <summary>Who an order is: its ids, and who sent it. Each message has some of them, at places of their own.</summary>
internal record struct OrderIdentity
{
    public int OrderId;
    public int ClientId;
    public long PermId;
    public int ParentId;
    public long? ParentPermId;
    public string Submitter = "";

    public OrderIdentity()
    {
    }
}
