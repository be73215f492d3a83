using System.Text.RegularExpressions;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tests.Engine;
using TradingCore.Tests.Shared;
using TradingCore.Tests.Tws;
using TradingCore.Tws;
using TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>What the broker only remarks never ends anything, and what he refuses always does: by one table, code by code.</summary>
public sealed partial class ErrorTableGuaranteeTests
{
    // Refusals that pass: lines and ids in use, too fast, another login, a lost live update.
    private static readonly int[] Passing = [100, 101, 102, 322, 10182, 10197];
    private static readonly int[] AnswersToCancels = [135, 136, 161, 10147, 10148, 10149];
    private static readonly int[] AnswersToChanges = [105, 329, 2102];
    private const int DuplicateOrderId = 103;
    private const int Cancelled = 202;

    /// <summary>Codes that a gateway can send about a request or an order.</summary>
    public static TheoryData<int> Codes => [.. TwsErrors.All.Where(e => e.Kind != TwsErrorKind.Connection && !e.Flags.HasFlag(TwsErrorFlags.IsLocal)).Select(e => e.Code).Order()];

    [Fact]
    public void Every_code_of_the_reference_is_in_the_table_with_its_class()
    {
        string file = SharedFolder.File("tws/requests.md", "the table of error codes against the reference");
        var wrong = new List<string>();
        int seen = 0;

        foreach ((int code, string kind) in Reference(File.ReadAllText(file)))
        {
            seen++;
            TwsError error = TwsErrors.Find(code);
            bool isRight = error.Kind == KindOf(kind)
                && error.Name is not ("Unknown" or "UnknownNotice")
                && error.Flags.HasFlag(TwsErrorFlags.KeepsModifiedOrder) == (kind.Contains("modify", StringComparison.Ordinal))
                && error.Flags.HasFlag(TwsErrorFlags.NeedsAction) == kind.Contains("(act)", StringComparison.Ordinal)
                && error.Flags.HasFlag(TwsErrorFlags.IsLocal) == kind.Contains("(local)", StringComparison.Ordinal)
                // What ends with a lost live update is the update, not the connection.
                && error.Flags.HasFlag(TwsErrorFlags.EndsConnection) == (kind.StartsWith("E, C", StringComparison.Ordinal) && code != ErrorCodes.LiveUpdateLost);
            if (!isRight) wrong.Add($"{code}: the reference says '{kind}', the table {error.Kind} {error.Flags} '{error.Name}'");
        }

        Assert.Empty(wrong);
        Assert.InRange(seen, 290, TwsErrors.All.Count);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_subscription_lives_asks_again_or_ends_as_the_class_of_the_code_demands(int code)
    {
        TwsError error = TwsErrors.Find(code);
        bool isAgain = Passing.Contains(code) || error.Flags.HasFlag(TwsErrorFlags.NeedsAction);
        using var f = new PartsFixture();
        // An index has one kind of bars alone, so a refusal of them is the last word.
        Instrument index = GatewayFixture.Spy with { Contract = GatewayFixture.Spy.Contract with { SecurityType = SecurityType.Index } };
        f.Parts.Subscriptions.Add(index);
        int ticks = f.Sent<ReqMktData>().Single().ReqId;
        f.Receiver.On(new TickPrice(ticks, TickType.Last, 100, 1m));

        f.Receiver.On(new ErrorMessage(ticks, code, "text of the gateway"));
        f.Advance(TimeSpan.FromMinutes(2));
        bool isAskedAgain = f.Sent<ReqMktData>().Any();
        f.Receiver.On(new TickPrice(ticks, TickType.Last, 101, 1m));

        bool lives = error.Kind != TwsErrorKind.Error && !isAgain;
        Assert.Equal((!lives, isAgain), (f.Posted.Events<SubscriptionFailed>().Any(), isAskedAgain));
        Assert.Equal(lives, f.Posted.Ticks.Any(t => t is { Field: TickField.Last, Value: 101m }));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Bars_live_are_asked_for_again_or_end_as_the_class_of_the_code_demands(int code)
    {
        TwsError error = TwsErrors.Find(code);
        bool isAgain = Passing.Contains(code) || error.Flags.HasFlag(TwsErrorFlags.NeedsAction);
        using var f = new PartsFixture();
        f.Parts.Subscriptions.Add(GatewayFixture.Spy with { Contract = GatewayFixture.Spy.Contract with { SecurityType = SecurityType.Index } });
        int bars = f.Sent<ReqRealTimeBars>().Single().ReqId;

        f.Receiver.On(new ErrorMessage(bars, code, "text of the gateway"));
        f.Advance(TimeSpan.FromSeconds(16));
        bool isAskedAgain = f.Sent<ReqRealTimeBars>().Any();
        f.Receiver.On(new RealTimeBar(bars, 1768489200, 1, 1, 1, 1, 1m, 1m, 1));

        bool lives = error.Kind != TwsErrorKind.Error && !isAgain;
        Assert.Equal((isAgain, lives), (isAskedAgain, f.Posted.Events<BarReceived>().Any()));
        Assert.Equal(!lives && !isAgain, f.Posted.Events<GatewayNotice>().Any(n => n.Code == code));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_new_order_lives_is_rejected_cancelled_or_maybe_sent_as_the_class_of_the_code_demands(int code)
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(10m, 99m));
        int asked = desk.Gateway.Rounds.Count;

        desk.Error(order, code, "text of the broker", isWarning: ErrorCodes.OrderLivesOn(code, isModification: false));

        OrderState state = code == Cancelled ? OrderState.Cancelled
            : code == DuplicateOrderId || AnswersToCancels.Contains(code) ? OrderState.Unknown
            : TwsErrors.Find(code).Kind == TwsErrorKind.Error && !AnswersToChanges.Contains(code) ? OrderState.Rejected
            : OrderState.PendingSubmit;
        Assert.Equal(state, desk.Find(order).State);
        Assert.Equal(state == OrderState.Unknown, desk.Gateway.Rounds.Count > asked);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_working_order_never_dies_of_the_answer_to_a_change_and_a_remark_answers_nothing(int code)
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(10m, 99m));
        desk.Modify(order, new OrderChange(Quantity: 9m));

        desk.Error(order, code, "text of the broker", isWarning: ErrorCodes.OrderLivesOn(code, isModification: true));

        OrderState state = code == Cancelled ? OrderState.Cancelled : AnswersToCancels.Contains(code) ? OrderState.Unknown : OrderState.Working;
        bool isRefused = state == OrderState.Working && TwsErrors.Find(code).Kind == TwsErrorKind.Error;
        Assert.Equal(state, desk.Find(order).State);
        if (state == OrderState.Working) Assert.Equal(isRefused, desk.Find(order).PendingChange is null);
        Assert.Equal(10m, desk.Find(order).Quantity);
    }

    [Fact]
    public async Task No_advisory_code_ends_a_stream_of_a_running_session()
    {
        using var traffic = new Traffic();
        await using FaultyDesk desk = await FaultyDesk.StartAsync(traffic.Record);
        await desk.UntilAsync(v => v.FindBars("SPY", BarSize.FiveSeconds).Bars.Any(b => b.Source == BarSource.Live));
        await desk.Simulator.FlushCaptureAsync(desk.Test);
        int ticks = traffic.Requests<ReqMktData>().Single().ReqId, bars = traffic.Requests<ReqRealTimeBars>().Single().ReqId;
        int[] advisory = [.. TwsErrors.All.Where(e => e.Kind is TwsErrorKind.Warning or TwsErrorKind.Information && !e.Flags.HasFlag(TwsErrorFlags.NeedsAction) && e.Code != Cancelled && e.Code != ErrorCodes.DelayedDataSent).Select(e => e.Code)];

        await desk.PlayAsync(string.Join('\n', advisory.SelectMany(c => new[] { ticks, bars }.Select(id => $"- {{ fault: notice, code: {c}, text: said by the gateway, id: {id} }}"))));
        DateTimeOffset told = desk.Simulator.Truth.MarketTime;

        await desk.UntilAsync(v => v.FindQuote("SPY")!.EventTime > told && v.FindBars("SPY", BarSize.FiveSeconds).Bars[^1].Time >= told);
        await desk.Simulator.FlushCaptureAsync(desk.Test);
        Assert.Equal((1, 1), (traffic.Requests<ReqMktData>().Count, traffic.Requests<ReqRealTimeBars>().Count));
        Assert.True(advisory.Length > 20);
        Assert.Equal((SessionState.Ready, MarketDataType.Live), (desk.View.Session.State, desk.View.FindQuote("SPY")!.DataType));
    }

    [Fact]
    public void Delayed_data_is_marked_by_its_notice_before_the_first_price_comes()
    {
        using var f = new PartsFixture(o => o.MarketDataType = 3);
        f.Parts.Subscriptions.Add(GatewayFixture.Spy);
        int ticks = f.Sent<ReqMktData>().Single().ReqId;

        f.Receiver.On(new ErrorMessage(ticks, 10167, "Requested market data is not subscribed. Displaying delayed market data."));

        Assert.Equal((decimal)MarketDataType.Delayed, f.Posted.Ticks.Single(t => t.Field == TickField.DataType).Value);
    }

    private static TwsErrorKind KindOf(string kind) => kind[0] switch
    {
        'W' => TwsErrorKind.Warning,
        'I' => TwsErrorKind.Information,
        'C' => TwsErrorKind.Connection,
        _ => TwsErrorKind.Error,
    };

    // Rows of the section on error codes: "| 306-308, 324 | E | text |".
    private static IEnumerable<(int Code, string Kind)> Reference(string text)
    {
        string section = text[text.IndexOf("## 10. Error and notice codes", StringComparison.Ordinal)..text.IndexOf("## 11.", StringComparison.Ordinal)];
        // A code that has a row of its own is not the one that a range means.
        Match[] rows = [.. Row().Matches(section).AsEnumerable()];
        HashSet<int> single = [.. rows.Where(r => int.TryParse(r.Groups[1].Value, out _)).Select(r => int.Parse(r.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
        foreach (Match row in rows)
        {
            foreach (string part in row.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
            {
                int[] ends = [.. part.Split('-').Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
                for (int code = ends[0]; code <= ends[^1]; code++)
                    if (ends.Length == 1 || !single.Contains(code)) yield return (code, row.Groups[2].Value);
            }
        }
    }

    [GeneratedRegex(@"^\| ([0-9][0-9, -]*) \| ([EWIC][^|]*?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
