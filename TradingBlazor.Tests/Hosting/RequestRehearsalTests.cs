using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Hosting.Rehearsing;
using TradingBlazor.Security.Access;
using TradingBlazor.Tests.Api;
using TradingCore.Hosting.Rehearsing;

namespace TradingBlazor.Tests.Hosting;

public sealed class RequestRehearsalTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Every_request_of_the_rehearsal_goes_the_whole_way_and_nothing_of_it_reaches_the_real_engine_or_the_audit()
    {
        var rehearsal = ActivatorUtilities.CreateInstance<RequestRehearsal>(host.Services);
        int calls = host.Commands.Calls.Count, killed = host.View.KillSwitches.Count;
        string audited = await AuditedAsync();
        await using var engine = new RehearsalEngine(TimeProvider.System);
        var answers = new List<(int Order, int Kill)>();

        for (int i = 0; i < 60; i++) answers.Add(await rehearsal.OnceAsync(engine, 1 + (i % 10)));

        Assert.All(answers, a => Assert.Equal((201, 200), a));
        Assert.Equal(60, engine.Orders);
        Assert.Empty(engine.View.KillSwitches);
        Assert.Equal((calls, killed), (host.Commands.Calls.Count, host.View.KillSwitches.Count));
        Assert.Equal(audited, await AuditedAsync());
        Assert.Empty(host.Services.GetRequiredService<Approvals>().All);
    }

    private async Task<string> AuditedAsync() => await host.Http.GetStringAsync("api/v1/audit/verify", ApiHost.Stop);
}
