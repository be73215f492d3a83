using TwsProtocol.Wire;
using TwsSimulator.Gateway;

namespace TwsSimulator.Faults;

/// <summary>
/// One thing that goes wrong. An act does it in <see cref="Start"/> and is over; what <see cref="Lasts"/> stands between the clients and the gateway until it
/// ends. Used by the gateway's loop only.
/// </summary>
internal abstract class Fault
{
    /// <summary>Its name in scripts.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The only client concerned; null for all.</summary>
    public int? Client { get; init; }

    /// <summary>How long it lasts; null until something ends it.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>Whether it goes on after <see cref="Start"/>.</summary>
    public virtual bool Lasts => false;

    /// <summary>Begins, or acts.</summary>
    public virtual void Start(IFaultScene scene)
    {
    }

    /// <summary>Undoes what lasted.</summary>
    public virtual void End(IFaultScene scene)
    {
    }

    /// <summary>A request on its way in; false when it goes no further.</summary>
    public virtual bool OnRequest(IFaultScene scene, ClientSession client, IRequest request) => true;

    /// <summary>A message on its way out: as it is, changed, or null when it is not told.</summary>
    public virtual IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message) => message;

    /// <summary>Whether it is meant for this client.</summary>
    protected bool Concerns(ClientSession client) => Client is null || client.ClientId == Client;

    /// <summary>The clients it is meant for.</summary>
    protected IEnumerable<ClientSession> ClientsOf(IFaultScene scene) => scene.Clients.Where(Concerns);
}

/// <summary>A fault that meets the next few occasions and is over then.</summary>
internal abstract class CountedFault : Fault
{
    private int _left = 1;

    /// <summary>Occasions to meet.</summary>
    /// <value>From 1. Default 1.</value>
    public int Count
    {
        get => _left;
        init => _left = value;
    }

    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <summary>Uses up one occasion; ends the fault with the last.</summary>
    protected void Meet(IFaultScene scene)
    {
        if (--_left <= 0)
            scene.Finish(this);
    }
}
