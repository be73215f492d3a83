using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes single ticks.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Contract">The contract.</param>
/// <param name="TickType">Last, AllLast, BidAsk or MidPoint.</param>
/// <param name="NumberOfTicks">Historical ticks to send first; 0 = streaming only.</param>
/// <param name="IgnoreSize">BidAsk: leave out updates of the size alone.</param>
public sealed record ReqTickByTickData(
    int ReqId,
    Contract Contract,
    string TickType,
    int NumberOfTicks = 0,
    bool IgnoreSize = false)
    : IRequest, IDecodable<ReqTickByTickData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 97;

    private const string Name = "reqTickByTickData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqTickByTickData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqTickByTickData(
            ReqId: reader.ReadInt("reqId"),
            Contract: ContractFields.Read12(ref reader),
            TickType: reader.ReadText("tickType"),
            NumberOfTicks: reader.ReadInt("numberOfTicks"),
            IgnoreSize: reader.ReadBool("ignoreSize"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        ContractFields.Write12(writer, Contract);
        writer.Write(TickType);
        writer.Write(NumberOfTicks);
        writer.Write(IgnoreSize);
    }
}
