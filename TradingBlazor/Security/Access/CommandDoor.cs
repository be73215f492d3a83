using TradingBlazor.Hosting;
using TradingBlazor.State;
using TradingCore.Engine;
using TradingCore.Engine.Views;
using TradingCore.Hosting;
using TradingCore.Persistence;
using TradingCore.Risk;

namespace TradingBlazor.Security.Access;

/// <summary>Puts the guard between everything with a caller and the engine. Inside the program, what acts without a caller asks for the engine by <see cref="Inside"/>.</summary>
internal static class CommandDoor
{
    /// <summary>Key of the engine's own commands.</summary>
    public const string Inside = "engine";

    /// <summary>Called last, when the services of the engine, or those that replace them, are there.</summary>
    public static void Close(IServiceCollection services)
    {
        Move<ITradingCommands>(services);
        Move<IRiskCommands>(services);
        services.AddScoped<CommandGuard>();
        services.AddScoped<IMay, May>();
        services.AddSingleton<StepUpDesk>();
        services.AddScoped<StepUpPrompt>();
        services.AddScoped<StepUpGuard>();
        services.AddScoped<IArmingGuard, ArmingGuard>();
        services.AddSingleton<ApprovalStore>();
        services.AddSingleton(p => new ApprovalPlace(FolderId.Of(p.GetRequiredService<DataFolder>().Root), p.GetRequiredService<TradingSettings>().Redis.IsConfigured));
        services.AddSingleton<Approvals>();
        services.AddHostedService<ApprovalKeeper>();
        services.AddScoped<ITradingCommands>(p => new GuardedCommands(p.GetRequiredKeyedService<ITradingCommands>(Inside), p.GetRequiredService<CommandGuard>(), p.GetRequiredService<StepUpGuard>(),
            p.GetRequiredService<Approvals>(), p.GetRequiredService<SecurityOptions>(), p.GetRequiredService<ITradingView>(), p.GetRequiredService<StopGate>(), p.GetService<RiskDenials>() ?? new RiskDenials()));
        services.AddScoped<IRiskCommands>(p => new GuardedRiskCommands(p.GetRequiredKeyedService<IRiskCommands>(Inside), p.GetRequiredService<IRiskView>(), p.GetRequiredService<ITradingView>(), p.GetRequiredService<CommandGuard>(),
            p.GetRequiredService<StepUpGuard>(), p.GetRequiredService<Approvals>(), p.GetRequiredService<ApprovalStore>(), p.GetRequiredService<SecurityOptions>(), p.GetRequiredService<Audit.IAuditLog>()));
        // The file and the signal have no caller: whoever can give them owns the machine.
        ServiceDescriptor watch = services.Single(s => s.ServiceType == typeof(KillWatch));
        services.Remove(watch);
        services.AddSingleton(p => new KillWatch(
            p.GetRequiredService<DataFolder>(), p.GetRequiredKeyedService<IRiskCommands>(Inside), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<KillWatch>>()));
    }

    private static void Move<T>(IServiceCollection services) where T : class
    {
        ServiceDescriptor found = services.Last(s => s.ServiceType == typeof(T) && !s.IsKeyedService);
        services.Remove(found);
        services.AddKeyedSingleton(Inside, (p, _) => (T)(found.ImplementationInstance ?? found.ImplementationFactory!(p)));
    }
}
