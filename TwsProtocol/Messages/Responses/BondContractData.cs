using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Details of one matching bond.</summary>
/// <param name="ReqId">Id of the request.</param>
/// <param name="ContractDetails">The details; <see cref="ContractDetails.Bond"/> is set.</param>
public sealed record BondContractData(int ReqId, ContractDetails ContractDetails)
    : IResponse, IDecodable<BondContractData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 18;

    private const string Name = "bondContractDetails";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static BondContractData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int reqId = reader.ReadInt("reqId");
        (ContractDetails details, BondDetails bond, string zone) = ReadBond(ref reader);
        (details, bond) = ReadTrading(ref reader, details, bond);
        details = details with { Bond = bond, LongName = reader.ReadText("longName"), TimeZoneId = zone };
        if (serverVersion >= ServerVersion.BondTradingHours)
        {
            // From here on this field decides about the zone, also when it is empty.
            details = details with
            {
                TimeZoneId = reader.ReadText("timeZoneId"),
                TradingHours = reader.ReadText("tradingHours"),
                LiquidHours = reader.ReadText("liquidHours"),
            };
        }
        details = details with { EvRule = reader.ReadText("evRule"), EvMultiplier = reader.ReadDouble("evMultiplier") };
        details = ContractDetailsFields.ReadSecIds(ref reader, details);
        details = details with
        {
            AggGroup = reader.ReadIntMaxIsNull("aggGroup"),
            MarketRuleIds = reader.ReadText("marketRuleIds"),
            MinSize = reader.ReadOptionalDecimal("minSize"),
            SizeIncrement = reader.ReadOptionalDecimal("sizeIncrement"),
            SuggestedSizeIncrement = reader.ReadOptionalDecimal("suggestedSizeIncrement"),
        };
        return new BondContractData(reqId, details);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        ContractDetails details = ContractDetails;
        BondDetails bond = details.Bond ?? new BondDetails();
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        WriteBond(writer, details, bond);
        WriteTrading(writer, details, bond);
        writer.Write(details.LongName);
        if (serverVersion >= ServerVersion.BondTradingHours)
        {
            writer.Write(details.TimeZoneId);
            writer.Write(details.TradingHours);
            writer.Write(details.LiquidHours);
        }
        writer.Write(details.EvRule);
        writer.Write(details.EvMultiplier);
        ContractDetailsFields.WriteSecIds(writer, details);
        writer.WriteOrMax(details.AggGroup);
        writer.Write(details.MarketRuleIds);
        writer.WriteOrEmpty(details.MinSize);
        writer.WriteOrEmpty(details.SizeIncrement);
        writer.WriteOrEmpty(details.SuggestedSizeIncrement);
    }

    private static (ContractDetails Details, BondDetails Bond, string Zone) ReadBond(ref FieldReader reader)
    {
        var contract = new Contract { Symbol = reader.ReadText("symbol"), SecType = reader.ReadText("secType") };
        string cusip = reader.ReadText("cusip");
        double coupon = reader.ReadDouble("coupon");
        (string maturity, string time, string zone) = ContractDetailsFields.SplitLastTrade(reader.ReadText("maturity"));
        var bond = new BondDetails
        {
            Cusip = cusip,
            Coupon = coupon,
            Maturity = maturity,
            IssueDate = reader.ReadText("issueDate"),
            Ratings = reader.ReadText("ratings"),
            BondType = reader.ReadText("bondType"),
            CouponType = reader.ReadText("couponType"),
            Convertible = reader.ReadBool("convertible"),
            Callable = reader.ReadBool("callable"),
            Putable = reader.ReadBool("putable"),
            DescAppend = reader.ReadText("descAppend"),
        };
        return (new ContractDetails { Contract = contract, LastTradeTime = time }, bond, zone);
    }

    private static void WriteBond(FieldWriter writer, ContractDetails details, BondDetails bond)
    {
        writer.Write(details.Contract.Symbol);
        writer.Write(details.Contract.SecType);
        writer.Write(bond.Cusip);
        writer.Write(bond.Coupon);
        writer.Write(ContractDetailsFields.JoinLastTrade(bond.Maturity, details.LastTradeTime, details.TimeZoneId));
        writer.Write(bond.IssueDate);
        writer.Write(bond.Ratings);
        writer.Write(bond.BondType);
        writer.Write(bond.CouponType);
        writer.Write(bond.Convertible);
        writer.Write(bond.Callable);
        writer.Write(bond.Putable);
        writer.Write(bond.DescAppend);
    }

    private static (ContractDetails Details, BondDetails Bond) ReadTrading(ref FieldReader reader, ContractDetails details, BondDetails bond)
    {
        Contract contract = details.Contract with { Exchange = reader.ReadText("exchange"), Currency = reader.ReadText("currency") };
        string marketName = reader.ReadText("marketName");
        contract = contract with { TradingClass = reader.ReadText("tradingClass"), ConId = reader.ReadInt("conId") };
        details = details with
        {
            Contract = contract,
            MarketName = marketName,
            MinTick = reader.ReadDouble("minTick"),
            OrderTypes = reader.ReadText("orderTypes"),
            ValidExchanges = reader.ReadText("validExchanges"),
        };
        bond = bond with
        {
            NextOptionDate = reader.ReadText("nextOptionDate"),
            NextOptionType = reader.ReadText("nextOptionType"),
            NextOptionPartial = reader.ReadBool("nextOptionPartial"),
            Notes = reader.ReadText("notes"),
        };
        return (details, bond);
    }

    private static void WriteTrading(FieldWriter writer, ContractDetails details, BondDetails bond)
    {
        writer.Write(details.Contract.Exchange);
        writer.Write(details.Contract.Currency);
        writer.Write(details.MarketName);
        writer.Write(details.Contract.TradingClass);
        writer.Write(details.Contract.ConId);
        writer.Write(details.MinTick);
        writer.Write(details.OrderTypes);
        writer.Write(details.ValidExchanges);
        writer.Write(bond.NextOptionDate);
        writer.Write(bond.NextOptionType);
        writer.Write(bond.NextOptionPartial);
        writer.Write(bond.Notes);
    }
}
