using System.Globalization;
using BarePage;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;

// The floor of the desk's measurements: the framework's own page with thirty rows of prices that move, and one with a chart, with nothing behind them.
// Started by ../measure.mjs and ../memory.mjs; --urls says where it listens and --Beat how often a page is brought up to date.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.Configure<CircuitOptions>(o => o.MaxBufferedUnacknowledgedRenderBatches = 2);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(new PageBeat(TimeSpan.Parse(builder.Configuration["Beat"] ?? "00:00:00.100", CultureInfo.InvariantCulture)));
builder.Services.AddSingleton<Feed>();
builder.Services.AddHostedService(p => p.GetRequiredService<Feed>());
builder.Services.AddSingleton<OpenCircuits>();
builder.Services.AddScoped<CircuitHandler>(p => p.GetRequiredService<OpenCircuits>());

WebApplication app = builder.Build();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapGet("/health", () => "ok");
app.MapGet("/metrics", (OpenCircuits open) => Figures.Text(open.Count));
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
await app.RunAsync();
