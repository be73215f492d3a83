using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for past bars and, with <paramref name="KeepUpToDate"/>, follows the unfinished bar.</summary>
/// <param name="ReqId">Id chosen by the client; not to be used again while active.</param>
/// <param name="Contract">The contract.</param>
/// <param name="EndDateTime">End; empty = now, and must be empty with <paramref name="KeepUpToDate"/>, ADJUSTED_LAST and CONTFUT.</param>
/// <param name="DurationStr">A number and S, D, W, M or Y, such as 1 D.</param>
/// <param name="BarSizeSetting">1 secs to 1 month, such as 5 secs or 1 min.</param>
/// <param name="WhatToShow">TRADES, MIDPOINT, BID, ASK and others.</param>
/// <param name="UseRTH">Regular hours only.</param>
/// <param name="FormatDate">1 = text in the exchange's zone, 2 = Unix seconds; days stay yyyyMMdd.</param>
/// <param name="KeepUpToDate">Update the unfinished bar until cancelled.</param>
public sealed record ReqHistoricalData(
    int ReqId,
    Contract Contract,
    string EndDateTime,
    string DurationStr,
    string BarSizeSetting,
    string WhatToShow,
    bool UseRTH,
    int FormatDate = 1,
    bool KeepUpToDate = false)
    : IRequest, IDecodable<ReqHistoricalData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 20;

    private const string Name = "reqHistoricalData";

    /// <summary>Options, normally none.</summary>
    public IReadOnlyList<TagValue> ChartOptions { get; init; } = [];

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqHistoricalData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int reqId = reader.ReadInt("reqId");
        Contract contract = ContractFields.Read13(ref reader);
        var request = new ReqHistoricalData(
            reqId,
            contract,
            EndDateTime: reader.ReadText("endDateTime"),
            BarSizeSetting: reader.ReadText("barSizeSetting"),
            DurationStr: reader.ReadText("durationStr"),
            UseRTH: reader.ReadBool("useRTH"),
            WhatToShow: reader.ReadText("whatToShow"),
            FormatDate: reader.ReadInt("formatDate"));
        if (contract.IsBag) request = request with { Contract = contract with { ComboLegs = ContractFields.ReadShortLegs(ref reader) } };
        return request with { KeepUpToDate = reader.ReadBool("keepUpToDate"), ChartOptions = reader.ReadTags("chartOptions") };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        ContractFields.Write13(writer, Contract);
        writer.Write(EndDateTime);
        writer.Write(BarSizeSetting);
        writer.Write(DurationStr);
        writer.Write(UseRTH);
        writer.Write(WhatToShow);
        writer.Write(FormatDate);
        if (Contract.IsBag) ContractFields.WriteShortLegs(writer, Contract.ComboLegs);
        writer.Write(KeepUpToDate);
        writer.WriteTags(ChartOptions);
    }
}
