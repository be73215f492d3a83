using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace TradingBlazor.State;

/// <summary>Hands a file to the person at the browser.</summary>
public sealed class FileSaver(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>Saves bytes as a file.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="type">Its media type.</param>
    /// <param name="bytes">What is in it.</param>
    /// <param name="assets">The page's static files, which know the address of the script.</param>
    public async Task SaveAsync(string name, string type, byte[] bytes, ResourceAssetCollection assets)
    {
        ArgumentNullException.ThrowIfNull(assets);
        _module ??= await js.InvokeAsync<IJSObjectReference>("import", "./" + assets["js/download.js"]);
        await _module.InvokeVoidAsync("save", name, type, bytes);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its scripts with it.
        }
    }
}
