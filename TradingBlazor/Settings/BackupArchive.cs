using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;

namespace TradingBlazor.Settings;

/// <summary>One archive: writes files with their hashes, and reads them back against these.</summary>
internal static class BackupArchive
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Adds the first bytes of a file, as many as it has now: what is appended meanwhile is left out.</summary>
    public static async Task<BackupFile> AddAsync(ZipArchive zip, string name, string file, CancellationToken stop)
    {
        await using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // What is compressed already is only stored.
        bool isPacked = name.EndsWith(".inputs", StringComparison.Ordinal);
        ZipArchiveEntry entry = zip.CreateEntry(name, isPacked ? CompressionLevel.NoCompression : CompressionLevel.Fastest);
        await using Stream target = await entry.OpenAsync(stop);
        (long bytes, string hash) = await CopyAsync(source, target, source.Length, stop);
        return new BackupFile(name, bytes, hash);
    }

    /// <summary>Opens a backup to read it.</summary>
    /// <exception cref="InvalidDataException">The file is no archive, or a part of one; a sentence.</exception>
    public static async Task<ZipArchive> OpenAsync(string file, CancellationToken stop)
    {
        try
        {
            return await ZipFile.OpenReadAsync(file, stop);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("The file is no zip archive, or only a part of one: it was cut off, or it is another kind of file.", e);
        }
    }

    /// <summary>Reads the list of contents.</summary>
    /// <exception cref="InvalidDataException">The file is no backup; a sentence.</exception>
    public static BackupManifest ReadManifest(ZipArchive zip)
    {
        ZipArchiveEntry entry = zip.GetEntry(BackupManifest.FileName) ?? throw new InvalidDataException("The file is no backup of this program: its list of contents is missing.");
        using var reader = new StreamReader(entry.Open());
        return BackupManifest.Read(reader.ReadToEnd());
    }

    /// <summary>Compares every file with the list; ends with a sentence at the first difference.</summary>
    /// <exception cref="InvalidDataException">A file is missing, changed, or one too many.</exception>
    public static async Task CheckAsync(ZipArchive zip, BackupManifest manifest, CancellationToken stop)
    {
        foreach (BackupFile file in manifest.Files)
        {
            if (!IsPlain(file.Path)) throw new InvalidDataException($"'{file.Path}' would lie outside the data folder. The backup is not one that this program made.");
            ZipArchiveEntry entry = zip.GetEntry(file.Path) ?? throw new InvalidDataException($"'{file.Path}' is missing in the backup.");
            if (!await IsAsListedAsync(entry, file, stop)) throw new InvalidDataException($"'{file.Path}' in the backup was changed, or its copy is damaged.");
        }
        if (zip.Entries.FirstOrDefault(e => e.FullName != BackupManifest.FileName && manifest.Files.All(f => f.Path != e.FullName)) is { } extra) throw new InvalidDataException($"'{extra.FullName}' is not in the backup's list of contents.");
    }

    /// <summary>Writes a file out, readable by its owner alone.</summary>
    public static async Task ExtractAsync(ZipArchive zip, BackupFile file, string target, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using Stream source = await zip.GetEntry(file.Path)!.OpenAsync(stop);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var written = new FileStream(target, options);
        await source.CopyToAsync(written, stop);
        written.Flush(flushToDisk: true);
    }

    /// <summary>True for a path that stays below the folder it is laid into.</summary>
    internal static bool IsPlain(string path) =>
        path.Length > 0 && !Path.IsPathRooted(path) && !path.Contains('\\', StringComparison.Ordinal) && !path.Contains(':', StringComparison.Ordinal) && path.Split('/').All(p => p.Length > 0 && p is not ("." or ".."));

    private static async Task<bool> IsAsListedAsync(ZipArchiveEntry entry, BackupFile file, CancellationToken stop)
    {
        try
        {
            await using Stream source = await entry.OpenAsync(stop);
            return await CopyAsync(source, Stream.Null, long.MaxValue, stop) == (file.Bytes, file.Sha256);
        }
        catch (InvalidDataException)
        {
            // So damaged that it cannot be unpacked.
            return false;
        }
    }

    private static async Task<(long Bytes, string Hash)> CopyAsync(Stream source, Stream target, long bytesMax, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long bytes = 0;
            while (bytes < bytesMax)
            {
                int read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, bytesMax - bytes)), stop);
                if (read == 0) break;
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), stop);
                bytes += read;
            }
            return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
