using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>Registers what carries alerts to people.</summary>
internal static class AlertRegistration
{
    /// <summary>Adds channels, commands and what a page keeps of alerts.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddSingleton<AlertChannelReader>();
        services.AddSingleton<IAlertSender, EmailSender>();
        services.AddSingleton<IAlertSender, WebhookSender>();
        services.AddScoped<IAlertCommands, AlertCommands>();
        services.AddScoped<AlertInbox>();
        return services;
    }
}
