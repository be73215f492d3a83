using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using TradingBlazor.Hosting;
using TradingBlazor.State.Docking;
using TradingBlazor.State.Keys;
using TradingBlazor.State.Preferences;
using TradingCore.MarketData;
using TradingCore.Telemetry;

namespace TradingBlazor.State;

/// <summary>Registers what the pages need.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds Razor components with interactive server rendering, MudBlazor, and the desk's state: one of each per circuit.
    /// Needs <c>ITradingView</c>, <c>ITradingCommands</c> and a <see cref="TimeProvider"/> from elsewhere.
    /// </summary>
    public static IServiceCollection AddDeskState(this IServiceCollection services)
    {
        AddDeskServices(services);
        services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(o =>
            {
                // The page calls a silent line lost after 8 s (desk-boot.js), so the server speaks at least every 2 s.
                o.KeepAliveInterval = TimeSpan.FromSeconds(2);
                o.ClientTimeoutInterval = TimeSpan.FromSeconds(20);
                // A page that comes back after a restart sends the state that it held in one message: with the preferences it is more than the usual 32 KB.
                o.MaximumReceiveMessageSize = 1024 * 1024;
            })
            .Services.Configure<CircuitOptions>(o =>
            {
                // Two batches in flight: a slow browser sees data that is at most two of its own round trips old, instead of ten.
                o.MaxBufferedUnacknowledgedRenderBatches = 2;
            });
        services.AddSingleton<CircuitDrain>();
        services.AddHostedService(p => p.GetRequiredService<CircuitDrain>());
        services.AddScoped<CircuitHandler, CircuitTurns>();
        services.AddScoped<CircuitHandler, DeskCircuit>();
        services.AddRazorComponents().RegisterPersistentService<DeskState>(RenderMode.InteractiveServer).RegisterPersistentService<DeskPreferences>(RenderMode.InteractiveServer);
        return services;
    }

    /// <summary>The part that has nothing to do with a web server.</summary>
    internal static IServiceCollection AddDeskServices(IServiceCollection services)
    {
        services.AddOptions<DeskOptions>();
        services.AddOptions<MarketDataOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OrderMeter>();
        services.AddScoped<FillToScreen>();
        services.AddSingleton<Watch.WatchTexts>();
        services.AddSingleton<Ladder.LadderTexts>();
        services.AddSingleton<Charts.ChartFigures>();
        services.AddScoped<DeskBeat>();
        services.AddScoped<DeskState>();
        services.AddScoped<NoticeLog>();
        services.AddSingleton<PreferenceNews>();
        services.AddScoped<DeskPreferences>();
        services.AddScoped<DeskLayout>();
        services.AddScoped<HotkeyArming>();
        services.AddScoped<PageLine>();
        services.AddScoped<UndoWindow>();
        services.AddScoped<TradingKeys>();
        services.AddScoped<DeskCommands>();
        services.AddScoped<DeskTheming>();
        services.AddScoped<TicketMemory>();
        services.AddScoped<OrderSender>();
        services.AddScoped<FileSaver>();
        services.TryAddScoped<ITradeHistory, StoredTradeHistory>();

        services.AddMudServices(o =>
        {
            // Bottom left: over the end of the watchlist, never over the ticket or the orders.
            o.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
            o.SnackbarConfiguration.MaxDisplayedSnackbars = 4;
            o.SnackbarConfiguration.PreventDuplicates = false;
            o.SnackbarConfiguration.ShowTransitionDuration = 120;
            o.SnackbarConfiguration.HideTransitionDuration = 200;
            o.SnackbarConfiguration.VisibleStateDuration = 6000;
            o.SnackbarConfiguration.HideIcon = true;
            o.SnackbarConfiguration.SnackbarVariant = Variant.Outlined;
        });
        return services;
    }
}
