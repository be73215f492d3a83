using System.Globalization;
using System.Text.RegularExpressions;
using TradingCore.Domain;
using TradingCore.Tests.Engine;
using TradingCore.Tws.Mapping;
using TwsProtocol.Messages.Requests;
using WireOrder = TwsProtocol.Orders.Order;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>Times are UTC everywhere but on screens and in sessions' hours: sent in one form that needs no zone, read in every form that the broker writes.</summary>
public sealed partial class TimeGuaranteeTests
{
    private const int TimeWithoutZone = 2174;

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [Fact]
    public async Task Every_time_in_every_request_is_utc_with_a_dash_and_the_broker_never_asks_for_a_zone()
    {
        using var traffic = new Traffic();
        await using FaultyDesk desk = await FaultyDesk.StartAsync(traffic.Record);
        DateTimeOffset soon = desk.Clock.GetUtcNow().AddHours(1), later = soon.AddHours(1);
        OrderSpec resting = Desk.Buy(10m, desk.FarPrice);
        OrderRef[] orders =
        [
            await desk.SubmitAsync(resting with { Tif = TimeInForce.Gtd, Attributes = new OrderAttributes { GoodTill = later } }),
            await desk.SubmitAsync(resting with { Attributes = new OrderAttributes { GoodAfter = soon } }),
            await desk.SubmitAsync(resting with { Attributes = new OrderAttributes { Conditions = new OrderConditions([new TimeCondition(true, IsMore: true, soon)]) } }),
        ];
        foreach (OrderRef order in orders) await desk.UntilAsync(_ => desk.Find(order).State is OrderState.Working or OrderState.PreSubmitted);
        await desk.PlayAsync("- { fault: silence, symbol: SPY, kind: bars, for: 6s }\n- fault: dropConnection");
        await desk.UntilAsync(v => v.Outages is [{ To: not null }]);
        await desk.UntilAsync(_ => traffic.Requests<ReqHistoricalData>().Any(r => r.EndDateTime.Length > 0));

        await desk.Simulator.FlushCaptureAsync(desk.Test);
        string[] times = [.. traffic.Fields().Where(f => DateAndTime().IsMatch(f))];
        Assert.True(times.Length >= 4);
        Assert.All(times, t => Assert.Matches(UtcWithDash(), t));
        Assert.Contains(soon.UtcDateTime.ToString("yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture), times);
        Assert.DoesNotContain(traffic.Errors(), e => e.ErrorCode is TimeWithoutZone or 10314 or 391);
        // What comes back is the same moment.
        Assert.Equal(later.ToUnixTimeSeconds(), desk.Find(orders[0]).Attributes.GoodTill!.Value.ToUnixTimeSeconds());
    }

    [Theory]
    // New York leaves out 02:00 to 03:00 on 8 March 2026 and has 01:00 to 02:00 twice on 1 November; Europe changes on 29 March and 25 October.
    [InlineData("20260308 01:59:59 US/Eastern", "2026-03-08T06:59:59Z")]
    [InlineData("20260308 03:00:00 US/Eastern", "2026-03-08T07:00:00Z")]
    [InlineData("20260308 02:30:00 US/Eastern", "2026-03-08T07:30:00Z")]
    [InlineData("20261101 00:59:59 US/Eastern", "2026-11-01T04:59:59Z")]
    [InlineData("20261101 02:00:00 US/Eastern", "2026-11-01T07:00:00Z")]
    [InlineData("20260308 01:59:59 US/Central", "2026-03-08T07:59:59Z")]
    [InlineData("20260308 03:00:00 US/Central", "2026-03-08T08:00:00Z")]
    [InlineData("20260329 01:59:59 MET", "2026-03-29T00:59:59Z")]
    [InlineData("20260329 03:00:00 MET", "2026-03-29T01:00:00Z")]
    [InlineData("20261025 03:00:00 MET", "2026-10-25T02:00:00Z")]
    [InlineData("20260329 00:59:59 Greenwich Mean Time", "2026-03-29T00:59:59Z")]
    [InlineData("20260329 02:00:00 Greenwich Mean Time", "2026-03-29T01:00:00Z")]
    [InlineData("20260701 09:00:00 Japan", "2026-07-01T00:00:00Z")]
    // The form with a dash is UTC whatever the zone of the login does.
    [InlineData("20260308-02:30:00", "2026-03-08T02:30:00Z")]
    [InlineData("20261101-01:30:00", "2026-11-01T01:30:00Z")]
    public void Times_around_the_changes_of_summer_time_are_read_as_the_moments_they_are(string text, string utc) =>
        Assert.Equal(Utc(utc), WireTime.Parse(text, WireTime.FindZone("US/Eastern")!, Utc(utc)));

    [Fact]
    public void The_hour_that_a_zone_has_twice_is_sent_as_two_different_times()
    {
        TimeZoneInfo newYork = WireTime.FindZone("US/Eastern")!;
        DateTimeOffset first = Utc("2026-11-01T05:30:00Z"), second = Utc("2026-11-01T06:30:00Z");

        Assert.Equal(TimeZoneInfo.ConvertTime(first, newYork).DateTime, TimeZoneInfo.ConvertTime(second, newYork).DateTime);
        Assert.Equal(("20261101-05:30:00", "20261101-06:30:00"), (WireTime.Format(first), WireTime.Format(second)));
    }

    [Fact]
    public void A_time_of_an_order_without_a_zone_is_one_of_the_zone_of_the_login()
    {
        var wire = new WireOrder { Action = "BUY", OrderType = "LMT", Tif = "GTD", GoodTillDate = "20260715 16:00:00" };

        OrderAttributes read = AttributesMap.Read(wire, OrderType.Limit, Utc("2026-07-15T12:00:00Z"), WireTime.FindZone("US/Eastern")!);

        Assert.Equal(Utc("2026-07-15T20:00:00Z"), read.GoodTill);
    }

    [GeneratedRegex(@"\d{8}.?\d\d:\d\d")]
    private static partial Regex DateAndTime();

    [GeneratedRegex(@"^\d{8}-\d\d:\d\d:\d\d$")]
    private static partial Regex UtcWithDash();
}
