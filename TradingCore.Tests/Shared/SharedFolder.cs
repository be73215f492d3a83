namespace TradingCore.Tests.Shared;

/// <summary>
/// Finds the folder <c>shared</c> beside the repository, which holds the golden frames and the reference market data.
/// A clone without it is complete in itself: tests that need it report skipped and say what was not checked.
/// </summary>
public static class SharedFolder
{
    /// <summary>Absolute path of <paramref name="relativePath"/> in the shared folder; skips the running test when it is not there.</summary>
    /// <param name="relativePath">Path below the shared folder, with forward slashes.</param>
    /// <param name="whatIsNotChecked">Completes the sentence "Not checked: ...".</param>
    public static string File(string relativePath, string whatIsNotChecked)
    {
        string? root = Find();
        string path = root is null ? "" : Path.Combine(root, relativePath);
        if (!System.IO.File.Exists(path)) Assert.Skip($"Not checked: {whatIsNotChecked}. '../shared/{relativePath}' is not beside this clone.");
        return path;
    }

    /// <summary>True when the folder is beside the repository.</summary>
    public static bool Exists => Find() is not null;

    private static string? Find()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (!System.IO.File.Exists(Path.Combine(d.FullName, "TradingBlazor.sln"))) continue;
            string candidate = Path.Combine(d.FullName, "..", "shared");
            return Directory.Exists(candidate) ? Path.GetFullPath(candidate) : null;
        }
        return null;
    }
}
