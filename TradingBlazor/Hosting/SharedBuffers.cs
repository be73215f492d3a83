namespace TradingBlazor.Hosting;

/// <summary>
/// Room in the pool of buffers that all pages share. Every open page has some of four and eight kilobytes under way until the browser has confirmed them; the framework keeps 32 of a size for each
/// core, and with a hundred pages makes those beyond anew at every beat. The pool gives back by itself what is not used for a while.
/// </summary>
internal static class SharedBuffers
{
    // Read by the framework once, when the pool is first used; there is no other way to tell it.
    private const string Setting = "DOTNET_SYSTEM_BUFFERS_SHAREDARRAYPOOL_MAXARRAYSPERPARTITION";
    private const string PerCore = "256";

    /// <summary>Called before anything else; a value that was set for the process stays.</summary>
    public static void MakeRoom()
    {
        if (Environment.GetEnvironmentVariable(Setting) is null) Environment.SetEnvironmentVariable(Setting, PerCore);
    }
}
