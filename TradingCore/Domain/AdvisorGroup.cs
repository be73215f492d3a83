namespace TradingCore.Domain;

/// <summary>A group of an advisor's accounts among which the broker divides an order.</summary>
/// <param name="Name">Name.</param>
/// <param name="Method">How it divides when the order says nothing else: <c>Equal</c>, <c>NetLiq</c>, <c>AvailableEquity</c>, <c>Ratio</c>, <c>Percent</c>, <c>ContractsOrShares</c>, <c>MonetaryAmount</c>.</param>
/// <param name="Shares">Its accounts, and each one's amount in the method's unit; null where it counts by itself.</param>
public sealed record AdvisorGroup(string Name, string Method, IReadOnlyList<AdvisorShare> Shares)
{
    /// <summary>The method by which the broker changes what each account holds by a percentage, and takes no quantity from the order.</summary>
    public const string PercentageChange = "PctChange";

    /// <summary>The methods that divide the quantity of an order.</summary>
    public static readonly IReadOnlyList<string> Methods = ["Equal", "NetLiq", "AvailableEquity", "ContractsOrShares", "Ratio", "Percent", "MonetaryAmount"];
}

/// <summary>An account's part of a group.</summary>
public sealed record AdvisorShare(AccountId Account, decimal? Amount);
