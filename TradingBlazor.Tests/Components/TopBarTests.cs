using Bunit;
using TradingBlazor.Components.Pages;
using TradingBlazor.Components.Trading;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;

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
