using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The family code of an account.</summary>
/// <param name="AccountId">Account; * = all.</param>
/// <param name="FamilyCode">Code.</param>
public sealed record AccountFamilyCode(string AccountId, string FamilyCode)
    : IListItem<AccountFamilyCode>
{
    static int IListItem<AccountFamilyCode>.FieldCount => 2;

    static AccountFamilyCode IListItem<AccountFamilyCode>.Decode(ref FieldReader reader)
    {
        return new AccountFamilyCode(
            AccountId: reader.ReadText("accountId"),
            FamilyCode: reader.ReadText("familyCode"));
    }

    void IListItem<AccountFamilyCode>.Encode(FieldWriter writer)
    {
        writer.Write(AccountId);
        writer.Write(FamilyCode);
    }
}
