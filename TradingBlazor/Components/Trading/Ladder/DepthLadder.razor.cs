using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;
using TradingBlazor.Components.Docking;
using TradingBlazor.State;
using TradingBlazor.State.Docking;
using TradingBlazor.State.Ladder;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.MarketData.Depth;
using Position = TradingCore.Domain.Position;

namespace TradingBlazor.Components.Trading.Ladder;

/// <summary>
/// The order book of the contract that its panel looks at with own orders in it: prices to click and keys to trade by. Every order goes the way of the ticket, through
/// risk and journal; what is refused is told below the rows.
/// </summary>
public partial class DepthLadder
{
    private const int PageRows = 10;
    private static readonly TimeSpan BookMaxAge = TimeSpan.FromSeconds(10);

    private readonly LadderModel _model = new();
    private readonly List<OrderSpec> _placing = [];
    private LadderActions _actions = null!;
    private PanelSubject? _subject;
    private OrderMover? _mover;
    private ElementReference _rows;
    private IJSObjectReference? _module;
    private DotNetObjectReference<DepthLadder>? _self;
    private IDepthWatch? _watch;
    private CancellationTokenSource? _asking;
    private DepthSnapshot? _book;
    private Instrument? _instrument;
    private Quote? _quote;
    private IReadOnlyList<Order> _orders = [];
    private IReadOnlyList<Position> _positions = [];
    private IReadOnlyList<decimal> _sizes = LadderSizes.Usual(SecurityType.Stock);
    private (OrderSide Side, decimal Price)? _picked;
    private IReadOnlyList<Order> _pickedOrders = [];
    private string _ticker = "";
    private string _whyNot = "";
    private string _stateText = "";
    private string _note = "";
    private string _noteTone = "faint";
    private TradingBlazor.Security.Access.ToldWaiting _waits;
    private decimal _quantity = 100m;
    private int _decimals = 2;
    private bool _isArmed;
    private int _armedAt;
    private DateTimeOffset _armedUntil;
    private bool _isStop;
    private bool _isEditing;
    private bool _isStale;
    private bool _isChanged;

    /// <summary>Which ladder of the desk it is, from 1.</summary>
    [Parameter] public int Number { get; set; } = 1;

    private PanelSubject Subject => _subject ??= new PanelSubject(State, Preferences, PanelDefinition.Numbered(Panels.Ladder, Number));

    private OrderMover Mover => _mover ??= new OrderMover(Commands);

    private bool CanTrade => _whyNot.Length == 0 && _instrument is { IsTradable: true };

    private string EmptyText => _ticker.Length == 0 ? "Select a symbol in the watchlist to see its book."
        : _instrument is null ? Subject.Pinned.Length > 0 && View.Session.IsVerified ? $"{TickerName.Short(_ticker)} is not watched any more. Choose another symbol above." : $"{_ticker} is not resolved yet."
        : _book is { State: DepthState.Refused } ? _book.Reason
        : "Waiting for the first price.";

    /// <inheritdoc/>
    public override bool HasNews(DateTimeOffset now)
    {
        bool isOther = Follow();
        HoldBook(now);
        DepthSnapshot? book = _watch?.Current;
        Quote? quote = View.FindQuote(_ticker);
        string mayNot = May.WhyNot(TradingBlazor.Security.Access.Permission.Trade, State.TradedAccount(View.Session));
        string whyNot = mayNot.Length > 0 ? mayNot : ConnectionSummary.WhyNotTrading(View.Session);
        bool rows = isOther || !ReferenceEquals(book, _book) || !ReferenceEquals(quote, _quote) || !ReferenceEquals(_positions, View.Positions);
        rows |= Mover.Observe(View.Orders) | !ReferenceEquals(_orders, View.Orders) | _isChanged;
        bool head = isOther || _isChanged || whyNot != _whyNot || book?.State != _book?.State || book?.Reason != _book?.Reason;
        _isChanged = false;
        _book = book;
        _quote = quote;
        _whyNot = whyNot;
        _orders = View.Orders;
        _positions = View.Positions;
        if (_isArmed && Arming.LeftAlone != _armedAt) Disarm($"Disarmed: {Arming.WhyLeftAlone}");
        if (_isArmed && now >= _armedUntil) Disarm($"Disarmed: not used for {HotkeyArming.Lasts.TotalMinutes:0} minutes.");
        if (_isArmed && !CanTrade) Disarm($"Disarmed: {(whyNot.Length > 0 ? whyNot : $"{TickerName.Short(_ticker)} cannot be traded.")}");
        if (Mover.Problem.Length > 0)
        {
            Say(Mover.Problem, "down");
            Mover.CloseProblem();
        }
        if (_waits.Ended(Waiting, _note) is { } ended) Say(ended.Told, ended.IsDone ? "up" : "down");
        if (_picked is not null && _pickedOrders.FirstOrDefault(HasGone) is { } gone) Drop(gone);
        head |= _isChanged;
        (string text, bool isStale) = StateOf(now);
        head |= text != _stateText || isStale != _isStale;
        (_stateText, _isStale) = (text, isStale);
        // A line that looks different says so itself, and so does the window when other prices are shown.
        bool wasEmpty = _model.Rows.Count == 0;
        if (rows || head || _model.IsUneasy) Draw();
        return head || wasEmpty != (_model.Rows.Count == 0);
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _actions = new LadderActions(
            EventCallback.Factory.Create<(OrderSide Side, decimal Price)>(this, s => SideAsync(s.Side, s.Price)), EventCallback.Factory.Create<decimal>(this, PriceAsync),
            EventCallback.Factory.Create<(OrderSide Side, decimal Price)>(this, s => Pick(s.Side, s.Price)),
            EventCallback.Factory.Create<(OrderSide Side, decimal Price)>(this, s => Grab(s.Side, s.Price)), EventCallback.Factory.Create(this, LetGo),
            EventCallback.Factory.Create<(OrderSide Side, decimal Price)>(this, s => CancelAsync(s.Side, s.Price)), EventCallback.Factory.Create<decimal>(this, DropAsync));
        base.OnInitialized();
    }

    // True when another contract is shown from now on.
    private bool Follow()
    {
        string ticker = Subject.Ticker;
        Instrument? instrument = View.FindInstrument(ticker);
        if (ticker == _ticker && ReferenceEquals(instrument, _instrument)) return false;
        bool isOther = instrument?.Contract.ConId != _instrument?.Contract.ConId || ticker != _ticker;
        SecurityType? before = _instrument?.Contract.SecurityType;
        _ticker = ticker;
        _instrument = instrument;
        Mover.Decimals = _decimals = Format.Decimals(instrument);
        if (!isOther) return true;
        _watch?.Dispose();
        _watch = null;
        _model.Reset();
        _picked = null;
        // An armed ladder that changes its contract under the hand sends the wrong order.
        if (_isArmed) Disarm("Disarmed: another contract is shown.");
        if (instrument is null) return true;
        if (before != instrument.Contract.SecurityType)
        {
            _sizes = LadderSizes.Read(Preferences.GetJson(LadderSizes.Key(instrument.Contract.SecurityType)), instrument.Contract.SecurityType);
            _quantity = _sizes[1];
        }
        return true;
    }

    // Not while prerendering: nobody would let go of the book. And the broker grants few: a page that is gone leaves its book to those who look.
    private void HoldBook(DateTimeOffset now)
    {
        bool isWanted = RendererInfo.IsInteractive && _instrument is { IsTradable: true } && !Line.IsGone(now);
        if (isWanted == _watch is not null) return;
        _watch?.Dispose();
        _watch = isWanted ? Depth.Watch(_instrument!) : null;
    }

    private LadderInput Input() => new(
        _instrument!, _book, _quote, _orders, Mover, _placing,
        _positions.FirstOrDefault(p => p.Contract.Ticker == _ticker && p.Quantity != 0m && (State.Account.Length == 0 || p.Account.Value == State.Account))?.AveragePrice,
        _isArmed, Clock.GetUtcNow());

    private void Draw()
    {
        if (_instrument is not null) _model.Update(Input());
    }

    private void Changed()
    {
        Draw();
        StateHasChanged();
    }

    private (string Text, bool IsStale) StateOf(DateTimeOffset now) => _book switch
    {
        _ when _quote is { IsHalted: true } => ("halted by the exchange", true),
        null => (_instrument is { IsTradable: false } ? "no book: an index" : "", false),
        { State: DepthState.Asking } => ("asking", false),
        { State: DepthState.Refused } => ("top of book only", false),
        { State: DepthState.Waiting } => ("waiting for a free book", true),
        { State: DepthState.Interrupted } b => (b.ReceivedTime == default ? "interrupted" : $"interrupted, {Format.WholeAge(now - b.ReceivedTime)} old", true),
        var b when b.IsStale(now, BookMaxAge) => ($"{Format.WholeAge(now - b.ReceivedTime)} old", true),
        _ => ("live", false),
    };

    private void Center()
    {
        if (_instrument is null) return;
        _model.Center(_instrument, _quote, _book);
        Draw();
    }

    private async Task ToggleArmAsync()
    {
        if (_isArmed)
        {
            Disarm("Disarmed.");
            return;
        }
        if (!CanTrade)
        {
            Say(_whyNot, "caution");
            return;
        }
        if (View.Session.Mode == TradingMode.Live && !await ConfirmAsync()) return;
        if (await ArmingGuard.WhyNotAsync(State.Account) is { Length: > 0 } refused)
        {
            Say(refused, "caution");
            return;
        }
        _isArmed = true;
        _armedAt = Arming.LeftAlone;
        _armedUntil = Clock.GetUtcNow() + HotkeyArming.Lasts;
        Say($"Armed: a click on a size, B or S sends {Format.Quantity(_quantity)} {TickerName.Short(_ticker)}.", "caution");
    }

    private async Task<bool> ConfirmAsync()
    {
        IDialogReference dialog = await Dialogs.ShowAsync<ConfirmDialog>("Arm the ladder", new DialogParameters<ConfirmDialog>
        {
            { d => d.Text, $"Every click on a size and every B or S sends a live order in {TickerName.Short(_ticker)} at once. This moves real money." },
            { d => d.Yes, $"Arm {TickerName.Short(_ticker)}" },
            { d => d.No, "Leave it disarmed" },
        });
        return await dialog.Result is { Canceled: false };
    }

    private void Disarm(string why)
    {
        _isArmed = false;
        Say(why, "faint");
    }

    private async Task SideAsync(OrderSide side, decimal price)
    {
        if (_instrument is null) return;
        _model.SetCursor(_instrument, price);
        if (_picked is not null) await DropAsync(price);
        else if (_isArmed) await PlaceAsync(side, price);
        else Ask(side, price);
        Draw();
    }

    private async Task PriceAsync(decimal price)
    {
        if (_instrument is null) return;
        _model.SetCursor(_instrument, price);
        if (_picked is not null) await DropAsync(price);
        else AskAtCursor();
        Draw();
    }

    private void Pick(OrderSide side, decimal price)
    {
        _picked = _picked == (side, price) ? null : (side, price);
        _pickedOrders = _picked is null ? [] : [.. LadderModel.OrdersAt(Input(), price).Where(o => o.Side == side)];
        Say(_picked is null ? "" : $"Choose the new price of {OrderWords.Side(side).ToLowerInvariant()} at {Format.Price(price, _decimals)}; once more on it, or Escape, leaves it.", "faint");
    }

    // What is dragged is held, also when a press had picked it up before.
    private void Grab(OrderSide side, decimal price)
    {
        _picked = null;
        Pick(side, price);
    }

    // A drag that ended on no line moves nothing, and the next press on a price must not move the order after all.
    private void LetGo()
    {
        if (_picked is not null) PutDown("");
    }

    private bool HasGone(Order seen) => _orders.FirstOrDefault(o => o.OrderRef == seen.OrderRef) is not { } now || now.State.IsFinal();

    // An order that fills or goes lets the hand go, and nothing is sent for it.
    private void Drop(Order seen)
    {
        string became = _orders.FirstOrDefault(o => o.OrderRef == seen.OrderRef) is { } now ? OrderWords.State(now).ToLowerInvariant() : "gone";
        PutDown($"{OrderSentence.Of(seen with { Quantity = seen.Remaining }, _decimals)} is {became}. Nothing was moved.");
    }

    private void PutDown(string why)
    {
        _picked = null;
        _pickedOrders = [];
        Say(why, "faint");
    }

    private async Task DropAsync(decimal price)
    {
        if (_picked is not { } from || _instrument is null) return;
        _picked = null;
        _note = "";
        if (from.Price != price) await MoveAsync(_pickedOrders, price);
    }

    private async Task PlaceAsync(OrderSide side, decimal price)
    {
        if (_instrument is null) return;
        if (!_isArmed)
        {
            Say("The ladder is not armed. Press A, or click Arm, and then again.", "caution");
            return;
        }
        if (Line.WhyTooLate() is { Length: > 0 } late)
        {
            Say($"Not sent: {late}. Look at the book, and press again.", "caution");
            return;
        }
        _armedUntil = Clock.GetUtcNow() + HotkeyArming.Lasts;
        OrderSpec spec = SpecOf(side, price);
        _placing.Add(spec);
        Say($"Sending: {Words(spec)}.", "faint");
        Changed();
        try
        {
            SubmitResult result = await Sender.SubmitAsync(spec, UserCommands.NewKey());
            (string text, string tone) = result.Outcome switch
            {
                SubmitOutcome.Accepted or SubmitOutcome.AlreadyAccepted => ($"Accepted: {Words(spec)}.", "up"),
                SubmitOutcome.Queued => ($"Queued: {Words(spec)}.", "caution"),
                SubmitOutcome.AwaitsSecondPerson => (result.Message, "caution"),
                SubmitOutcome.Denied => (result.Message.Length > 0 ? result.Message : result.Verdict.Summary, "down"),
                _ => (result.Message, "down"),
            };
            Say(text, tone);
            _waits = new(result.ApprovalId, text);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Say($"No answer: {failure.Message} Look at the orders before sending again.", "down");
        }
        finally
        {
            _placing.Remove(spec);
            _orders = View.Orders;
            Draw();
        }
    }

    private async Task MoveAsync(IReadOnlyList<Order> seen, decimal price)
    {
        if (Line.WhyTooLate() is { Length: > 0 } late)
        {
            Say($"Not moved: {late}. Look at the book, and move it again.", "caution");
            return;
        }
        // What was said of the order at its old price is over.
        Say("", "faint");
        Task moves = Mover.MoveAllAsync(seen, View.Orders, price);
        Changed();
        await moves;
        if (Mover.Problem.Length > 0)
        {
            Say(Mover.Problem, "down");
            Mover.CloseProblem();
        }
        Draw();
    }

    // The cross in the line is smaller than a finger.
    private Task CancelPickedAsync()
    {
        IReadOnlyList<Order> orders = _pickedOrders;
        _picked = null;
        return CancelAsync(orders);
    }

    private Task CancelAsync(OrderSide side, decimal price) => CancelAsync([.. LadderModel.OrdersAt(Input(), price).Where(o => o.Side == side)]);

    private async Task CancelAsync(IReadOnlyList<Order> orders)
    {
        if (orders.Count == 0)
        {
            Say("No order of yours is at this price.", "faint");
            return;
        }
        foreach (Order order in orders)
        {
            try
            {
                CommandResult result = await Commands.CancelAsync(order.OrderRef, UserCommands.Plain());
                Say(result.Message, result.Outcome == CommandOutcome.Accepted ? "faint" : "down");
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Say($"Cancel was not answered: {failure.Message}", "down");
            }
        }
        Draw();
    }

    private async Task OnKeyAsync(KeyboardEventArgs e)
    {
        if (_instrument is not { } instrument || e.CtrlKey || e.MetaKey || e.AltKey) return;
        switch (e.Key)
        {
            case "ArrowUp" or "ArrowDown" when e.ShiftKey:
                await ShiftOrdersAsync(instrument, e.Key == "ArrowUp" ? 1 : -1);
                break;
            case "ArrowUp" or "ArrowDown":
                _model.MoveCursor(instrument, e.Key == "ArrowUp" ? 1 : -1);
                AskAtCursor();
                break;
            case "PageUp" or "PageDown":
                _model.MoveCursor(instrument, e.Key == "PageUp" ? PageRows : -PageRows);
                AskAtCursor();
                break;
            // A letter with Shift is a key of the desk: it would send the ticket's order and one of the ladder at once.
            case { Length: 1 } letter when e.ShiftKey && char.IsAsciiLetter(letter[0]):
                return;
            // No order goes to a price that nobody sees.
            case "b" or "B" or "s" or "S" when _model.Cursor is { } hidden && _model.Find(hidden) is null && !e.Repeat:
                _model.SetCursor(instrument, hidden);
                Say($"Nothing was sent: the price cursor, at {Format.Price(hidden, _decimals)}, was out of sight. Press again to send there.", "caution");
                break;
            case "b" or "B" or "s" or "S" when _model.Cursor is { } at && !e.Repeat:
                await PlaceAsync(e.Key is "b" or "B" ? OrderSide.Buy : OrderSide.Sell, at);
                break;
            case "Delete" or "Backspace" when _model.Cursor is { } at && !e.Repeat:
                await CancelAsync(LadderModel.OrdersAt(Input(), at));
                break;
            case "c" or "C":
                Center();
                AskAtCursor();
                break;
            case "a" or "A" when !e.Repeat:
                await ToggleArmAsync();
                break;
            case "t" or "T":
                _isStop = !_isStop;
                AskAtCursor();
                break;
            case "Escape":
                if (_picked is not null) Pick(_picked.Value.Side, _picked.Value.Price);
                else if (_isArmed) Disarm("Disarmed.");
                break;
            case { Length: 1 } key when key[0] is >= '1' and <= '5':
                _quantity = _sizes[key[0] - '1'];
                AskAtCursor();
                break;
        }
        Draw();
    }

    // Own orders at the cursor go with it, so that the key can be pressed again.
    private async Task ShiftOrdersAsync(Instrument instrument, int steps)
    {
        if (_model.Cursor is not { } at) return;
        IReadOnlyList<Order> orders = LadderModel.OrdersAt(Input(), at);
        if (orders.Count == 0)
        {
            Say("No order of yours is at this price.", "faint");
            return;
        }
        _model.MoveCursor(instrument, steps);
        if (_model.Cursor is { } to) await MoveAsync(orders, to);
    }

    private OrderSpec SpecOf(OrderSide side, decimal price) => new()
    {
        Ticker = _ticker,
        Side = side,
        Quantity = _quantity,
        Type = _isStop ? OrderType.Stop : OrderType.Limit,
        LimitPrice = _isStop ? null : price,
        StopPrice = _isStop ? price : null,
        Tif = TimeInForce.Day,
        Account = State.Account.Length > 0 ? State.Account : null,
    };

    private string Words(OrderSpec s) => OrderSentence.Of(s, _decimals);

    private void AskAtCursor()
    {
        if (_model.Cursor is not { } at) return;
        decimal? middle = _quote?.Mid ?? _quote?.Mark;
        // A limit below the market buys, one above it sells; of stops it is the other way round.
        Ask(at <= middle != _isStop ? OrderSide.Buy : OrderSide.Sell, at);
    }

    private void Ask(OrderSide side, decimal price)
    {
        if (!CanTrade) return;
        _asking?.Cancel();
        _asking?.Dispose();
        _asking = new CancellationTokenSource();
        _ = AskAsync(SpecOf(side, price), _asking.Token);
    }

    private async Task AskAsync(OrderSpec spec, CancellationToken stop)
    {
        try
        {
            await Task.Delay(Options.Value.PreviewDelay, Clock, stop);
            PreviewResult preview = await Commands.PreviewAsync(spec, UserCommands.Plain(), withMargin: false, stop);
            if (stop.IsCancellationRequested) return;
            Tell(preview.Verdict.IsAllowed ? $"{Words(spec)}: risk allows it, value {Format.Money(preview.Notional)}." : preview.Verdict.Summary, preview.Verdict.IsAllowed ? "faint" : "down");
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The cursor went on, or the page is gone.
        }
        catch (Exception failure)
        {
            if (stop.IsCancellationRequested) return;
            Tell($"Risk could not be asked: {failure.Message}", "caution");
            StateHasChanged();
        }
    }

    private void SetPreset(int index, string? text)
    {
        if (_instrument is not { } instrument || !TicketDraft.TryParse(text ?? "", out decimal size) || size <= 0m)
        {
            Say($"A quantity is a number above 0, which \"{text}\" is not: key {index + 1} keeps {Format.Quantity(_sizes[index])}.", "down");
            return;
        }
        Say("", "faint");
        bool isChosen = _quantity == _sizes[index];
        _sizes = [.. _sizes.Select((s, i) => i == index ? size : s)];
        if (isChosen) _quantity = size;
        Preferences.SetJson(LadderSizes.Key(instrument.Contract.SecurityType), LadderSizes.Write(_sizes));
    }

    private void Say(string text, string tone)
    {
        // What has happened is not written over by what risk would have said to it a moment ago.
        _asking?.Cancel();
        Tell(text, tone);
    }

    private void Tell(string text, string tone)
    {
        _note = text;
        _noteTone = tone;
        _isChanged = true;
    }

    /// <summary>The rows that fit were measured, called by the page.</summary>
    [JSInvokable]
    public void Fit(int rows)
    {
        _model.Fit(rows, _instrument);
        Changed();
    }

    /// <summary>The wheel was turned over the rows, called by the page.</summary>
    [JSInvokable]
    public void Shift(int rows)
    {
        if (_instrument is null) return;
        _model.Shift(_instrument, rows);
        Changed();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./" + Assets["js/ladder.js"]);
            if (_module is not null) await _module.InvokeVoidAsync("attach", _rows, _self);
        }
        catch (Exception failure) when (failure is JSDisconnectedException or TaskCanceledException)
        {
            // The page is gone before it was there.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _watch?.Dispose();
        _asking?.Cancel();
        _asking?.Dispose();
        _asking = null;
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        GC.SuppressFinalize(this);
        try
        {
            if (_module is not null)
            {
                await _module.InvokeVoidAsync("detach", _rows);
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
