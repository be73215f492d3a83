using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using TradingBlazor.Hosting;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>A busy machine takes the processor away from the thread that has just sent a page something: what the page had sent before is taken all the same.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class TypedInTurnTests(Browser browser) : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Standstill _standstill = new();
    private WebApplication? _app;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Letters_that_come_while_the_answer_to_the_first_is_being_sent_are_all_taken()
    {
        _app = DeskApplication.Build(["--urls=http://127.0.0.1:0", $"--Persistence:Folder={_folder.Path}", "--MarketData:Watchlist=SPY", "--Trading:Rehearse=false"], services =>
        {
            services.AddSingleton(_standstill);
            services.Replace(ServiceDescriptor.Singleton(typeof(HubLifetimeManager<>), typeof(LateSender<>)));
        });
        await DeskApplication.StartAsync(_app);
        var address = new Uri(_app.Urls.Single());
        Person.Learn(address, Path.Combine(_folder.Path, "api-key"));
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();
        await desk["watch-row-SPY"].ClickAsync();
        await desk.SeesTextAsync("ticket-submit", "SPY");

        for (int turn = 0; turn < 3; turn++)
        {
            // The page has drawn the answer to the first letter, and said so, before the thread goes on.
            _standstill.Length = TimeSpan.FromMilliseconds(300);
            await desk["ticket-quantity"].EvaluateAsync("""
                e => { const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
                       for (const typed of ['1', '12', '123']) { own.set.call(e, typed); e.dispatchEvent(new InputEvent('input', { bubbles: true })); } }
                """);
            await desk.SeesTextAsync("ticket-submit", "123 SPY");
            _standstill.Length = TimeSpan.Zero;
            await desk.FillAsync("ticket-quantity", 4m);
            await desk.SeesTextAsync("ticket-submit", "4 SPY");
        }

        Assert.True(_standstill.Count > 0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        _folder.Dispose();
    }

    /// <summary>For how long the thread stands still after a picture was sent.</summary>
    private sealed class Standstill
    {
        private long _ticks;
        private int _count;

        public TimeSpan Length { get => new(Volatile.Read(ref _ticks)); set => Volatile.Write(ref _ticks, value.Ticks); }

        public int Count => Volatile.Read(ref _count);

        public void Stand()
        {
            if (Length == TimeSpan.Zero) return;
            Interlocked.Increment(ref _count);
            // Not awaited: it is the thread that the machine takes away, with the turn of the circuit that it has.
            Thread.Sleep(Length);
        }
    }

    private sealed class LateSender<THub>(ILogger<DefaultHubLifetimeManager<THub>> logger, Standstill standstill) : DefaultHubLifetimeManager<THub>(logger) where THub : Hub
    {
        public override Task SendConnectionAsync(string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default)
        {
            Task sent = base.SendConnectionAsync(connectionId, methodName, args, cancellationToken);
            if (methodName == "JS.RenderBatch") standstill.Stand();
            return sent;
        }
    }
}
