using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TradingBlazor.Security.Store;
using TradingCore.Persistence;

namespace TradingBlazor.Security.Accounts;

/// <summary>While there is no admin, every start prints a one-time link that makes one, and writes it to the data folder.</summary>
internal sealed class FirstAdmin(
    SecurityDatabase database, Invitations invitations, DataFolder folder, IServer server, IHostApplicationLifetime lifetime, ILogger<FirstAdmin> logger) : BackgroundService
{
    private bool _isMade;

    /// <summary>True when there is an admin, whoever made one: this link, a key, another admin or another process.</summary>
    public async Task<bool> IsMadeAsync(CancellationToken stop)
    {
        if (_isMade) return true;
        try
        {
            if (await invitations.HasAdminAsync(stop)) Done();
            return _isMade;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Not known: nobody is told that there is none.
            return true;
        }
    }

    /// <summary>An admin was made.</summary>
    public void Done()
    {
        _isMade = true;
        TryDelete();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // The address is known once the server listens, and the port only then when it was 0.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);
            await database.ReadyAsync(stoppingToken);
            if (await invitations.HasAdminAsync(stoppingToken))
            {
                Done();
                return;
            }
            string path = await invitations.CreateFirstAdminAsync(TryRead(), stoppingToken);
            string address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
            string link = address.TrimEnd('/') + path;
            PrivateFile.Write(folder.FirstAdmin, link + "\n");
            logger.FirstAdminLink(folder.FirstAdmin);
            // To the screen and not through the logger: the log's files are kept and copied, and the link is a secret.
            await Console.Out.WriteLineAsync($"\nNobody can sign in yet. This link makes the first admin, once:\n{link}\n".AsMemory(), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped during the start.
        }
        catch (Exception e)
        {
            logger.SecurityTablesAway(e.Message);
        }
    }

    private string TryRead()
    {
        try
        {
            return File.Exists(folder.FirstAdmin) ? File.ReadAllText(folder.FirstAdmin).Trim() : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The link of before then holds beside the new one, until one of them was used.
            return "";
        }
    }

    private void TryDelete()
    {
        try
        {
            File.Delete(folder.FirstAdmin);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The link in it is spent all the same.
        }
    }
}
