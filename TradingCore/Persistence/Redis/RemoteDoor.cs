using System.Reflection;
using TradingCore.Engine.Commands;

namespace TradingCore.Persistence.Redis;

/// <summary>A door of the engine in a web process: every method goes over Redis. What cannot be sent or is not answered becomes an answer that says so.</summary>
/// <remarks>Not sealed because the proxy is derived from it.</remarks>
internal class RemoteDoor : DispatchProxy
{
    private static readonly MethodInfo AnswerMethod = typeof(RemoteDoor).GetMethod(nameof(AnswerAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private RemoteCalls _calls = null!;

    /// <summary>Makes a door.</summary>
    public static T Open<T>(RemoteCalls calls) where T : class
    {
        T door = Create<T, RemoteDoor>();
        ((RemoteDoor)(object)door)._calls = calls;
        return door;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        RemoteMethod method = CallTable.Find(CallTable.NameOf(targetMethod)) ?? throw new NotSupportedException($"{targetMethod.Name} is not called over Redis.");
        CancellationToken stop = (args ?? []).OfType<CancellationToken>().FirstOrDefault();
        object?[] arguments = [.. (args ?? []).Where(a => a is not CancellationToken)];
        return AnswerMethod.MakeGenericMethod(method.Result).Invoke(this, [method, arguments, stop]);
    }

    private async Task<T> AnswerAsync<T>(RemoteMethod method, object?[] arguments, CancellationToken stop)
    {
        try
        {
            return (T)(await _calls.CallAsync(method, arguments, stop).ConfigureAwait(false))!;
        }
        catch (CallFailedException e)
        {
            return (T)Failed(typeof(T), e);
        }
    }

    private static object Failed(Type result, CallFailedException e) => result switch
    {
        _ when result == typeof(SubmitResult) => new SubmitResult(e.IsUnknown ? SubmitOutcome.Unconfirmed : SubmitOutcome.NotDurable, null, default, e.Message),
        _ when result == typeof(StatementResult) => new StatementResult(e.IsUnknown ? CommandOutcome.Unconfirmed : CommandOutcome.Refused, e.Message, []),
        _ when result == typeof(CommandResult) => new CommandResult(e.IsUnknown ? CommandOutcome.Unconfirmed : CommandOutcome.Refused, e.Message),
        _ when result == typeof(KillResult) => new KillResult(e.IsUnknown ? CommandOutcome.Unconfirmed : CommandOutcome.Refused, $"{e.Message} If it must stop now: the file 'kill' in the engine's data folder, the engine's own REST address, or TWS."),
        _ when result == typeof(RiskLimitResult) => RiskLimitResult.Refused(e.Message),
        _ when result == typeof(PreviewResult) => PreviewResult.Refused(e.Message),
        _ when result == typeof(bool) => false,
        // Answers of the gateway: a list that is empty, and why.
        _ => Activator.CreateInstance(result, Array.CreateInstance(result.GetGenericArguments()[0], 0), e.Message)!,
    };
}
