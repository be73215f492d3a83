namespace TwsProtocol.Wire;

/// <summary>An item of a counted list in a server message.</summary>
internal interface IListItem<TSelf>
    where TSelf : IListItem<TSelf>
{
    /// <summary>Least number of fields one item has.</summary>
    static abstract int FieldCount { get; }

    /// <summary>Reads one item.</summary>
    static abstract TSelf Decode(ref FieldReader reader);

    /// <summary>Writes one item.</summary>
    void Encode(FieldWriter writer);
}

/// <summary>Counted lists: a count, then the items.</summary>
internal static class ListFields
{
    public static IReadOnlyList<T> Read<T>(ref FieldReader reader, string field)
        where T : IListItem<T>
    {
        int count = reader.ReadCount(field, T.FieldCount);
        if (count == 0) return [];
        var items = new T[count];
        for (int i = 0; i < items.Length; i++) items[i] = T.Decode(ref reader);
        return items;
    }

    public static void Write<T>(FieldWriter writer, IReadOnlyList<T> items)
        where T : IListItem<T>
    {
        writer.Write(items.Count);
        for (int i = 0; i < items.Count; i++) items[i].Encode(writer);
    }
}
