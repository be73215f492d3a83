using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for executions: today's, unless TWS is set to seven days.</summary>
/// <param name="ReqId">Id chosen by the client.</param>
public sealed record ReqExecutions(int ReqId)
    : IRequest, IDecodable<ReqExecutions>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 7;

    private const string Name = "reqExecutions";

    /// <summary>Which executions; the default asks for all.</summary>
    public ExecutionFilter Filter { get; init; } = new();

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqExecutions Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        int reqId = reader.ReadInt("reqId");
        var filter = new ExecutionFilter
        {
            ClientId = reader.ReadInt("filter.clientId"),
            AcctCode = reader.ReadText("filter.acctCode"),
            Time = reader.ReadText("filter.time"),
            Symbol = reader.ReadText("filter.symbol"),
            SecType = reader.ReadText("filter.secType"),
            Exchange = reader.ReadText("filter.exchange"),
            Side = reader.ReadText("filter.side"),
        };
        if (serverVersion >= ServerVersion.ParametrizedDaysOfExecutions) filter = ReadDays(ref reader, filter);
        return new ReqExecutions(reqId) { Filter = filter };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        bool hasDays = serverVersion >= ServerVersion.ParametrizedDaysOfExecutions;
        if (!hasDays && (Filter.LastNDays is not null || Filter.SpecificDates.Count > 0))
            throw writer.NeedsVersion("filter by days", ServerVersion.ParametrizedDaysOfExecutions, serverVersion, ReqId);
        writer.Write(3);
        writer.Write(ReqId);
        writer.Write(Filter.ClientId);
        writer.Write(Filter.AcctCode);
        writer.Write(Filter.Time);
        writer.Write(Filter.Symbol);
        writer.Write(Filter.SecType);
        writer.Write(Filter.Exchange);
        writer.Write(Filter.Side);
        if (!hasDays) return;
        writer.WriteOrMax(Filter.LastNDays);
        writer.Write(Filter.SpecificDates.Count);
        foreach (int date in Filter.SpecificDates) writer.Write(date);
    }

    private static ExecutionFilter ReadDays(ref FieldReader reader, ExecutionFilter filter)
    {
        int? lastNDays = reader.ReadIntMaxIsNull("filter.lastNDays");
        var dates = new int[reader.ReadCount("filter.specificDates.count", fieldsPerItem: 1)];
        for (int i = 0; i < dates.Length; i++) dates[i] = reader.ReadInt("filter.specificDates");
        return filter with { LastNDays = lastNDays, SpecificDates = dates };
    }
}
