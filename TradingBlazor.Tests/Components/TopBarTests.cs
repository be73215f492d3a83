using Bunit;
using TradingBlazor.Components.Pages;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Risk;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Tests.Components;

public sealed class TopBarTests : DeskTest
{
    [Theory]
    [InlineData(TradingMode.Simulator, "SIMULATOR", false)]
    [InlineData(TradingMode.Paper, "PAPER", false)]
    [InlineData(TradingMode.Live, "LIVE", true)]
    public void The_mode_is_on_every_page_and_live_has_a_red_bar(TradingMode mode, string badge, bool hasBar)
    {
        View.Session = Given.ReadySession(mode);

        IRenderedComponent<TopBar> cut = Render<TopBar>();

        Assert.Equal(badge, Text(cut, "mode-badge"));
        Assert.Equal(hasBar, Has(cut, "live-bar"));
    }

    [Fact]
    public void Equity_and_profit_of_the_day_are_those_of_the_account()
    {
        View.Accounts = [new AccountState { Account = new AccountId("DU1234567"), Currency = "USD", NetLiquidation = 1_002_314.55m, DailyPnl = -12.3m }];

        IRenderedComponent<TopBar> cut = Render<TopBar>();

        Assert.Equal("1,002,314.55", Text(cut, "equity"));
        Assert.Equal("−12.30▼", Text(cut, "day-pnl"));
    }

    [Fact]
    public async Task The_limit_that_is_used_furthest_is_in_sight_with_its_name_and_a_tone()
    {
        Risk.Current = Risk.Current with { Accounts = [Given.Risk([new("R20", "Gross exposure", 310m, 1000m, RiskUnit.Money), new("R29", "Messages this second", 30m, 30m, RiskUnit.Count)])] };
        IRenderedComponent<RiskLink> cut = Render<RiskLink>();
        Assert.Equal("31 %", Text(cut, "risk-use"));

        Risk.Current = Risk.Current with { Accounts = [Given.Risk([new("R20", "Gross exposure", 310m, 1000m, RiskUnit.Money)], new SymbolRisk("SPY", TradingGate.Open, 100m, 0m, 0m, [new("R19", "Position", 1999m, 2000m, RiskUnit.Quantity)]))] };
        await BeatAsync();

        Assert.Equal("99 %", Text(cut, "risk-use"));
        Assert.Equal("The limit that is used furthest: Position in SPY (R19), 99 %. With every working order filled.", Find(cut, "risk-link").GetAttribute("title"));
        Assert.Contains("tone-caution", Find(cut, "risk-link").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_halted_says_whose_orders_that_is()
    {
        RiskLatch latch = new() { Id = "KILL:symbol:AAPL", Code = "KILL", Scope = new RiskScope(RiskScopeKind.Symbol, "AAPL"), State = TradingGate.Halted };
        Risk.Current = Risk.Current with { Latches = [latch] };
        IRenderedComponent<RiskLink> cut = Render<RiskLink>();
        Assert.Equal(("AAPL", "halted", "Risk of AAPL halted"), (Text(cut, "risk-scope"), Text(cut, "risk-use"), Find(cut, "risk-link").GetAttribute("aria-label")));
        Assert.StartsWith("Symbol AAPL: No order leaves. Cancels work.", Find(cut, "risk-link").GetAttribute("title"), StringComparison.Ordinal);

        Risk.Current = Risk.Current with { Latches = [latch, latch with { Id = "R25:symbol:SPY", Scope = new RiskScope(RiskScopeKind.Symbol, "SPY") }] };
        await BeatAsync();
        Assert.Equal("AAPL +1", Text(cut, "risk-scope"));

        Risk.Current = Risk.Current with { Latches = [latch, latch with { Id = "KILL:firm", Scope = RiskScope.Firm }] };
        await BeatAsync();
        Assert.Equal(("Risk", "halted"), (Text(cut, "risk-scope"), Text(cut, "risk-use")));
    }

    [Fact]
    public async Task A_use_of_limits_that_is_not_known_is_not_shown_as_none()
    {
        Risk.Current = Risk.Current with { Accounts = [] };
        IRenderedComponent<RiskLink> cut = Render<RiskLink>();
        Assert.Equal((Format.None, "Use of limits is not known yet."), (Text(cut, "risk-use"), Find(cut, "risk-link").GetAttribute("title")));

        Risk.Current = Risk.Current with { Accounts = [Given.Risk([new("R20", "Gross exposure", 310m, 1000m, RiskUnit.Money), new("R25", "Daily loss", null, 20_000m, RiskUnit.Money)])] };
        await BeatAsync();

        Assert.Equal("≥ 31 %", Text(cut, "risk-use"));
        Assert.EndsWith("Not known: Daily loss (R25).", Find(cut, "risk-link").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chip_turns_red_with_its_cause_when_the_gateway_is_lost()
    {
        IRenderedComponent<ConnectionChip> cut = Render<ConnectionChip>();
        Assert.Equal("ready", Find(cut, "connection-chip").GetAttribute("data-state"));

        View.Session = View.Session with { State = SessionState.WaitingToReconnect, IsVerified = false, Cause = "The gateway closed the connection." };
        await BeatAsync();

        Assert.Equal("waiting", Find(cut, "connection-chip").GetAttribute("data-state"));
        Assert.Equal("bad", Find(cut, "connection-chip").GetAttribute("data-tone"));
        Find(cut, "connection-chip").Click();
        Assert.Contains("The gateway closed the connection.", Text(cut, "connection-detail"), StringComparison.Ordinal);
        Find(cut, "connection-chip").KeyDown("Escape");
        Assert.False(Has(cut, "connection-detail"));
    }

    [Fact]
    public async Task A_login_that_is_needed_is_one_tap_away()
    {
        IRenderedComponent<ConnectionChip> cut = Render<ConnectionChip>();
        Assert.False(Has(cut, "login-help"));

        View.Session = View.Session with
        {
            State = SessionState.WaitingToReconnect,
            IsVerified = false,
            NeedsPerson = true,
            NextStep = "approve the login on your phone: IBKR Mobile → tap the notification",
            LoginHelpUrl = "http://localhost:6080/vnc.html",
        };
        await BeatAsync();

        Assert.Equal(("http://localhost:6080/vnc.html", "Open gateway"), (Find(cut, "login-help").GetAttribute("href"), Text(cut, "login-help")));
        Find(cut, "connection-chip").Click();
        Assert.Contains("Approve the login on your phone: IBKR Mobile", Text(cut, "connection-detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chip_turns_amber_when_the_session_falls_silent()
    {
        IRenderedComponent<ConnectionChip> cut = Render<ConnectionChip>();

        Clock.Advance(TimeSpan.FromSeconds(11));
        await BeatAsync();

        Assert.Equal("stale", Find(cut, "connection-chip").GetAttribute("data-state"));
        Assert.Equal("caution", Find(cut, "connection-chip").GetAttribute("data-tone"));
        Assert.Contains("11 s", Text(cut, "connection-chip"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_is_not_there_leads_back()
    {
        IRenderedComponent<NotFound> cut = Render<NotFound>();

        Assert.Equal("", cut.Find("a").GetAttribute("href"));
    }
}
