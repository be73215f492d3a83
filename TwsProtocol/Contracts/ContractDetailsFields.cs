using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TwsProtocol.Contracts;

/// <summary>Groups of fields that the details of contracts and bonds share.</summary>
internal static class ContractDetailsFields
{
    /// <summary>Date, time of day and zone; joined by "-" where the text has one, by blanks otherwise.</summary>
    public static (string Date, string Time, string Zone) SplitLastTrade(string text)
    {
        char separator = text.Contains('-', StringComparison.Ordinal) ? '-' : ' ';
        string[] parts = text.Split(separator, StringSplitOptions.RemoveEmptyEntries);
        return (Part(0), Part(1), Part(2));

        string Part(int index) => index < parts.Length ? parts[index] : "";
    }

    /// <summary>The inverse of <see cref="SplitLastTrade"/>, with blanks; the zone goes only with a time.</summary>
    public static string JoinLastTrade(string date, string time, string zone)
    {
        if (time.Length == 0) return date;
        return zone.Length == 0 ? $"{date} {time}" : $"{date} {time} {zone}";
    }

    /// <summary>Identifiers by kind.</summary>
    public static ContractDetails ReadSecIds(ref FieldReader reader, ContractDetails details) =>
        details with { SecIdList = OrderFields.ReadTagList(ref reader, "secIdList") };

    /// <summary>Writes what <see cref="ReadSecIds"/> reads.</summary>
    public static void WriteSecIds(FieldWriter writer, ContractDetails details)
    {
        writer.Write(details.SecIdList.Count);
        foreach (TagValue id in details.SecIdList)
        {
            writer.Write(id.Tag);
            writer.Write(id.Value);
        }
    }

    /// <summary>Why the account cannot trade the contract.</summary>
    public static IReadOnlyList<IneligibilityReason> ReadIneligibilityReasons(ref FieldReader reader)
    {
        int count = reader.ReadCount("ineligibilityReasons.count", fieldsPerItem: 2);
        if (count == 0) return [];
        var reasons = new IneligibilityReason[count];
        for (int i = 0; i < reasons.Length; i++)
        {
            string id = reader.ReadText("ineligibilityReason.id");
            reasons[i] = new IneligibilityReason(id, reader.ReadText("ineligibilityReason.description"));
        }
        return reasons;
    }

    /// <summary>Writes what <see cref="ReadIneligibilityReasons"/> reads.</summary>
    public static void WriteIneligibilityReasons(FieldWriter writer, IReadOnlyList<IneligibilityReason> reasons)
    {
        writer.Write(reasons.Count);
        foreach (IneligibilityReason reason in reasons)
        {
            writer.Write(reason.Id);
            writer.Write(reason.Description);
        }
    }

    /// <summary>The seventeen fields of funds.</summary>
    public static FundDetails ReadFund(ref FieldReader reader) => new()
    {
        Name = reader.ReadText("fundName"),
        Family = reader.ReadText("fundFamily"),
        Type = reader.ReadText("fundType"),
        FrontLoad = reader.ReadText("fundFrontLoad"),
        BackLoad = reader.ReadText("fundBackLoad"),
        BackLoadTimeInterval = reader.ReadText("fundBackLoadTimeInterval"),
        ManagementFee = reader.ReadText("fundManagementFee"),
        Closed = reader.ReadBool("fundClosed"),
        ClosedForNewInvestors = reader.ReadBool("fundClosedForNewInvestors"),
        ClosedForNewMoney = reader.ReadBool("fundClosedForNewMoney"),
        NotifyAmount = reader.ReadText("fundNotifyAmount"),
        MinimumInitialPurchase = reader.ReadText("fundMinimumInitialPurchase"),
        SubsequentMinimumPurchase = reader.ReadText("fundSubsequentMinimumPurchase"),
        BlueSkyStates = reader.ReadText("fundBlueSkyStates"),
        BlueSkyTerritories = reader.ReadText("fundBlueSkyTerritories"),
        DistributionPolicyIndicator = reader.ReadText("fundDistributionPolicyIndicator"),
        AssetType = reader.ReadText("fundAssetType"),
    };

    /// <summary>Writes what <see cref="ReadFund"/> reads.</summary>
    public static void WriteFund(FieldWriter writer, FundDetails fund)
    {
        writer.Write(fund.Name);
        writer.Write(fund.Family);
        writer.Write(fund.Type);
        writer.Write(fund.FrontLoad);
        writer.Write(fund.BackLoad);
        writer.Write(fund.BackLoadTimeInterval);
        writer.Write(fund.ManagementFee);
        writer.Write(fund.Closed);
        writer.Write(fund.ClosedForNewInvestors);
        writer.Write(fund.ClosedForNewMoney);
        writer.Write(fund.NotifyAmount);
        writer.Write(fund.MinimumInitialPurchase);
        writer.Write(fund.SubsequentMinimumPurchase);
        writer.Write(fund.BlueSkyStates);
        writer.Write(fund.BlueSkyTerritories);
        writer.Write(fund.DistributionPolicyIndicator);
        writer.Write(fund.AssetType);
    }
}
