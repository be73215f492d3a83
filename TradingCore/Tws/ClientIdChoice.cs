namespace TradingCore.Tws;

/// <summary>
/// Which client id the next connection uses: the own one, again and again; after some refusals in a row an alternate one, which is read-only.
/// Used by the session's loop alone.
/// </summary>
internal sealed class ClientIdChoice(TwsOptions options)
{
    /// <summary>True when the next connection uses the alternate id.</summary>
    public bool IsAlternate { get; private set; }

    /// <summary>The id for the next connection.</summary>
    public int Id => IsAlternate ? options.AlternateClientIdOrDefault : options.ClientId;

    /// <summary>Refusals of the own id in a row.</summary>
    public int Refusals { get; private set; }

    /// <summary>A connection with the present id ended.</summary>
    public void OnEnded(SessionEndKind kind)
    {
        switch (kind)
        {
            case SessionEndKind.ClientIdInUse when !IsAlternate:
                Refusals++;
                IsAlternate = options.ClientIdRefusalsMax > 0 && Refusals >= options.ClientIdRefusalsMax;
                break;
            case SessionEndKind.OwnIdFree:
                IsAlternate = false;
                Refusals = 0;
                break;
            default:
                // Whatever ended an alternate connection may have freed the own id, so that is tried first; one refusal leads back.
                if (IsAlternate) Refusals = Math.Max(0, options.ClientIdRefusalsMax - 1);
                IsAlternate = false;
                break;
        }
    }

    /// <summary>The session goes elsewhere, or on under another id: what was refused before says nothing about it.</summary>
    public void OnMoved() => (IsAlternate, Refusals) = (false, 0);

    /// <summary>The own id was refused once more while the alternate one is in use.</summary>
    public void OnProbeRefused() => Refusals++;

    /// <summary>A session stands under the own id.</summary>
    public void OnOwnReady() => Refusals = 0;
}
