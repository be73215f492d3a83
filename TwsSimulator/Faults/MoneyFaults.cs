using System.Globalization;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Gateway;

namespace TwsSimulator.Faults;

/// <summary>Reports of cash tell a wrong amount; the account itself is right.</summary>
internal sealed class WrongCash(string currency, decimal by) : Fault
{
    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        // Told with the next report.
    }

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message) => message switch
    {
        AccountSummary s when IsCash(s.Tag, s.Currency) => s with { Value = Wrong(s.Value) },
        AccountValue v when IsCash(v.Key, v.Currency) => v with { Value = Wrong(v.Value) },
        AccountUpdateMulti u when IsCash(u.Key, u.Currency) => u with { Value = Wrong(u.Value) },
        _ => message,
    };

    private bool IsCash(string tag, string of) => tag is "CashBalance" or "TotalCashBalance" && of == currency;

    private string Wrong(string value) => (decimal.Parse(value, CultureInfo.InvariantCulture) + by).ToString("0.00", CultureInfo.InvariantCulture);
}

/// <summary>Reports of a position's profit and loss tell wrong amounts; the account itself is right.</summary>
internal sealed class WrongPnl(decimal by) : Fault
{
    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        // Told with the next report.
    }

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message) =>
        message is PnLSingle p ? p with { UnrealizedPnL = p.UnrealizedPnL + (double)by } : message;
}
