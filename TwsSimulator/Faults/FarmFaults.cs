using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Gateway;
using TwsSimulator.Market;

namespace TwsSimulator.Faults;

/// <summary>Codes and texts of the notices about a farm; the name tells its kind.</summary>
internal static class FarmNotices
{
    /// <summary>A farm of historical data.</summary>
    public static bool IsHistorical(string farm) => farm.Contains("hmds", StringComparison.Ordinal);

    /// <summary>A farm of contract definitions.</summary>
    public static bool IsDefinition(string farm) => farm.StartsWith("secdef", StringComparison.Ordinal);

    /// <summary>The connection is broken.</summary>
    public static (int Code, string Text) Broken(string farm)
        => IsHistorical(farm) ? (2105, $"HMDS data farm connection is broken:{farm}")
            : IsDefinition(farm) ? (2157, $"Sec-def data farm connection is broken:{farm}")
            : (2103, $"Market data farm connection is broken:{farm}");

    /// <summary>The connection is well.</summary>
    public static (int Code, string Text) Ok(string farm)
        => IsHistorical(farm) ? (2106, $"HMDS data farm connection is OK:{farm}")
            : IsDefinition(farm) ? (2158, $"Sec-def data farm connection is OK:{farm}")
            : (2104, $"Market data farm connection is OK:{farm}");

    /// <summary>The connection sleeps until it is needed.</summary>
    public static (int Code, string Text) Inactive(string farm)
        => IsHistorical(farm) ? (2107, $"HMDS data farm connection is inactive but should be available upon demand.{farm}")
            : (2108, $"Market data farm connection is inactive but should be available upon demand.{farm}");

    /// <summary>Tells all clients.</summary>
    public static void Tell(IFaultScene scene, (int Code, string Text) notice)
    {
        foreach (ClientSession client in scene.Clients)
            client.SendUnfiltered(new ErrorMessage(-1, notice.Code, notice.Text));
    }
}

/// <summary>A farm is away: its notice, and nothing that comes from it.</summary>
internal sealed class FarmDown(string farm) : Fault
{
    /// <summary>Name of the farm.</summary>
    public string Farm => farm;

    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => FarmNotices.Tell(scene, FarmNotices.Broken(farm));

    /// <inheritdoc/>
    public override void End(IFaultScene scene) => FarmNotices.Tell(scene, FarmNotices.Ok(farm));

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message)
    {
        // Whoever connects meanwhile is told at once.
        if (message is ErrorMessage { ReqId: -1 } notice && notice.ErrorMsg == FarmNotices.Ok(farm).Text)
            return new ErrorMessage(-1, FarmNotices.Broken(farm).Code, FarmNotices.Broken(farm).Text);
        if (FarmNotices.IsHistorical(farm))
            return DataMessages.IsHistory(message) ? null : message;
        if (FarmNotices.IsDefinition(farm))
            return DataMessages.IsDefinition(message) ? null : message;
        int reqId = DataMessages.ReqIdOf(message);
        bool isIts = reqId != -1 && message is not HistoricalDataUpdate && scene.InstrumentOf(client, reqId) is { } instrument && Serves(instrument);
        return isIts ? null : message;
    }

    private bool Serves(Instrument instrument) => farm switch
    {
        "usfuture" => instrument.SecType == "FUT",
        "cashfarm" => instrument.SecType == "CASH",
        "usfarm" => instrument.SecType is not ("FUT" or "CASH"),
        _ => true,
    };
}

/// <summary>A farm is well: ends <see cref="FarmDown"/>, or only says so.</summary>
internal sealed class FarmUp(string farm) : Fault
{
    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        FarmDown[] down = [.. scene.Active<FarmDown>().Where(f => f.Farm == farm)];
        foreach (FarmDown fault in down)
            scene.Finish(fault);
        if (down.Length == 0)
            FarmNotices.Tell(scene, FarmNotices.Ok(farm));
    }
}

/// <summary>A farm sleeps; data goes on when it is asked for.</summary>
internal sealed class FarmInactive(string farm) : Fault
{
    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => FarmNotices.Tell(scene, FarmNotices.Inactive(farm));
}
