using Microsoft.Extensions.Logging;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Ports;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;

namespace TradingCore.Tws;

/// <summary>
/// What the parts of the gateway share: the lock, time, ids, the way out to the socket and the way in to the engine. All parts are used under the one
/// lock, so they hold none of their own.
/// </summary>
internal sealed class SessionContext(TwsOptions options, TimeProvider clock, ILogger log, EventOutbox outbox)
{
    /// <summary>Guards everything here and in the parts; held for one message or one call, never while waiting.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Settings.</summary>
    public TwsOptions Options { get; } = options;

    /// <summary>Time.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>Log.</summary>
    public ILogger Log { get; } = log;

    /// <summary>Requests that are alive.</summary>
    public RequestBook Book { get; } = new();

    /// <summary>Messages that wait to be written; null while there is no ready connection.</summary>
    public SendQueue? Out { get; set; }

    /// <summary>True while requests can be sent: accounts and order id were received.</summary>
    public bool IsReady => Out is not null;

    /// <summary>True while the connection stands in under an alternate client id: nothing that places or changes an order may leave.</summary>
    public bool IsFenced { get; set; }

    /// <summary>Zone of times that come without one.</summary>
    public TimeZoneInfo LoginZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>The gateway's clock less ours; matters when a replay serves another year.</summary>
    public TimeSpan ServerClockOffset { get; set; }

    /// <summary>Counters.</summary>
    public TwsCounters Counters { get; } = new();

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Now on the gateway's clock, UTC.</summary>
    public DateTimeOffset ServerNow => Now + ServerClockOffset;

    /// <summary>Deadline of a request sent now.</summary>
    public DateTimeOffset Deadline(int times = 1) => Now + Options.RequestTimeout * times;

    /// <summary>Puts a message on its way; false when not connected or when its lane is full.</summary>
    public bool Send(IRequest message, SendPriority priority = SendPriority.Request, int id = -1)
    {
        if (Out is not { } queue) return false;
        // The last gate before the wire, whoever sends: orders of the alternate id would be nobody's.
        if (IsFenced && message is (PlaceOrder or CancelOrder or ExerciseOptions or ReqAutoOpenOrders))
        {
            Counters.Refused();
            Log.FencedRefused(message.CallName, id);
            return false;
        }
        if (queue.TryEnqueue(message, priority, id)) return true;
        Counters.Refused();
        Log.SendLaneFull(message.CallName, id);
        return false;
    }

    /// <summary>Where events go; null until the gateway is started.</summary>
    public IEngineInbox? Inbox { get; set; }

    /// <summary>Events on their way to the engine.</summary>
    public EventOutbox Outbox { get; } = outbox;

    /// <summary>Hands an event to the engine, after the lock is let go.</summary>
    public void Post(EngineEvent e) => Outbox.Add(e);

    /// <summary>Hands a tick to the engine, after the lock is let go.</summary>
    public void Post(in MarketTick tick) => Outbox.Add(new EngineInput(null, tick));
}
