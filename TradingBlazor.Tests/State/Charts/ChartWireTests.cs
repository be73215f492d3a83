using System.Text.Json;
using TradingBlazor.State.Charts;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;

namespace TradingBlazor.Tests.State.Charts;

/// <summary>Bytes of what goes to the browser: the arguments of the call as the circuit's JSON writes them.</summary>
public sealed class ChartWireTests
{
    private const int BytesMax = 150;

    private readonly ChartModel _chart = new();
    private readonly IReadOnlyList<Bar> _bars = [.. Given.Bars(ChartModel.Capacity - 1), Given.Bar(BarSize.OneMinute.StartOf(Given.Now), 433.90m, isClosed: false)];

    private static int Bytes(ChartFrame frame, long baseSeconds) => JsonSerializer.SerializeToUtf8Bytes(new object[] { "desk-plot", ChartWire.Of(frame, baseSeconds) }, JsonSerializerOptions.Web).Length;

    [Fact]
    public void A_trade_that_moves_the_candle_costs_less_than_150_bytes()
    {
        _chart.Next(Given.Series(_bars), Given.Quote(last: 433.90m));
        long start = _chart.Rows[0].EtSeconds;

        for (int i = 1; i <= 40; i++)
            Assert.InRange(Bytes(_chart.Next(Given.Series(_bars), Given.Quote(last: 433.90m + 0.01m * i, version: i + 1))!, start), 1, BytesMax);
    }

    [Fact]
    public void A_new_candle_costs_less_than_150_bytes()
    {
        _chart.Next(Given.Series(_bars), null);
        long start = _chart.Rows[0].EtSeconds;
        Bar next = Given.Bar(BarSize.OneMinute.StartOf(Given.Now).AddMinutes(1), 434.12m, isClosed: false) with { Volume = 12_345m };

        ChartFrame frame = _chart.Next(Given.Series([.. _bars, next], 2), null)!;

        Assert.Equal(1, frame.RowCount);
        Assert.InRange(Bytes(frame, start), 1, BytesMax);
    }

    [Fact]
    public void A_bar_that_ends_and_the_next_one_cost_less_than_150_bytes_a_row_and_never_the_series()
    {
        _chart.Next(Given.Series(_bars), null);
        long start = _chart.Rows[0].EtSeconds;
        Bar ended = _bars[^1] with { IsClosed = true, Close = 434m, High = 434.50m, Volume = 98_765m }, next = Given.Bar(_bars[^1].Time.AddMinutes(1), 434.12m, isClosed: false);

        ChartFrame frame = _chart.Next(Given.Series([.. _bars.SkipLast(1), ended, next], 2), null)!;

        Assert.Equal(2, frame.RowCount);
        Assert.InRange(Bytes(frame, start), 1, 2 * BytesMax);
    }

    [Fact]
    public void Numbers_come_in_the_order_that_the_page_reads()
    {
        _chart.Next(Given.Series(_bars), null);
        long start = _chart.Rows[0].EtSeconds;
        ChartRow row = _chart.Rows[^1];

        double?[] numbers = ChartWire.Of(new ChartFrame(false, 1, [], 389, [new ChartPatch(389, [row])]), start);

        Assert.Equal([1, 389, 0, 1, 389, 1, row.Slot, row.EtSeconds - start, row.Open, row.High, row.Low, row.Close, row.Volume, 0, row.Values[0], row.Values[1]], numbers);
    }
}
