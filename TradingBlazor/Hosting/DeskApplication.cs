using System.Net.Sockets;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using TradingBlazor.Alerts;
using TradingBlazor.Api;
using TradingBlazor.Cluster;
using TradingBlazor.Components;
using TradingBlazor.Hosting.Doctor;
using TradingBlazor.Hubs;
using TradingBlazor.Security;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.State;
using TradingBlazor.State.Preferences;
using TradingBlazor.Telemetry;
using TradingCore.Hosting;
using TradingCore.Persistence;
using TradingCore.Persistence.History;

namespace TradingBlazor.Hosting;

/// <summary>The composition root: puts the trading system, the API and the pages together.</summary>
internal static class DeskApplication
{
    // A kilobyte to look back at instead of 32: half of the processor time for a third more bytes, because the tables of a hundred desks stay in the processor's caches.
    private const int WindowBits = 10;

    /// <summary>Reads the settings and builds the program without starting it.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="configure">Replaces services in tests.</param>
    /// <exception cref="StartException">A setting is wrong.</exception>
    /// <param name="held">The data folder when this process has it already.</param>
    /// <exception cref="PersistenceException">The data folder cannot be used.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? configure = null, DataFolder? held = null)
    {
        // Before the framework reads them: on some forms it fails without a sentence.
        if (SettingsSources.ArgumentProblems(args) is { Count: > 0 } problems) throw new StartException([.. problems]);
        WebApplicationBuilder builder = CreateBuilder(args);
        DeskSettings.AddSources(builder.Configuration, args);
        DeskSettings.AddSaved(builder.Configuration);
        DeskSettings settings = DeskSettings.Read(builder.Configuration, args);
        DataFolder folder = held ?? DataFolder.OpenWhole(settings.Trading.Persistence.ResolveFolder());
        try
        {
            // Run from the build output under any environment name, the files of the component libraries lie in their packages; a published copy has no such list and this does nothing.
            builder.WebHost.UseStaticWebAssets();
            builder.WebHost.UseUrls(OperationsPort.Url(settings.Telemetry) is { } operations ? [.. settings.Urls, operations] : [.. settings.Urls]);
            System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = Certificates.Load(settings.Security, folder, TimeProvider.System);
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                if (certificate is not null) kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
                kestrel.AddServerHeader = false;
                RequestBounds.Set(kestrel.Limits);
            });
            DeskLogging.Add(builder, folder, settings);
            AddServices(builder, settings, folder);
            configure?.Invoke(builder.Services);
            CommandDoor.Close(builder.Services);
            WebApplication app = builder.Build();
            Map(app);
            return app;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A builder with the settings that the framework reads; those of this program come on top.</summary>
    internal static WebApplicationBuilder CreateBuilder(string[] args) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ApplicationName = typeof(DeskApplication).Assembly.GetName().Name,
        ContentRootPath = ContentRoot(),
    });

    /// <summary>The settings as a start would read them; null when something is wrong with them.</summary>
    internal static DeskSettings? TryReadSettings(string[] args)
    {
        if (SettingsSources.ArgumentProblems(args).Count > 0) return null;
        try
        {
            WebApplicationBuilder builder = CreateBuilder(args);
            DeskSettings.AddSources(builder.Configuration, args);
            DeskSettings.AddSaved(builder.Configuration);
            return DeskSettings.Read(builder.Configuration, args);
        }
        catch (StartException)
        {
            return null;
        }
    }

    /// <summary>Starts, serves until stopped, and says in one sentence why it could not.</summary>
    /// <returns>Exit code: 0 after an ordered stop, 1 when it could not start or has ended by itself.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [ReplayCommand.Name, .. string[] rest]) return ReplayCommand.Run(rest, Console.Out, Console.Error);
        if (args is [KillCommand.Word, ..]) return KillCommand.Run(args[1..], Console.Out, Console.Error);
        if (args is [VerifyAuditCommand.Word, ..]) return await VerifyAuditCommand.RunAsync(args[1..], Console.Out, Console.Error);
        if (args is [RestoreCommand.Word, ..]) return await RestoreCommand.RunAsync(args[1..], Console.Out, Console.Error);
        if (args is [GuardCommand.Word, ..]) return await GuardCommand.RunAsync(args[1..], Console.Out, Console.Error);
        if (args is [DoctorCommand.Word, ..]) return await DoctorCommand.RunAsync(args[1..], Console.Out);
        _ = HistoryWarmUp.Start();
        try
        {
            await using Standby? standby = await Standby.WaitAsync(args);
            WebApplication app = Build(args, services => standby?.AddTo(services), standby?.Folder);
            StartFailure failure = app.Services.GetRequiredService<StartFailure>();
            try
            {
                await StartAsync(app);
                await app.WaitForShutdownAsync();
            }
            catch (OperationCanceledException) when (failure.Sentence is not null)
            {
                // The trading system stopped the host while it was still starting: why is told below.
            }
            finally
            {
                await HostEnd.CloseAsync(app, TimeProvider.System);
            }
            return failure.Sentence is not { } sentence ? 0 : failure.HadStarted ? Fail([sentence], "has ended") : Fail([sentence]);
        }
        catch (OperationCanceledException)
        {
            // Told to end while it stood by.
            return 0;
        }
        catch (StartException e)
        {
            return Fail(e.Sentences);
        }
        catch (PersistenceException e)
        {
            return Fail([e.Message]);
        }
    }

    /// <summary>Starts the web server and the trading system side by side, and says where they are.</summary>
    public static async Task StartAsync(WebApplication app)
    {
        DeskSettings settings = app.Services.GetRequiredService<DeskSettings>();
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or SocketException)
        {
            throw InUse(settings, e);
        }
        catch (SocketException e)
        {
            throw InUse(settings, e);
        }
        string keyFile = app.Services.GetRequiredService<ApiKey>().File;
        ILogger logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("TradingBlazor");
        foreach (string url in app.Urls) logger.Open(url, settings.Trading.Trading.Mode);
        logger.ApiKeyAt(keyFile);
        if (settings.SimulatorNote.Length > 0) logger.SimulatorOff(settings.SimulatorNote);
    }

    private static StartException InUse(DeskSettings settings, Exception e) =>
        new($"The web server cannot listen on {string.Join(", ", settings.Urls)}: {e.GetBaseException().Message}. Stop the program that uses the port, or choose another one with --urls=http://localhost:5081.", e);

    private static void AddServices(WebApplicationBuilder builder, DeskSettings settings, DataFolder folder)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(ApiKey.LoadOrCreate(folder.ApiKey));
        if (settings.Simulator.Enabled && settings.Trading.Role != ProcessRole.Web)
        {
            services.AddSingleton(settings.Simulator);
            services.AddSingleton<IGatewaySource>(p => new EmbeddedGateway(
                settings.Simulator, settings.Trading.Tws, folder, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILoggerFactory>()));
        }
        services.AddTradingCore(settings.Trading, folder);
        DeskSecurity.Add(services, settings, folder);
        if (settings.Trading.Trading.Rehearse) services.AddHostedService<Rehearsing.RequestRehearsal>();
        services.AddSingleton<Settings.SettingsBook>();
        services.AddSingleton<Settings.ConnectionChange>();
        // Saved settings are the engine's: a web process has its own on the command line alone.
        if (settings.Trading.Role != ProcessRole.Web) services.AddHostedService<Settings.SettingsKeeper>();
        services.AddSingleton<Settings.RetentionPreview>();
        services.AddSingleton<Settings.Backups>();
        services.AddSingleton(settings.Backup);
        services.AddSingleton<Settings.BackupSchedule>();
        // A web process has nothing to back up.
        if (settings.Trading.Role != ProcessRole.Web) services.AddHostedService(p => p.GetRequiredService<Settings.BackupSchedule>());
        services.AddSingleton<TradingCore.Tws.Probing.ConnectionTest>();
        ServiceDescriptor preferences = services.Last(s => s.ServiceType == typeof(IPreferenceStore));
        services.Remove(preferences);
        services.AddSingleton<IPreferenceStore>(p => new OpenedPreferences((IPreferenceStore)preferences.ImplementationFactory!(p), p.GetRequiredService<StorageGate>().Opened, p.GetRequiredService<TimeProvider>()));
        // Service managers give ten seconds before they kill: less than five go to pages and orders that are under way, the rest to the trading system.
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(5));
        services.AddSingleton<StopGate>();
        // By the machine's own clock, whatever clock everything else goes by.
        services.AddSingleton(_ => new Standstill(TimeProvider.System));
        services.AddSingleton<QuoteAnswers>();

        FrameworkProblems.Add(services);
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            o.SerializerOptions.Converters.Add(new UtcTimeJson());
        });
        ApiDocument.Add(services);
        Streaming.Add(services, settings.Hub);

        services.AddDeskState();
        services.AddSingleton(Options.Create(settings.Desk));
        services.AddAlerts();
        TelemetrySetup.Add(services, settings.Telemetry);
        services.AddSingleton<IReadiness, Readiness>();
        services.AddSingleton<IProcessFigures, ProcessFigures>();
        if (settings.Trading.Role == ProcessRole.Web) services.AddScoped<IAlertCommands, EngineAlerts>();
        services.Configure<CircuitOptions>(o =>
        {
            // A phone that slept for some minutes finds its page as it was.
            o.DisconnectedCircuitMaxRetained = 50;
            o.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            o.DetailedErrors = builder.Environment.IsDevelopment();
        });
    }

    private static void Map(WebApplication app)
    {
        OperationsPort.Use(app, app.Services.GetRequiredService<TelemetryOptions>());
        if (app.Services.GetRequiredService<SecurityOptions>().BehindProxy) ForwardedAddress.Use(app);
        app.UseMiddleware<SecurityHeaders>();
        app.UseHsts();
        app.Use(RequestBounds.Guard);
        app.UseMiddleware<LoopbackGuard>();
        app.UseMiddleware<AddressGuard>();
        app.UseWhen(c => IsApi(c.Request.Path), api => api.UseExceptionHandler().UseStatusCodePages());
        if (!app.Environment.IsDevelopment()) app.UseWhen(c => !IsApi(c.Request.Path), pages => pages.UseExceptionHandler("/error", createScopeForErrors: true));
        app.UseWhen(c => IsPage(c.Request), pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        // What watches a site often asks without wanting the answer's body; the server leaves it out by itself.
        app.Use((context, next) =>
        {
            if (HttpMethods.IsHead(context.Request.Method) && IsApi(context.Request.Path)) context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        // Here and not at the start: a page that stands in for another one is looked up anew.
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.Use((context, next) =>
        {
            context.RequestServices.GetRequiredService<Caller>().Set(context);
            return next(context);
        });
        app.UseAuthorization();
        app.Use(RequestBounds.GuardBody);
        app.Use(StopGate.Guard);
        app.UseAntiforgery();
        app.Use(StaleForm.Guard);
        app.MapStaticAssets().AllowAnonymous().DisableRateLimiting();
        app.MapTradingApi();
        ApiDocument.Map(app);
        TelemetrySetup.Map(app, app.Services.GetRequiredService<TelemetryOptions>());
        Streaming.Map(app);
        // An engine has no pages and nobody signs in at it: programs come with keys, people go to a web process.
        if (app.Services.GetRequiredService<DeskSettings>().Trading.Role == ProcessRole.Engine) return;
        AccountEndpoints.Map(app);
        BackupEndpoints.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o =>
        {
            o.DisableWebSocketCompression = !app.Services.GetRequiredService<DeskSettings>().Desk.Compress;
            o.ConfigureWebSocketAcceptContext = (_, socket) =>
            {
                socket.ServerMaxWindowBits = WindowBits;
                // Each message is packed by itself, by tables that are lent for the time: kept for each page they were a quarter of a megabyte, for some 5 % fewer bytes.
                socket.DisableServerContextTakeover = true;
                return Task.CompletedTask;
            };
        });
    }

    /// <summary>True for what a person opens; a form that is refused keeps its answer.</summary>
    private static bool IsPage(HttpRequest request) => !IsApi(request.Path) && HttpMethods.IsGet(request.Method);

    /// <summary>True for what programs read: errors are problem details there, not pages.</summary>
    internal static bool IsApi(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/health") || path.StartsWithSegments("/ready") || path.StartsWithSegments(TelemetrySetup.MetricsPath) || path.StartsWithSegments("/openapi") || path.StartsWithSegments("/hubs");

    /// <summary>A published copy may be started from any folder, also from that of its source; its settings and static files lie beside the program.</summary>
    private static string ContentRoot()
    {
        string current = Directory.GetCurrentDirectory(), beside = AppContext.BaseDirectory;
        bool isPublished = Directory.Exists(Path.Combine(beside, "wwwroot"));
        return !isPublished && (File.Exists(Path.Combine(current, "TradingBlazor.csproj")) || !File.Exists(Path.Combine(beside, "appsettings.json"))) ? current : beside;
    }

    private static int Fail(IReadOnlyList<string> sentences, string what = "cannot start")
    {
        foreach (string sentence in sentences) Console.Error.WriteLine($"TradingBlazor {what}: {sentence}");
        return 1;
    }
}
