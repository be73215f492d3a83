using System.Diagnostics;
using System.Globalization;
using TradingCore.Persistence.Recording;

namespace TradingBlazor.Hosting;

/// <summary><c>TradingBlazor -- replay FILE</c>: applies a recording to a new engine and prints what came out. Starts nothing and sends nothing.</summary>
internal static class ReplayCommand
{
    /// <summary>The word on the command line.</summary>
    public const string Name = "replay";

    /// <summary>Runs it.</summary>
    /// <param name="arguments">What follows the word.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="error">Where a sentence goes when there is none.</param>
    /// <returns>0; 1 when the file cannot be replayed; 2 when the state is not the recorded one, though no input is missing.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        if (arguments is not [{ Length: > 0 } file])
        {
            error.WriteLine("Name one recording: TradingBlazor -- replay FILE. Recordings are in the folder 'recordings' of the data folder.");
            return 1;
        }
        ReplayResult result;
        long began = Stopwatch.GetTimestamp();
        try
        {
            result = InputReplay.Run(file);
        }
        catch (RecordingException e)
        {
            error.WriteLine($"The recording cannot be replayed: {e.Message}.");
            return 1;
        }
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        output.WriteLine($"hash    {result.Hash}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"inputs  {result.Inputs:N0} in {took.TotalSeconds:0.00} s ({result.Inputs / Math.Max(took.TotalSeconds, 0.001):N0}/s)"));
        output.WriteLine($"from    {Time(result.From)}");
        output.WriteLine($"to      {Time(result.To)}");
        output.WriteLine($"version {result.Version}");
        foreach (string gap in result.Gaps) output.WriteLine($"GAP     {gap}");
        if (result.Gaps.Count > 0) output.WriteLine("The state is not the one that was: inputs are missing.");
        if (result.IsCutShort) output.WriteLine("The recording ends in the middle of a block, as after a kill: this is the state after its last whole block.");
        if (result.RecordedHash is not { } recorded)
        {
            output.WriteLine("The recording does not reach an ordered stop, so there is no hash to compare with.");
            return 0;
        }
        bool isSame = recorded == result.Hash;
        output.WriteLine(isSame ? "The running system stopped with the same hash." : $"The running system stopped with the hash {recorded}, which is another one.");
        return isSame || result.Gaps.Count > 0 ? 0 : 2;
    }

    private static string Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "-";
}
