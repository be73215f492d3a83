using TwsProtocol.Messages.Requests;

namespace TradingCore.Tws;

/// <summary>
/// Finds a gateway that gives signs of life and serves no requests, as one does that hangs behind a dialog or runs out of memory: asks for the
/// next order id now and then, and counts questions without an answer. Used under the gateway's lock.
/// </summary>
internal sealed class RequestProbe(SessionContext context)
{
    private DateTimeOffset _next;
    private DateTimeOffset? _deadline;

    /// <summary>Questions in a row that got no answer in time.</summary>
    public int Unanswered { get; private set; }

    /// <summary>A new connection is ready.</summary>
    public void OnReady()
    {
        _next = context.Now + context.Options.ProbeInterval;
        _deadline = null;
        Unanswered = 0;
    }

    /// <summary>An order id came.</summary>
    public void OnAnswer()
    {
        _deadline = null;
        Unanswered = 0;
    }

    /// <summary>Asks when it is time; true when so many questions stayed unanswered that the gateway must be taken for stuck.</summary>
    public bool Tick(DateTimeOffset now)
    {
        if (_deadline <= now)
        {
            _deadline = null;
            Unanswered++;
            // Once in doubt there is no reason to wait the whole interval.
            _next = now;
        }
        if (Unanswered >= context.Options.StuckAfter) return true;
        if (_deadline is not null || now < _next) return false;
        _next = now + context.Options.ProbeInterval;
        if (context.Send(new ReqIds(), SendPriority.Order)) _deadline = context.Deadline();
        return false;
    }
}
