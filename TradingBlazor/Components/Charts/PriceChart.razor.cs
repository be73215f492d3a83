using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TradingBlazor.Components.Docking;
using TradingBlazor.State;
using TradingBlazor.State.Charts;
using TradingBlazor.State.Docking;
using TradingBlazor.State.Watch;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Indicators;
using TradingCore.MarketData;
using Position = TradingCore.Domain.Position;

namespace TradingBlazor.Components.Charts;

/// <summary>
/// Candles of the contract that its panel looks at with volume, indicators and what the account has there. Drawn once; then the page gets changed candles only, at most
/// four times a second. Orders are begun, moved and cancelled on it, always by the commands that the ticket uses.
/// </summary>
public partial class PriceChart
{
    private const string IndicatorsKey = "chart.indicators";
    private static readonly int[] SkeletonHeights = [30, 44, 38, 52, 60, 48, 56, 70, 64, 58, 66, 74, 62, 55, 68, 76, 71, 63, 58, 66];

    // By then the engine's have come, if there are any.
    private static readonly TimeSpan EmptyFor = TimeSpan.FromSeconds(10);

    private readonly ChartModel _model = new();
    private readonly CancellationTokenSource _leaving = new();

    private IJSObjectReference? _module;
    private DotNetObjectReference<PriceChart>? _self;
    private PanelSubject? _subject;
    private OrderMover? _mover;
    private ChartHistory? _history;
    private readonly ChartOutbox _outbox = new();
    private ChartMarks? _marks;
    private ChartDraft? _draft;
    private Quote? _quote;
    private Instrument? _instrument;
    private string _age = "";
    private IReadOnlyList<Fill> _fills = [];
    private IReadOnlyList<Order> _orders = [];
    private IReadOnlyList<Position> _positions = [];
    private (decimal Price, int Top, decimal? Mark)? _menu;
    private DateTimeOffset _lastDrawn;
    private string _ticker = "";
    private string _indicators = "";
    private string _label = "Price chart";
    private string _note = "";
    private BarSize _size;
    private int _decimals = 2;
    private int _labelled = -1;
    private long _baseSeconds;
    private decimal? _barClose;
    private bool _canTrade;
    private bool _marksChanged;
    private bool _marksAsked;
    private bool _isAttaching;
    private bool _isSending;
    private bool _isDrawn;
    private bool _isLost;
    private bool _isLoading;
    private bool _isComplete;
    private bool _isChoosing;
    private ElementReference _indicatorsButton;
    private DateTimeOffset _emptySince;

    /// <summary>Which chart of the desk it is, from 1.</summary>
    [Parameter] public int Number { get; set; } = 1;

    private PanelSubject Subject => _subject ??= new PanelSubject(State, Preferences, PanelDefinition.Numbered(Panels.Chart, Number));

    private string PlotId => Subject.Numbered("desk-plot");

    private string HostId => PlotId + "-host";

    private string ReadoutId => PlotId + "-readout";

    private OrderMover Mover => _mover ??= new OrderMover(Commands);

    private ChartHistory History => _history ??= new ChartHistory(Queries, Clock);

    private ChartRow? LastRow => _model.Rows.Count > 0 ? _model.Rows[^1] : null;

    private string Sign => _quote?.Change switch { > 0 => "up", < 0 => "down", _ => "" };

    private string Arrow => _quote?.Change switch { > 0 => "▲", < 0 => "▼", _ => "" };

    private string EmptyText => _note.Length > 0 ? _note
        : _instrument is null && Subject.Pinned.Length > 0 && View.Session.IsVerified ? $"{TickerName.Short(_ticker)} is not watched any more. Add it to the watchlist again, or choose another symbol above."
        : View.Session.IsConnected ? $"Waiting for the first bars of {TickerName.Short(_ticker)}."
        : $"No bars of {TickerName.Short(_ticker)} yet: the gateway is not connected. They come by themselves when it is back.";

    /// <inheritdoc/>
    public override bool HasNews(DateTimeOffset now)
    {
        (string ticker, BarSize size) = (Subject.Ticker, Subject.BarSize);
        string indicators = Preferences.GetJson(Subject.Key(IndicatorsKey)) is { } json ? ReadIndicators(json) : ChartModel.UsualIndicators;
        Instrument? instrument = View.FindInstrument(ticker);
        bool moved = ticker != _ticker || size != _size;
        bool restyled = indicators != _indicators || (!moved && _instrument is null && instrument is not null);
        // One call to the browser at a time, at most four drawings a second; what happens meanwhile is in the next frame.
        if (_isSending || (!moved && !restyled && !_marksAsked && now - _lastDrawn < Options.Value.ChartInterval)) return false;
        // A frame that the browser has not taken yet stays the newest; the next one is the difference to it.
        if (_module is not null && !_outbox.IsEmpty && !moved && !restyled) return false;
        if (moved) Show(ticker, size, Format.Decimals(instrument));
        if (moved || restyled) Restyle(indicators, instrument);
        Quote? quote = View.FindQuote(_ticker);
        bool canTrade = instrument is { IsTradable: true } && ConnectionSummary.WhyNotTrading(View.Session).Length == 0
            && May.WhyNot(TradingBlazor.Security.Access.Permission.Trade, State.TradedAccount(View.Session)).Length == 0;
        string age = _ticker.Length > 0 && instrument is not null ? WatchAge.Of(quote, now, PriceOptions.Value.QuoteMaxAge) : "";
        bool headMoved = age != _age || !ReferenceEquals(instrument, _instrument) || quote?.Mark != _quote?.Mark || quote?.ChangePercent != _quote?.ChangePercent;
        (_instrument, _quote, _decimals, _age) = (instrument, quote, Format.Decimals(instrument), age);
        Mover.Decimals = _decimals;
        // What may be done is told with everything else of the head.
        bool retold = canTrade != _canTrade || moved || restyled;
        _canTrade = canTrade;
        BarSeries series = SeriesOf(_ticker, _size);
        ChartFrame? frame = _model.Next(series, quote);
        if (frame is null && retold) frame = ChartFrame.Whole(_model.Rows);
        else if (frame is { IsReset: false } && retold) frame = ChartFrame.Whole(_model.Rows);
        if (frame is not null)
        {
            _outbox.Put(frame, _model.Rows);
            _barClose = series.Bars.Count > 0 ? series.Bars[^1].Close : null;
        }
        if (retold || _labelled != _model.Rows.Count)
        {
            _labelled = _model.Rows.Count;
            _label = _ticker.Length == 0 ? "Price chart" : $"Candles of {TickerName.Short(_ticker)}, {_size}, {_labelled} bars, with {string.Join(", ", _model.Lines.Select(l => l.Label))}";
        }
        bool marked = Mark(moved);
        if (instrument is not null && _model.Rows.Count == 0 && !_isLoading && !_isComplete && RendererInfo.IsInteractive && IsTimeToAsk(now)) _ = LoadOlder();
        if (!moved && !restyled && frame is null && !headMoved && !marked) return false;
        _lastDrawn = now;
        return true;
    }

    // The engine keeps a day of bars, which holds none on a weekend: when they do not come, the newest ones of history are shown.
    private bool IsTimeToAsk(DateTimeOffset now)
    {
        if (_size == BarSize.OneDay) return true;
        if (now - _emptySince < EmptyFor) return false;
        _emptySince = now;
        return true;
    }

    // Days are not kept by the engine: all of them are loaded, and trades move the last one.
    private BarSeries SeriesOf(string ticker, BarSize size) => size == BarSize.OneDay ? _days.Ticker == ticker ? _days : _days = new BarSeries(ticker, size, [], 0) : View.FindBars(ticker, size);

    private BarSeries _days = new("", BarSize.OneDay, [], 0);

    private void Show(string ticker, BarSize size, int decimals)
    {
        if (ticker != _ticker)
        {
            _menu = null;
            _draft = null;
        }
        _ticker = ticker;
        _size = size;
        _note = "";
        _isComplete = false;
        _emptySince = Clock.GetUtcNow();
        _marks = null;
        _model.Reset(decimals);
    }

    private void Restyle(string indicators, Instrument? instrument)
    {
        _indicators = indicators;
        _model.SetIndicators(Figures.Of(_ticker, _size, IndicatorSpec.TryParseList(indicators, out IReadOnlyList<IndicatorSpec> specs, out _) ? specs : [], instrument));
    }

    private bool Mark(bool moved)
    {
        bool changed = Mover.Observe(View.Orders);
        if (Mover.Problem.Length > 0)
        {
            _note = Mover.Problem;
            Mover.CloseProblem();
            _marksAsked = true;
        }
        if (!changed && !_marksAsked && !moved && _marks is not null && ReferenceEquals(View.Fills, _fills) && ReferenceEquals(View.Orders, _orders) && ReferenceEquals(View.Positions, _positions)) return false;
        (_fills, _orders, _positions) = (View.Fills, View.Orders, View.Positions);
        Position? position = _positions.FirstOrDefault(p => p.Contract.Ticker == _ticker && p.Quantity != 0m && (State.Account.Length == 0 || p.Account.Value == State.Account));
        ChartMarks marks = ChartMarks.Of(_ticker, _size, _fills, _orders, position, Mover, _draft, _decimals);
        bool differs = _marksAsked || _marks is null || !marks.Same(_marks);
        _marksAsked = false;
        _marks = marks;
        _marksChanged |= differs;
        return differs;
    }

    private static string ReadIndicators(string json)
    {
        try
        {
            string text = System.Text.Json.JsonSerializer.Deserialize<string>(json) ?? "";
            return IndicatorSpec.TryParseList(text, out _, out _) ? text : ChartModel.UsualIndicators;
        }
        catch (System.Text.Json.JsonException)
        {
            return ChartModel.UsualIndicators;
        }
    }

    private void UseIndicators(string text) => Preferences.SetJson(Subject.Key(IndicatorsKey), System.Text.Json.JsonSerializer.Serialize(text));

    /// <summary>The page looks near the left end of the chart: shows older candles, loading them when needed.</summary>
    /// <returns>False when there are no more.</returns>
    [JSInvokable]
    public async Task<bool> LoadOlder()
    {
        if (_isLoading || _instrument is not { } instrument) return true;
        if (_model.HasMore)
        {
            _model.ShowMore();
            _lastDrawn = default;
            return true;
        }
        if (_isComplete || _model.Rows.Count >= ChartModel.Most) return false;
        _isLoading = true;
        (string ticker, BarSize size) = (_ticker, _size);
        try
        {
            QueryAnswer<TradingCore.Domain.Bar> answer = await History.LoadAsync(instrument, size, _model.FirstTime, _leaving.Token);
            if (ticker != _ticker || size != _size) return true;
            _note = answer.Problem;
            if (!answer.IsAnswered) return true;
            _isComplete = _model.AddOlder(answer.Items) == 0;
            _lastDrawn = default;
            return !_isComplete;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            _isLoading = false;
            // What was loaded comes with the next look; that there is no more, or a problem, is told at once.
            if (!_leaving.IsCancellationRequested) StateHasChanged();
        }
    }

    /// <summary>Something on the chart asks for an order at a price.</summary>
    /// <param name="price">Price under the pointer.</param>
    /// <param name="top">Where, in pixels from the top of the chart.</param>
    [JSInvokable]
    public void OpenMenu(decimal price, int top)
    {
        if (!_canTrade || _instrument is null) return;
        _draft = null;
        _marksAsked = true;
        // With the market as it was: a market that crosses the price meanwhile must not turn the words under the finger.
        _menu = (Math.Round(price / _instrument.TickSizeAt(price)) * _instrument.TickSizeAt(price), Math.Max(0, top), _quote?.Mark);
        StateHasChanged();
    }

    /// <summary>A line was dropped at a price.</summary>
    /// <param name="id">Order, or the draft of one.</param>
    /// <param name="kind">Which of its prices.</param>
    /// <param name="price">Where it was dropped.</param>
    /// <param name="seen">The look at the order at which the drag began.</param>
    /// <param name="second">The last second of the server that the page had heard of when it was dropped; empty where the page has none.</param>
    [JSInvokable]
    public async Task MoveLine(string id, string kind, decimal price, long seen, string second)
    {
        if (_instrument is not { } instrument) return;
        _note = "";
        _marksAsked = true;
        decimal tick = instrument.TickSizeAt(price), to = Math.Round(price / tick) * tick;
        if (id == ChartDraft.Id)
        {
            _draft?.Move(kind, to);
            StateHasChanged();
            return;
        }
        if (Line.WhyTooLate(second) is { Length: > 0 } late)
        {
            _note = $"Not moved: {late}. Look at the chart, and move it again.";
            StateHasChanged();
            return;
        }
        if (View.Orders.FirstOrDefault(o => o.OrderRef.Value == id) is { } order)
            await Mover.MoveAsync(order, kind == "limit" ? OrderLineKind.Limit : OrderLineKind.Trigger, to, keepDistance: false, Mover.Looked(order.OrderRef, seen));
        _marksAsked = true;
    }

    /// <summary>The cross of a line was pressed.</summary>
    [JSInvokable]
    public async Task CancelLine(string id, string kind)
    {
        if (id == ChartDraft.Id)
        {
            EndDraft("");
            return;
        }
        if (View.Orders.FirstOrDefault(o => o.OrderRef.Value == id) is not { } order) return;
        try
        {
            CommandResult result = await Commands.CancelAsync(order.OrderRef, UserCommands.Plain());
            _note = result.Outcome == CommandOutcome.Accepted ? "" : result.Message;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _note = $"Cancel was not answered: {failure.Message}";
        }
        _marksAsked = true;
        StateHasChanged();
    }

    private async Task CloseIndicatorsAsync()
    {
        _isChoosing = false;
        await _indicatorsButton.FocusAsync(preventScroll: true);
    }

    private void CloseMenu() => _menu = null;

    private void BeginDraft(ChartOrderChoice choice)
    {
        if (_menu is not { } menu || _instrument is null) return;
        // The ticket's quantity is one for the contract that the ticket shows.
        TicketDraft sized = _ticker == State.Ticker ? State.Draft : new TicketDraft();
        sized.SizeFor(_instrument, View.FindQuote(_ticker)?.Mark);
        _draft = new ChartDraft(_instrument, choice.Side, choice.Type, menu.Price, sized.Quantity, choice.HasExits);
        _menu = null;
        _marksAsked = true;
    }

    private void DraftChanged() => _marksAsked = true;

    private void EndDraft(string note)
    {
        _draft = null;
        _note = note;
        _marksAsked = true;
        StateHasChanged();
    }

    private async Task ExportAsync()
    {
        if (_module is null) return;
        try
        {
            DateTimeOffset now = Format.ToEt(Clock.GetUtcNow());
            string company = _instrument?.LongName is { Length: > 0 } longName ? $"{longName}, " : "";
            await _module.InvokeVoidAsync("exportPng", PlotId, $"{company}{_size}, {now:yyyy-MM-dd HH:mm} ET", $"{_size} {now:yyyy-MM-dd HH.mm} ET");
        }
        catch (Exception failure) when (failure is JSException)
        {
            _note = "The picture could not be made by this browser.";
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender) => await SendAsync();

    // Plotly.Blazor calls this after each render of its component; the first call is the one that counts.
    private void OnPlotReady() => _ = AttachAsync();

    private async Task AttachAsync()
    {
        if (_isAttaching || _isLost) return;
        _isAttaching = true;
        try
        {
            _self = DotNetObjectReference.Create(this);
            IJSObjectReference module = await Js.InvokeAsync<IJSObjectReference>("import", "./" + Assets["js/chart.js"]);
            await module.InvokeVoidAsync("attach", HostId, PlotId, ReadoutId, _self);
            _module = module;
            // Everything the model has goes in the first frame.
            _outbox.Put(ChartFrame.Whole(_model.Rows), _model.Rows);
            _marksChanged = true;
            await SendAsync();
            StateHasChanged();
        }
        catch (Exception failure) when (failure is JSDisconnectedException or TaskCanceledException)
        {
            _isLost = true;
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    private async Task SendAsync()
    {
        if (_module is null || _isSending || _isLost) return;
        _isSending = true;
        try
        {
            // What came while a call was under way goes with the next one.
            while (!_outbox.IsEmpty || _marksChanged) await SendFrameAsync(_module);
        }
        catch (Exception failure) when (failure is JSDisconnectedException or TaskCanceledException)
        {
            // The line to the browser is gone; a new page starts with a new component.
            _isLost = true;
        }
        finally
        {
            _isSending = false;
        }
    }

    private async Task SendFrameAsync(IJSObjectReference module)
    {
        (ChartFrame? frame, ChartMarks? marks) = (_outbox.Take(), _marksChanged ? _marks ?? ChartMarks.None : null);
        _marksChanged = false;
        if (frame is { IsReset: true })
        {
            _baseSeconds = _model.Rows.Count > 0 ? _model.Rows[0].EtSeconds : 0;
            await module.InvokeVoidAsync("reset", PlotId, PageText.Of(Meta()), PageText.Of(ChartWire.Of(frame, _baseSeconds)), marks is null ? null : PageText.Of(marks));
        }
        else
        {
            if (frame is not null) await module.InvokeVoidAsync("patch", PlotId, PageText.Of(ChartWire.Of(frame, _baseSeconds)));
            if (marks is not null) await module.InvokeVoidAsync("setMarks", PlotId, PageText.Of(marks));
        }
        _isDrawn |= frame is { RowCount: > 0 };
    }

    private string FirstDrawing()
    {
        _baseSeconds = _model.Rows[0].EtSeconds;
        return PageText.Of(new { ticker = _ticker, size = _size.ToString(), meta = Meta(), rows = ChartWire.Of(ChartFrame.Whole(_model.Rows), _baseSeconds) });
    }

    private object Meta() => new
    {
        decimals = _decimals < 0 ? 6 : _decimals, // a price that is pointed at has as many
        style = _decimals,
        seconds = _size.Seconds,
        @base = _baseSeconds,
        tick = _instrument?.TickSizeAt(_quote?.Mark ?? 0m) ?? 0.01m,
        ticker = _ticker,
        name = TickerName.Short(_ticker),
        canTrade = _canTrade,
        lines = _model.Lines,
    };

    private static string Stamp(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        GC.SuppressFinalize(this);
        await _leaving.CancelAsync();
        _leaving.Dispose();
        try
        {
            if (_module is not null && !_isLost)
            {
                await _module.InvokeVoidAsync("detach", PlotId);
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // Gone with the page.
        }
        _self?.Dispose();
    }
}
