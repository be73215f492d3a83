using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Alerts;
using TradingCore.Persistence;
using TradingCore.Risk.Kill;

namespace TradingCore.Tests.Alerts;

/// <summary>The beat with its storing and sending, on a clock that the test moves.</summary>
public sealed class AlertServiceTests
{
    private readonly FakeTimeProvider _clock = new(Bench.Start);
    private readonly SetView _view = new();
    private readonly FlakyStore _store = new();
    private readonly NotingSender _sender = new();
    private readonly AlertDesk _desk;

    public AlertServiceTests() => _desk = new AlertDesk(_clock, NullLogger<AlertDesk>.Instance);

    private CancellationToken Stop { get; } = TestTime.Limit();

    private AlertService Service() => new(
        _desk, _store, new AlertFacts(_view, _view, new HeartbeatBook()), new AlertOptions(), new AlertStorage(Task.CompletedTask, () => ""), [_sender], _clock, NullLogger<AlertService>.Instance);

    private async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Stop);
        }
    }

    [Fact]
    public async Task While_the_database_is_away_alerts_go_on_and_are_stored_when_it_is_back()
    {
        _store.IsAway = true;
        _view.KillSwitches = [new KillStatus { Who = "mira", Level = KillLevel.Block }];
        AlertService service = Service();
        await service.StartAsync(Stop);

        await UntilAsync(() => _desk.Current.Active.Any(a => a.RuleId == "default.kill-switch") && _desk.Current.StorageFailure.Length > 0);
        string told = _desk.Current.StorageFailure;
        _store.IsAway = false;
        await UntilAsync(() => _store.Alerts.Any(a => a.RuleId == "default.kill-switch"));
        await UntilAsync(() => _desk.Current.StorageFailure.Length == 0);
        await service.StopAsync(Stop);

        Assert.Equal("The database is away.", told);
        Assert.Single(_desk.Current.Active, a => a.RuleId == "default.kill-switch");
    }

    [Fact]
    public async Task An_alert_goes_over_its_channel_and_a_sign_of_life_over_its_own()
    {
        _desk.SaveChannel(new AlertChannel { Name = "hook", Kind = AlertChannelKind.Webhook, Target = "x" }, "admin");
        _desk.Save(_desk.FindRule("default.kill-switch")! with { Channels = ["hook"] }, "admin");
        var alive = new AlertRuleForm { Name = "Alive", Channels = ["hook"], Condition = new AlertConditionForm { Kind = "heartbeat", Seconds = 30 } };
        _desk.Save(alive.ToRule("alive", AlertRule.Admins, "admins", null, new AlertFaults())!, "admin");
        AlertService service = Service();
        await service.StartAsync(Stop);

        await UntilAsync(() => _desk.Current.IsLoaded);
        _view.KillSwitches = [new KillStatus { Who = "mira", Level = KillLevel.Block }];
        await UntilAsync(() => _sender.Sent.Any(m => m.Alerts.Any(a => a.RuleId == "default.kill-switch")));
        await UntilAsync(() => _sender.Sent.Count(m => m.Rule == "Alive") >= 2);
        await service.StopAsync(Stop);

        Assert.Contains(_desk.Current.Active.Single(a => a.RuleId == "default.kill-switch").Deliveries, d => d.State == AlertDeliveryState.Sent);
    }

    [Theory]
    [InlineData("", "", "", "", true)]
    [InlineData("mail.example.com", "desk@example.com", "", "", true)]
    [InlineData("mail.example.com", "", "", "", false)]
    [InlineData("", "desk@example.com", "", "", false)]
    [InlineData("mail.example.com", "desk@example.com", "desk", "", false)]
    [InlineData("mail.example.com", "desk@example.com", "", "secret", false)]
    [InlineData("mail.example.com", "desk@example.com", "desk", "secret", true)]
    public void The_mail_server_is_set_whole_or_not_at_all(string host, string from, string user, string password, bool isValid)
    {
        var options = new EmailOptions { Host = host, From = from, User = user, Password = password };

        Assert.Equal(isValid, !options.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(options)).Any());
    }

    private sealed class NotingSender : IAlertSender
    {
        public ConcurrentQueue<AlertMessage> Sent { get; } = new();

        public AlertChannelKind Kind => AlertChannelKind.Webhook;

        public Task<AlertSendResult> SendAsync(AlertChannel channel, AlertMessage message, CancellationToken stop)
        {
            Sent.Enqueue(message);
            return Task.FromResult(new AlertSendResult(true, "ok"));
        }
    }

    private sealed class FlakyStore : IAlertStore
    {
        private volatile bool _isAway;

        public bool IsAway { get => _isAway; set => _isAway = value; }

        public ConcurrentQueue<Alert> Alerts { get; } = new();

        public Task<StoredAlerts> LoadAsync(CancellationToken stop) => IsAway ? throw Away : Task.FromResult(new StoredAlerts());

        public Task SaveAsync(AlertChanges changes, CancellationToken stop)
        {
            if (IsAway) throw Away;
            foreach (Alert alert in changes.Alerts) Alerts.Enqueue(alert);
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<Alert>> SearchAsync(AlertFilter filter, string? beforeId, int limit, CancellationToken stop) => Task.FromResult<IReadOnlyList<Alert>>([]);

        public Task<Alert?> FindAsync(string id, CancellationToken stop) => Task.FromResult<Alert?>(null);

        public Task<int> TrimAsync(DateTimeOffset before, CancellationToken stop) => Task.FromResult(0);

        private static PersistenceException Away => new("The database is away.");
    }
}
