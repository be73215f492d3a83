using Bunit;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;

namespace TradingBlazor.Tests.Components;

public sealed class BeatTests : DeskTest
{
    [Fact]
    public async Task Nothing_is_rendered_when_nothing_changed()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();
        await BeatAsync();
        int batches = Batches, renders = cut.FindComponent<WatchPrices>().RenderCount;

        await BeatAsync();
        await BeatAsync();

        Assert.Equal(batches, Batches);
        Assert.Equal(renders, cut.FindComponent<WatchPrices>().RenderCount);
    }

    [Fact]
    public async Task All_changed_rows_join_one_batch_as_text_and_no_row_is_rendered()
    {
        View.Watch(Given.Instrument());
        View.Watch(Given.Instrument("QQQ"));
        View.Watch(Given.Instrument("IWM"));
        foreach (string ticker in new[] { "SPY", "QQQ", "IWM" }) View.Put(Given.Quote(ticker));
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();
        await BeatAsync();
        int batches = Batches;
        int before = cut.FindComponents<WatchPrices>().Sum(r => r.RenderCount);

        View.Put(Given.Quote(last: 431m, version: 2));
        View.Put(Given.Quote("IWM", last: 431m, version: 2));
        await BeatAsync();

        Assert.Equal(batches + 1, Batches);
        string[] told = cut.Find("[data-texts]").GetAttribute("data-texts")!.Split('\n');
        Assert.Equal(["SPY", "IWM"], told.Select(line => line.Split('\t')[0]));
        Assert.Equal(before, cut.FindComponents<WatchPrices>().Sum(r => r.RenderCount));
    }

    [Fact]
    public async Task A_listener_may_ask_for_a_beat_while_it_is_asked_itself()
    {
        var beat = new DeskBeat();
        var dirty = new List<IBeatListener>();
        bool isInside = false;
        var asking = new Listener(() =>
        {
            if (isInside) return false;
            isInside = true;
            return beat.CollectAsync(Given.Now, dirty).AsTask().IsCompletedSuccessfully;
        });
        var other = new Listener(() => true);
        beat.Join(asking);
        beat.Join(other);

        await beat.CollectAsync(Given.Now, dirty);

        Assert.Equal([other, asking], dirty);
    }

    [Fact]
    public async Task A_listener_that_fails_does_not_stop_the_others()
    {
        var beat = new DeskBeat();
        var bad = new Listener(() => throw new InvalidOperationException("broken"));
        var good = new Listener(() => true);
        beat.Join(bad);
        beat.Join(good);
        var dirty = new List<IBeatListener>();

        await beat.CollectAsync(Given.Now, dirty);

        Assert.Equal([good], dirty);
        Assert.Equal("broken", bad.Failure?.Message);
    }

    [Fact]
    public async Task A_closed_panel_leaves_the_beat()
    {
        IRenderedComponent<DeskClock> cut = Render<DeskClock>();
        await BeatAsync();
        DeskBeat beat = Services.GetRequiredService<DeskBeat>();
        int before = beat.Count;

        cut.Instance.Dispose();

        Assert.Equal(before - 1, beat.Count);
    }

    private sealed class Listener(Func<bool> hasNews) : IBeatListener
    {
        public Exception? Failure { get; private set; }

        public bool HasNews(DateTimeOffset now) => hasNews();

        public void RenderNews()
        {
        }

        public Task FailAsync(Exception failure)
        {
            Failure = failure;
            return Task.CompletedTask;
        }
    }
}
