using TradingBlazor.Security.Audit;
using TradingCore.Engine.Commands;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Security.Access;

/// <summary>Whether the caller may do something.</summary>
/// <param name="Access">Who it is; null when nobody.</param>
/// <param name="Fault">Why not, a sentence for people; empty when allowed.</param>
/// <param name="Address">From where.</param>
internal sealed record CommandJudgement(CallerAccess? Access, string Fault, string Address)
{
    /// <summary>An entry of the audit log about it.</summary>
    public AuditEntry Entry(string action, string subject) => new(Access?.Who ?? "nobody", action, subject) { Address = Address };
}

/// <summary>Judges the callers of commands, one for each request or page.</summary>
internal sealed class CommandGuard(Caller caller, IAuditLog audit)
{
    /// <summary>Stands for every account of the login at once.</summary>
    public const string EveryAccount = "*";

    /// <summary>The account that a scope is about; everything but an account reaches into all of them.</summary>
    public static string AccountOf(RiskScope scope) => scope.Kind == RiskScopeKind.Account ? scope.Name : EveryAccount;

    /// <summary>Judges.</summary>
    /// <param name="permission">What is needed.</param>
    /// <param name="account">In which account; null when it is about none.</param>
    /// <param name="stop">Ends the wait.</param>
    public async ValueTask<CommandJudgement> JudgeAsync(Permission permission, string? account, CancellationToken stop)
    {
        CommandJudgement judgement = await LookAsync(permission, account, stop);
        if (judgement.Fault.Length > 0) audit.Record(judgement.Entry("command.refused", permission.ToString()) with { Reason = judgement.Fault });
        return judgement;
    }

    /// <summary>Judges what only asks and changes nothing. An open page asks by itself every few seconds: as entries, its refusals would bury those of what somebody wanted to do.</summary>
    public async ValueTask<CommandJudgement> LookAsync(Permission permission, string? account, CancellationToken stop)
    {
        CallerAccess? access = await caller.FindAsync(stop);
        string address = caller.Request is { } request ? Addresses.Of(request) : access?.Address ?? "";
        return new CommandJudgement(access, AccessWords.Fault(access, permission, account), address);
    }

    /// <summary>The command with the name of who gave it, for history, log and audit.</summary>
    public async ValueTask<CommandContext> SignAsync(CommandContext context, CancellationToken stop) => await caller.FindAsync(stop) switch
    {
        { Kind: CallerKind.User } user => context with { Source = "user", Who = user.Name },
        { Kind: CallerKind.Key } key => context with { Who = $"key {key.Name}" },
        { Kind: CallerKind.Token } token => context with { Who = $"token {token.Name}" },
        _ => context,
    };
}
