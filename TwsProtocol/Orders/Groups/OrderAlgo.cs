using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>A broker's algorithm and its parameters.</summary>
internal record struct OrderAlgo
{
    public string AlgoStrategy = "";
    public IReadOnlyList<TagValue> AlgoParams = [];
    public string AlgoId = "";

    public OrderAlgo()
    {
    }

    /// <summary>Reads the algorithm and, when there is one, its parameters; the algorithm's id stands elsewhere.</summary>
    public void Read(ref FieldReader reader)
    {
        AlgoStrategy = reader.ReadSharedText("algoStrategy");
        if (AlgoStrategy.Length > 0) AlgoParams = OrderFields.ReadTagList(ref reader, "algoParams");
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public readonly void Write(FieldWriter writer)
    {
        writer.Write(AlgoStrategy);
        if (AlgoStrategy.Length > 0) OrderFields.WriteTagList(writer, AlgoParams);
    }
}
