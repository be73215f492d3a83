using TradingBlazor.Hosting;

namespace TradingBlazor.Tests.Hosting;

/// <summary>What a page sends waits for the turn of its circuit.</summary>
public sealed class CircuitTurnsTests
{
    private readonly Turns _turns = new();
    private readonly CircuitTurns _handler = new();
    private readonly List<string> _taken = [];

    [Fact]
    public async Task What_comes_from_the_line_is_taken_on_the_turn_in_its_order()
    {
        await OpenAsync();

        Task first = _handler.CreateInboundActivityHandler(_ => Take("letter"))(null!), second = _handler.CreateInboundActivityHandler(_ => Take("word"))(null!);
        Assert.Empty(_taken);
        _turns.RunAll();
        await Task.WhenAll(first, second);

        Assert.Equal(["letter", "word"], _taken);
    }

    [Fact]
    public async Task What_has_the_turn_already_does_not_wait_for_another()
    {
        await OpenAsync();

        _turns.Run(() => _handler.CreateInboundActivityHandler(_ => Take("component"))(null!));

        Assert.Equal(["component"], _taken);
    }

    [Fact]
    public async Task Before_the_circuit_is_open_nothing_waits()
    {
        await _handler.CreateInboundActivityHandler(_ => Take("start"))(null!);

        Assert.Equal(["start"], _taken);
    }

    [Fact]
    public async Task What_fails_is_told_to_who_brought_it_and_the_next_one_is_taken()
    {
        await OpenAsync();

        Task fails = _handler.CreateInboundActivityHandler(_ => throw new InvalidOperationException("no such batch"))(null!), next = _handler.CreateInboundActivityHandler(_ => Take("letter"))(null!);
        _turns.RunAll();

        Assert.Equal("no such batch", (await Assert.ThrowsAsync<InvalidOperationException>(() => fails)).Message);
        await next;
        Assert.Equal(["letter"], _taken);
    }

    private async Task OpenAsync()
    {
        Task opened = Task.CompletedTask;
        _turns.Run(() => opened = _handler.OnCircuitOpenedAsync(null!, TestContext.Current.CancellationToken));
        await opened;
    }

    private Task Take(string what)
    {
        _taken.Add(what);
        return Task.CompletedTask;
    }

    /// <summary>The turn of a circuit: what is posted runs when the test says so.</summary>
    private sealed class Turns : SynchronizationContext
    {
        private readonly Queue<Action> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue(() => d(state));

        public void RunAll()
        {
            while (_posted.TryDequeue(out Action? next)) Run(next);
        }

        public void Run(Action action)
        {
            SynchronizationContext? before = Current;
            SetSynchronizationContext(this);
            try
            {
                action();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }
}
