using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An execution.</summary>
/// <param name="ReqId">Id of the request; -1 = a live fill.</param>
/// <param name="Contract">Contract.</param>
/// <param name="Execution">The execution.</param>
public sealed record ExecDetails(int ReqId, Contract Contract, Execution Execution)
    : IResponse, IDecodable<ExecDetails>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 11;

    private const string Name = "execDetails";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ExecDetails Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int reqId = reader.ReadInt("reqId");
        int orderId = reader.ReadInt("orderId");
        Contract contract = ContractFields.ReadServer(ref reader);
        var execution = new Execution
        {
            OrderId = orderId,
            ExecId = reader.ReadText("execId"),
            Time = reader.ReadText("time"),
            AcctNumber = reader.ReadSharedText("acctNumber"),
            Exchange = reader.ReadSharedText("execution.exchange"),
            Side = reader.ReadSharedText("side"),
            Shares = reader.ReadOptionalDecimal("shares"),
            Price = reader.ReadDouble("price"),
            PermId = reader.ReadLong("permId"),
            ClientId = reader.ReadInt("clientId"),
            Liquidation = reader.ReadInt("liquidation"),
            CumQty = reader.ReadOptionalDecimal("cumQty"),
            AvgPrice = reader.ReadDouble("avgPrice"),
            OrderRef = reader.ReadText("orderRef"),
            EvRule = reader.ReadText("evRule"),
            EvMultiplier = reader.ReadDouble("evMultiplier"),
            ModelCode = reader.ReadText("modelCode"),
            LastLiquidity = KnownLiquidity(reader.ReadInt("lastLiquidity")),
            PendingPriceRevision = serverVersion >= ServerVersion.PendingPriceRevision && reader.ReadBool("pendingPriceRevision"),
            Submitter = serverVersion >= ServerVersion.Submitter ? reader.ReadText("submitter") : "",
        };
        return new ExecDetails(reqId, contract, execution);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(Execution.OrderId);
        ContractFields.WriteServer(writer, Contract);
        writer.Write(Execution.ExecId);
        writer.Write(Execution.Time);
        writer.Write(Execution.AcctNumber);
        writer.Write(Execution.Exchange);
        writer.Write(Execution.Side);
        writer.WriteOrEmpty(Execution.Shares);
        writer.Write(Execution.Price);
        writer.Write(Execution.PermId);
        writer.Write(Execution.ClientId);
        writer.Write(Execution.Liquidation);
        writer.WriteOrEmpty(Execution.CumQty);
        writer.Write(Execution.AvgPrice);
        writer.Write(Execution.OrderRef);
        writer.Write(Execution.EvRule);
        writer.Write(Execution.EvMultiplier);
        writer.Write(Execution.ModelCode);
        writer.Write(Execution.LastLiquidity);
        if (serverVersion >= ServerVersion.PendingPriceRevision) writer.Write(Execution.PendingPriceRevision);
        if (serverVersion >= ServerVersion.Submitter) writer.Write(Execution.Submitter);
    }

    // The official client reads every other code as 0.
    private static int KnownLiquidity(int code) => code is >= 0 and <= 3 ? code : 0;
}
