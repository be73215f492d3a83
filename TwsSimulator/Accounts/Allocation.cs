namespace TwsSimulator.Accounts;

/// <summary>Divides a fill among the accounts of an advisor's group.</summary>
/// <remarks>Source: IB's description of allocation methods and groups for advisors.</remarks>
internal static class Allocation
{
    private static readonly string[] ByThemselves = ["Equal", "EqualQuantity", "NetLiq", "AvailableEquity"];
    private static readonly string[] ByAmounts = ["ContractsOrShares", "Ratio", "Percent", "MonetaryAmount"];

    /// <summary>Names of the methods.</summary>
    public static IEnumerable<string> Methods => ByThemselves.Concat(ByAmounts);

    /// <summary>Whether there is a method of that name.</summary>
    public static bool IsMethod(string method) => Methods.Contains(method);

    /// <summary>Whether each account needs an amount.</summary>
    public static bool NeedsAmounts(string method) => ByAmounts.Contains(method);

    /// <summary>
    /// The parts of a whole, in steps, by the method's weights. What is left by rounding goes one step at a time to the accounts that lost most, so that the sum is the whole.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="method">Method of the order; empty takes the group's.</param>
    /// <param name="find">Finds an account of the group.</param>
    /// <param name="total">What is divided, above 0.</param>
    /// <param name="step">Smallest part, above 0.</param>
    public static IReadOnlyList<(Account Account, decimal Quantity)> Split(AdvisorGroup group, string method, Func<string, Account?> find, decimal total, decimal step)
    {
        string by = method.Length > 0 ? method : group.Method;
        List<(Account Account, decimal Weight)> weights = [.. group.Shares
            .Select(s => (Account: find(s.Account), s.Amount))
            .Where(s => s.Account is not null)
            .Select(s => (s.Account!, WeightOf(by, s.Account!, s.Amount)))];
        decimal sum = weights.Sum(w => w.Weight);
        if (sum <= 0)
        {
            weights = [.. weights.Select(w => (w.Account, 1m))];
            sum = weights.Count;
        }

        var parts = weights.Select(w => (w.Account, Exact: total * w.Weight / sum)).Select(p => (p.Account, p.Exact, Quantity: Math.Floor(p.Exact / step) * step)).ToList();
        decimal left = total - parts.Sum(p => p.Quantity);
        foreach (int i in Enumerable.Range(0, parts.Count).OrderByDescending(i => parts[i].Exact - parts[i].Quantity))
        {
            if (left <= 0)
                break;
            decimal more = Math.Min(step, left);
            parts[i] = parts[i] with { Quantity = parts[i].Quantity + more };
            left -= more;
        }

        return [.. parts.Where(p => p.Quantity > 0).Select(p => (p.Account, p.Quantity))];
    }

    private static decimal WeightOf(string method, Account account, decimal? amount) => method switch
    {
        "NetLiq" => Math.Max(0, account.NetLiquidation),
        "AvailableEquity" => Math.Max(0, account.AvailableFunds),
        "Equal" or "EqualQuantity" => 1,
        _ => amount ?? 1,
    };
}
