using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Exercises an option or lets it lapse.</summary>
/// <param name="ReqId">Id chosen by the client.</param>
/// <param name="Contract">The option; its primary exchange is not sent.</param>
/// <param name="ExerciseAction">1 exercise, 2 lapse.</param>
/// <param name="ExerciseQuantity">Number of contracts.</param>
/// <param name="Account">Account.</param>
/// <param name="Override">1 overrides the system's natural action.</param>
/// <param name="ManualOrderTime">Time of a manual exercise; needs server version 180.</param>
/// <param name="CustomerAccount">Customer account; needs server version 183.</param>
/// <param name="ProfessionalCustomer">Professional customer; needs server version 184.</param>
public sealed record ExerciseOptions(
    int ReqId,
    Contract Contract,
    int ExerciseAction,
    int ExerciseQuantity,
    string Account,
    int Override,
    string ManualOrderTime = "",
    string CustomerAccount = "",
    bool ProfessionalCustomer = false)
    : IRequest, IDecodable<ExerciseOptions>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 21;

    private const string Name = "exerciseOptions";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ExerciseOptions Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ExerciseOptions(
            ReqId: reader.ReadInt("reqId"),
            Contract: ReadContract(ref reader),
            ExerciseAction: reader.ReadInt("exerciseAction"),
            ExerciseQuantity: reader.ReadInt("exerciseQuantity"),
            Account: reader.ReadText("account"),
            Override: reader.ReadInt("override"),
            ManualOrderTime: serverVersion >= ServerVersion.ManualOrderTimeExerciseOptions ? reader.ReadText("manualOrderTime") : "",
            CustomerAccount: serverVersion >= ServerVersion.CustomerAccount ? reader.ReadText("customerAccount") : "",
            ProfessionalCustomer: serverVersion >= ServerVersion.ProfessionalCustomer && reader.ReadBool("professionalCustomer"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        Need(ManualOrderTime.Length > 0, "manualOrderTime", ServerVersion.ManualOrderTimeExerciseOptions);
        Need(CustomerAccount.Length > 0, "customerAccount", ServerVersion.CustomerAccount);
        Need(ProfessionalCustomer, "professionalCustomer", ServerVersion.ProfessionalCustomer);
        writer.Write(2);
        writer.Write(ReqId);
        WriteContract(writer, Contract);
        writer.Write(ExerciseAction);
        writer.Write(ExerciseQuantity);
        writer.Write(Account);
        writer.Write(Override);
        if (serverVersion >= ServerVersion.ManualOrderTimeExerciseOptions) writer.Write(ManualOrderTime);
        if (serverVersion >= ServerVersion.CustomerAccount) writer.Write(CustomerAccount);
        if (serverVersion >= ServerVersion.ProfessionalCustomer) writer.Write(ProfessionalCustomer);

        void Need(bool isSet, string field, int minVersion)
        {
            if (isSet && serverVersion < minVersion) throw writer.NeedsVersion(field, minVersion, serverVersion, -1);
        }
    }

    private static Contract ReadContract(ref FieldReader reader) => new()
    {
        ConId = reader.ReadInt("contract.conId"),
        Symbol = reader.ReadText("contract.symbol"),
        SecType = reader.ReadText("contract.secType"),
        LastTradeDateOrContractMonth = reader.ReadText("contract.lastTradeDateOrContractMonth"),
        Strike = reader.ReadDouble("contract.strike"),
        Right = reader.ReadText("contract.right"),
        Multiplier = reader.ReadText("contract.multiplier"),
        Exchange = reader.ReadText("contract.exchange"),
        Currency = reader.ReadText("contract.currency"),
        LocalSymbol = reader.ReadText("contract.localSymbol"),
        TradingClass = reader.ReadText("contract.tradingClass"),
    };

    private static void WriteContract(FieldWriter writer, Contract contract)
    {
        writer.Write(contract.ConId);
        writer.Write(contract.Symbol);
        writer.Write(contract.SecType);
        writer.Write(contract.LastTradeDateOrContractMonth);
        writer.Write(contract.Strike);
        writer.Write(contract.Right);
        writer.Write(contract.Multiplier);
        writer.Write(contract.Exchange);
        writer.Write(contract.Currency);
        writer.Write(contract.LocalSymbol);
        writer.Write(contract.TradingClass);
    }
}
