using TradingBlazor.Security;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingCore.Engine;
using TradingCore.Engine.Views;
using TradingCore.Hosting.Rehearsing;

namespace TradingBlazor.Hosting.Rehearsing;

/// <summary>The services of a request, with the rehearsal's engine in the place of the real one: nothing of it is audited, waits for a second person, or reaches a broker.</summary>
internal sealed class RehearsalServices : IServiceProvider
{
    private readonly IServiceProvider _real;
    private readonly ITradingView _view;
    private readonly ITradingCommands _commands;
    private readonly IRiskCommands _risk;

    public RehearsalServices(IServiceProvider real, RehearsalEngine engine)
    {
        _real = real;
        _view = engine.View;
        var audit = new NoAudit();
        var options = new SecurityOptions { SecondPersonNotional = 0m };
        var guard = new CommandGuard(real.GetRequiredService<Caller>(), audit);
        var stepUp = real.GetRequiredService<StepUpGuard>();
        ApprovalStore store = real.GetRequiredService<ApprovalStore>();
        var approvals = new Approvals(this, store, options, audit, _view, real.GetRequiredService<TimeProvider>());
        _commands = new GuardedCommands(engine.Commands, guard, stepUp, approvals, options, _view, real.GetRequiredService<StopGate>(), engine.Denials);
        _risk = new GuardedRiskCommands(engine.RiskCommands, engine.RiskView, _view, guard, stepUp, approvals, store, options, audit);
    }

    public object? GetService(Type serviceType) =>
        serviceType == typeof(ITradingCommands) ? _commands
        : serviceType == typeof(IRiskCommands) ? _risk
        : serviceType == typeof(ITradingView) ? _view
        : _real.GetService(serviceType);

    private sealed class NoAudit : IAuditLog
    {
        public void Record(AuditEntry entry)
        {
        }

        public Task RecordAsync(AuditEntry entry, CancellationToken stop = default) => Task.CompletedTask;
    }
}
