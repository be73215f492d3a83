using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for past ticks, up to 1000.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Contract">The contract.</param>
/// <param name="StartDateTime">Start; exactly one of start and end is given.</param>
/// <param name="EndDateTime">End; exactly one of start and end is given.</param>
/// <param name="NumberOfTicks">Number of ticks, at most 1000.</param>
/// <param name="WhatToShow">TRADES, MIDPOINT or BID_ASK.</param>
/// <param name="UseRTH">Regular hours only.</param>
/// <param name="IgnoreSize">BID_ASK: leave out updates of the size alone.</param>
public sealed record ReqHistoricalTicks(
    int ReqId,
    Contract Contract,
    string StartDateTime,
    string EndDateTime,
    int NumberOfTicks,
    string WhatToShow,
    bool UseRTH,
    bool IgnoreSize = false)
    : IRequest, IDecodable<ReqHistoricalTicks>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 96;

    private const string Name = "reqHistoricalTicks";

    /// <summary>Options, normally none.</summary>
    public IReadOnlyList<TagValue> MiscOptions { get; init; } = [];

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqHistoricalTicks Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqHistoricalTicks(
            ReqId: reader.ReadInt("reqId"),
            Contract: ContractFields.Read13(ref reader),
            StartDateTime: reader.ReadText("startDateTime"),
            EndDateTime: reader.ReadText("endDateTime"),
            NumberOfTicks: reader.ReadInt("numberOfTicks"),
            WhatToShow: reader.ReadText("whatToShow"),
            UseRTH: reader.ReadBool("useRTH"),
            IgnoreSize: reader.ReadBool("ignoreSize"))
        {
            MiscOptions = reader.ReadTags("miscOptions"),
        };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        ContractFields.Write13(writer, Contract);
        writer.Write(StartDateTime);
        writer.Write(EndDateTime);
        writer.Write(NumberOfTicks);
        writer.Write(WhatToShow);
        writer.Write(UseRTH);
        writer.Write(IgnoreSize);
        writer.WriteTags(MiscOptions);
    }
}
