using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes bars of five seconds.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Contract">The contract.</param>
/// <param name="BarSize">Seconds; only 5 exists.</param>
/// <param name="WhatToShow">TRADES, MIDPOINT, BID or ASK.</param>
/// <param name="UseRTH">Regular hours only.</param>
/// <remarks>At most 60 new requests in 10 minutes; a breach is error 420.</remarks>
public sealed record ReqRealTimeBars(int ReqId, Contract Contract, int BarSize, string WhatToShow, bool UseRTH)
    : IRequest, IDecodable<ReqRealTimeBars>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 50;

    private const string Name = "reqRealTimeBars";

    /// <summary>Options, normally none.</summary>
    public IReadOnlyList<TagValue> RealTimeBarsOptions { get; init; } = [];

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqRealTimeBars Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqRealTimeBars(
            ReqId: reader.ReadInt("reqId"),
            Contract: ContractFields.Read12(ref reader),
            BarSize: reader.ReadInt("barSize"),
            WhatToShow: reader.ReadText("whatToShow"),
            UseRTH: reader.ReadBool("useRTH"))
        {
            RealTimeBarsOptions = reader.ReadTags("realTimeBarsOptions"),
        };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(3);
        writer.Write(ReqId);
        ContractFields.Write12(writer, Contract);
        writer.Write(BarSize);
        writer.Write(WhatToShow);
        writer.Write(UseRTH);
        writer.WriteTags(RealTimeBarsOptions);
    }
}
