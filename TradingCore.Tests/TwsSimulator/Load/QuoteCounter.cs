using TwsProtocol;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tests.Simulation.Load;

/// <summary>Follows the quantity at the bid of each quote, which a gateway with a steady rate of quotes counts up: a step of more than one is a loss.</summary>
/// <param name="symbols">Quotes that are followed; their request ids are 0 to one less.</param>
internal sealed class QuoteCounter(int symbols) : ResponseHandler
{
    private const int Cycle = 10_000;
    private const int RoundLot = 100;
    private readonly long[] _changes = [.. Enumerable.Repeat(-1L, symbols)];
    private readonly int[] _last = new int[symbols];

    /// <summary>Messages of any kind.</summary>
    public long Messages { get; private set; }

    /// <summary>Changes of quotes that were seen, summed over the quotes; the first of each only sets the count.</summary>
    public long Changes => _changes.Sum(c => Math.Max(c, 0));

    /// <summary>Changes of the quote that has seen fewest; -1 when one has not come at all.</summary>
    public long FewestChanges => _changes.Min();

    /// <summary>Changes that were stepped over.</summary>
    public long Lost { get; private set; }

    /// <summary>Errors, other than notices of farms and of the connection.</summary>
    public List<string> Errors { get; } = [];

    public override void On(in TickPrice message)
    {
        Messages++;
        if (message.TickType == TickType.Bid && message.Size is { } size) Count(message.ReqId, size);
    }

    public override void On(in TickSize message)
    {
        Messages++;
        if (message.TickType == TickType.BidSize && message.Size is { } size) Count(message.ReqId, size);
    }

    public override void On(in TickString message) => Messages++;

    public override void On(in TickGeneric message) => Messages++;

    public override void On(ErrorMessage message)
    {
        if (TwsErrors.Find(message.ErrorCode).Kind == TwsErrorKind.Error) Errors.Add($"{message.ErrorCode} {message.ErrorMsg}");
    }

    private void Count(int reqId, decimal size)
    {
        int change = (int)(size / RoundLot) - 1;
        if (_changes[reqId] >= 0)
        {
            int step = (change - _last[reqId] + Cycle) % Cycle;
            // A new price repeats the quantity of the change before.
            _changes[reqId] += step;
            Lost += Math.Max(0, step - 1);
        }
        else
        {
            _changes[reqId] = 0;
        }
        _last[reqId] = change;
    }
}
