using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the first time with data.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Contract">The contract.</param>
/// <param name="UseRTH">Regular hours only.</param>
/// <param name="WhatToShow">As in reqHistoricalData.</param>
/// <param name="FormatDate">1 = text in UTC, 2 = Unix seconds.</param>
public sealed record ReqHeadTimestamp(int ReqId, Contract Contract, bool UseRTH, string WhatToShow, int FormatDate = 1)
    : IRequest, IDecodable<ReqHeadTimestamp>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 87;

    private const string Name = "reqHeadTimestamp";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqHeadTimestamp Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqHeadTimestamp(
            ReqId: reader.ReadInt("reqId"),
            Contract: ContractFields.Read13(ref reader),
            UseRTH: reader.ReadBool("useRTH"),
            WhatToShow: reader.ReadText("whatToShow"),
            FormatDate: reader.ReadInt("formatDate"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        ContractFields.Write13(writer, Contract);
        writer.Write(UseRTH);
        writer.Write(WhatToShow);
        writer.Write(FormatDate);
    }
}
