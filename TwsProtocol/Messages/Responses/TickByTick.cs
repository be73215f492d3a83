using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The kinds of tick-by-tick messages, which share one message id.</summary>
internal static class TickByTick
{
    public const int Id = 99;
    public const int Last = 1;
    public const int AllLast = 2;
    public const int BidAsk = 3;
    public const int MidPoint = 4;

    /// <summary>Reads what all kinds begin with.</summary>
    public static (int ReqId, int TickType) ReadHead(ref FieldReader reader)
    {
        reader.MessageName = "tickByTick";
        int reqId = reader.ReadInt("reqId");
        return (reqId, reader.ReadInt("tickType"));
    }
}
