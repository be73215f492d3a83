namespace TradingCore.Persistence.Journal;

/// <summary>The name of a journal, in a file beside its segments: the history notes whose entries it holds, because every journal counts from 1.</summary>
internal static class JournalId
{
    private const string File = "id";

    /// <summary>Reads it, or gives the journal one.</summary>
    public static string ReadOrCreate(string folder)
    {
        string path = Path.Combine(folder, File);
        if (System.IO.File.Exists(path) && System.IO.File.ReadAllText(path).Trim() is { Length: > 0 } id) return id;
        string created = Guid.NewGuid().ToString("N");
        Write(folder, created);
        return created;
    }

    /// <summary>Replaces it: as a whole, or not at all when the process dies in between.</summary>
    public static void Write(string folder, string id)
    {
        string path = Path.Combine(folder, File);
        System.IO.File.WriteAllText(path + ".new", id);
        System.IO.File.Move(path + ".new", path, overwrite: true);
    }
}
