using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Details of one matching contract.</summary>
/// <param name="ReqId">Id of the request.</param>
/// <param name="ContractDetails">The details.</param>
public sealed record ContractData(int ReqId, ContractDetails ContractDetails)
    : IResponse, IDecodable<ContractData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 10;

    private const string Name = "contractDetails";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ContractData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int reqId = reader.ReadInt("reqId");
        ContractDetails details = ReadIdentity(ref reader, serverVersion);
        details = ReadTrading(ref reader, details);
        details = ContractDetailsFields.ReadSecIds(ref reader, details);
        details = ReadTail(ref reader, details);
        if (details.Contract.SecType == "FUND" && serverVersion >= ServerVersion.FundDataFields)
            details = details with { Fund = ContractDetailsFields.ReadFund(ref reader) };
        if (serverVersion >= ServerVersion.IneligibilityReasons)
            details = details with { IneligibilityReasons = ContractDetailsFields.ReadIneligibilityReasons(ref reader) };
        return new ContractData(reqId, details);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        ContractDetails details = ContractDetails;
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        WriteIdentity(writer, details, serverVersion);
        WriteTrading(writer, details);
        ContractDetailsFields.WriteSecIds(writer, details);
        WriteTail(writer, details);
        if (details.Contract.SecType == "FUND" && serverVersion >= ServerVersion.FundDataFields)
            ContractDetailsFields.WriteFund(writer, details.Fund ?? new FundDetails());
        if (serverVersion >= ServerVersion.IneligibilityReasons)
            ContractDetailsFields.WriteIneligibilityReasons(writer, details.IneligibilityReasons);
    }

    private static ContractDetails ReadIdentity(ref FieldReader reader, int serverVersion)
    {
        string symbol = reader.ReadText("symbol");
        string secType = reader.ReadText("secType");
        (string date, string time, _) = ContractDetailsFields.SplitLastTrade(reader.ReadText("lastTradeDate"));
        var contract = new Contract
        {
            Symbol = symbol,
            SecType = secType,
            LastTradeDateOrContractMonth = date,
            LastTradeDate = serverVersion >= ServerVersion.LastTradeDate ? reader.ReadText("lastTradeDateOnly") : "",
            Strike = reader.ReadDouble("strike"),
            Right = reader.ReadText("right"),
            Exchange = reader.ReadText("exchange"),
            Currency = reader.ReadText("currency"),
            LocalSymbol = reader.ReadText("localSymbol"),
        };
        string marketName = reader.ReadText("marketName");
        contract = contract with { TradingClass = reader.ReadText("tradingClass"), ConId = reader.ReadInt("conId") };
        double minTick = reader.ReadDouble("minTick");
        contract = contract with { Multiplier = reader.ReadText("multiplier") };
        return new ContractDetails { Contract = contract, MarketName = marketName, MinTick = minTick, LastTradeTime = time };
    }

    private static void WriteIdentity(FieldWriter writer, ContractDetails details, int serverVersion)
    {
        Contract contract = details.Contract;
        writer.Write(contract.Symbol);
        writer.Write(contract.SecType);
        writer.Write(ContractDetailsFields.JoinLastTrade(contract.LastTradeDateOrContractMonth, details.LastTradeTime, details.TimeZoneId));
        if (serverVersion >= ServerVersion.LastTradeDate) writer.Write(contract.LastTradeDate);
        writer.Write(contract.Strike);
        writer.Write(contract.Right);
        writer.Write(contract.Exchange);
        writer.Write(contract.Currency);
        writer.Write(contract.LocalSymbol);
        writer.Write(details.MarketName);
        writer.Write(contract.TradingClass);
        writer.Write(contract.ConId);
        writer.Write(details.MinTick);
        writer.Write(contract.Multiplier);
    }

    private static ContractDetails ReadTrading(ref FieldReader reader, ContractDetails details)
    {
        details = details with
        {
            OrderTypes = reader.ReadText("orderTypes"),
            ValidExchanges = reader.ReadText("validExchanges"),
            PriceMagnifier = reader.ReadInt("priceMagnifier"),
            UnderConId = reader.ReadInt("underConId"),
            LongName = reader.ReadEscapedText("longName"),
        };
        return details with
        {
            Contract = details.Contract with { PrimaryExch = reader.ReadText("primaryExch") },
            ContractMonth = reader.ReadText("contractMonth"),
            Industry = reader.ReadText("industry"),
            Category = reader.ReadText("category"),
            Subcategory = reader.ReadText("subcategory"),
            TimeZoneId = reader.ReadText("timeZoneId"),
            TradingHours = reader.ReadText("tradingHours"),
            LiquidHours = reader.ReadText("liquidHours"),
            EvRule = reader.ReadText("evRule"),
            EvMultiplier = reader.ReadDouble("evMultiplier"),
        };
    }

    private static void WriteTrading(FieldWriter writer, ContractDetails details)
    {
        writer.Write(details.OrderTypes);
        writer.Write(details.ValidExchanges);
        writer.Write(details.PriceMagnifier);
        writer.Write(details.UnderConId);
        writer.WriteEscaped(details.LongName);
        writer.Write(details.Contract.PrimaryExch);
        writer.Write(details.ContractMonth);
        writer.Write(details.Industry);
        writer.Write(details.Category);
        writer.Write(details.Subcategory);
        writer.Write(details.TimeZoneId);
        writer.Write(details.TradingHours);
        writer.Write(details.LiquidHours);
        writer.Write(details.EvRule);
        writer.Write(details.EvMultiplier);
    }

    private static ContractDetails ReadTail(ref FieldReader reader, ContractDetails details) => details with
    {
        AggGroup = reader.ReadIntMaxIsNull("aggGroup"),
        UnderSymbol = reader.ReadText("underSymbol"),
        UnderSecType = reader.ReadText("underSecType"),
        MarketRuleIds = reader.ReadText("marketRuleIds"),
        RealExpirationDate = reader.ReadText("realExpirationDate"),
        StockType = reader.ReadText("stockType"),
        MinSize = reader.ReadOptionalDecimal("minSize"),
        SizeIncrement = reader.ReadOptionalDecimal("sizeIncrement"),
        SuggestedSizeIncrement = reader.ReadOptionalDecimal("suggestedSizeIncrement"),
    };

    private static void WriteTail(FieldWriter writer, ContractDetails details)
    {
        writer.WriteOrMax(details.AggGroup);
        writer.Write(details.UnderSymbol);
        writer.Write(details.UnderSecType);
        writer.Write(details.MarketRuleIds);
        writer.Write(details.RealExpirationDate);
        writer.Write(details.StockType);
        writer.WriteOrEmpty(details.MinSize);
        writer.WriteOrEmpty(details.SizeIncrement);
        writer.WriteOrEmpty(details.SuggestedSizeIncrement);
    }
}
