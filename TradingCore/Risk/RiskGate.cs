using TradingCore.Risk.Activity;
using TradingCore.Risk.Checks;

namespace TradingCore.Risk;

/// <summary>
/// The one gate that every order passes. Runs every check, skips none because another failed. Hot path: judging an order that passes
/// allocates nothing; results go into a buffer that the next judgement overwrites. Not thread-safe: one writer.
/// </summary>
public sealed class RiskGate
{
    private readonly RiskCheck[] _checks;
    private readonly RiskCheckResult[] _results;
    private readonly EventCounter _messages = new(TimeSpan.FromSeconds(1));

    /// <summary>Makes the gate with all checks.</summary>
    public RiskGate()
    {
        _checks =
        [
            new StateGateCheck(), new SessionVerifiedCheck(), new AccountCheck(), new SymbolListCheck(), new InstrumentCheck(), new OrderFormCheck(),
            new TickAndLotCheck(), new OrderQuantityCheck(), new OrderNotionalCheck(), new OrderMinimumCheck(), new VolumeCheck(), new PriceCollarCheck(),
            new FillDriftCheck(), new LuldCheck(), new StopSanityCheck(), new StalePriceCheck(), new MarketHoursCheck(), new HaltCheck(), new PositionLimitCheck(),
            new GrossExposureCheck(), new NetExposureCheck(), new ConcentrationCheck(), new MarginCheck(), new CashCheck(), new DailyLossCheck(), new DrawdownCheck(),
            new StrategyLossCheck(), new OrderRateCheck(Rates), new MessageBudgetCheck(), new RepeatCheck(), new OrderTradeRatioCheck(), new WorkingOrdersCheck(),
            new DuplicateCheck(Recent), new SelfMatchCheck(), new ShortLocateCheck(), new BracketCheck(), new UnusualSizeCheck(), new StrategyHealthCheck(),
        ];
        _results = new RiskCheckResult[_checks.Length];
    }

    internal OrderRates Rates { get; } = new();

    internal RecentOrders Recent { get; } = new();

    /// <summary>How often strategies repeat themselves.</summary>
    public RepeatCounts Repeats { get; } = new();

    /// <summary>Orders against fills.</summary>
    public OrderTradeRatio Ratio { get; } = new();

    /// <summary>Prices of own fills.</summary>
    public RecentFills Fills { get; } = new();

    /// <summary>Sizes that people usually send.</summary>
    public UsualSizes Sizes { get; } = new();

    /// <summary>Signs of life of strategies.</summary>
    public StrategyHealth Health { get; } = new();

    /// <summary>What strategies have made.</summary>
    public StrategyResults Strategies { get; } = new();

    /// <summary>The broker's what-if answers.</summary>
    public MarginPreviews Margins { get; } = new();

    /// <summary>Results of the last judgement, in the order of the codes. Overwritten by the next one.</summary>
    public ReadOnlySpan<RiskCheckResult> Results => _results;

    /// <summary>Judges an order; changes nothing but <see cref="Results"/>. Allocates nothing when every check passes.</summary>
    /// <returns>True when every check passed.</returns>
    public bool Judge(RiskContext context)
    {
        try
        {
            bool isAllowed = true;
            for (int i = 0; i < _checks.Length; i++)
            {
                _results[i] = _checks[i].Check(context);
                isAllowed &= _results[i].IsPassed;
            }
            return isAllowed;
        }
        catch (OverflowException)
        {
            // One of them could not calculate: each is asked on its own, so that all the others are told as well.
            for (int i = 0; i < _checks.Length; i++) _results[i] = Judge(_checks[i], context);
            return false;
        }
    }

    /// <summary>Judges an order and keeps every result, for an answer.</summary>
    public RiskVerdict Evaluate(RiskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Judge(context);
        return new RiskVerdict([.. _results], context.LimitsVersion);
    }

    /// <summary>An order or a change that was allowed is leaving: it counts for the rates and, when new, for duplicates, repetitions and usual sizes.</summary>
    public void OnLeaving(RiskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Rates.Take(context);
        Ratio.AddMessage(context.Account.Value, context.Today);
        // What leaves the queue was counted when it was given.
        if (context.Replaces is null && !context.IsFromQueue) Given(context);
    }

    /// <summary>An order was taken into the queue: it counts as given, and as a message when it leaves.</summary>
    public void OnQueued(RiskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Rates.Take(context);
        Given(context);
    }

    private void Given(RiskContext context)
    {
        // Exits are given with their entry: one decision, one order of a strategy.
        if (context.LeavesAfter > 0) return;
        Recent.Add(context);
        string symbol = context.Instrument?.Contract.Ticker ?? context.Spec.Ticker;
        if (context.Spec.Strategy.Length > 0) Repeats.Add(context.Spec.Strategy, symbol, context.Spec.Side, context.Today, context.Now);
        if (context.Source == "user" && !context.IsClosing) Sizes.Add(symbol, context.Quantity, context.Now);
    }

    /// <summary>A message about an order goes to the gateway.</summary>
    public void OnMessage(DateTimeOffset now) => _messages.Add(now);

    /// <summary>Messages of the last second.</summary>
    public int MessagesLastSecond(DateTimeOffset now) => _messages.Count(now);

    /// <summary>Everything that the checks remember, a line for each thing: to tell whether a replay has come to the same.</summary>
    internal IEnumerable<string> Figures(DateTimeOffset now)
    {
        yield return $"messages {string.Join(',', _messages.Ticks(now))}";
        foreach (IRiskFigures part in (IRiskFigures[])[Rates, Recent, Repeats, Ratio, Fills, Sizes, Health, Strategies, Margins])
            foreach (string line in part.Figures(now)) yield return $"{part.GetType().Name} {line}";
    }

    /// <summary>Estimated value of the order in the contract's currency; null when no price is known or it is too large to count.</summary>
    public static decimal? NotionalOf(RiskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Instrument is null) return null;
        decimal? price = MarketReference.ValuationPrice(context.Spec, context.Quote, 0m);
        if (price is not { } p) return null;
        try
        {
            return context.ValueOf(context.Quantity, p);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    // A typed quantity or price can be larger than money can be counted in. That is a bad order, never a fault of the engine.
    private static RiskCheckResult Judge(RiskCheck check, RiskContext context)
    {
        try
        {
            return check.Check(context);
        }
        catch (OverflowException)
        {
            return new RiskCheckResult(check.Code, check.Name, false, null, null, $"The quantity or price of the order is too large to calculate with ({check.Code}). Give smaller ones.");
        }
    }
}
