using TradingCore.Engine.Commands;

namespace TradingBlazor.State;

/// <summary>Says who commands when a person uses the desk.</summary>
public static class UserCommands
{
    /// <summary>Name under which orders of the desk are recorded until people sign in.</summary>
    public const string DeskUser = "desk";

    /// <summary>A command that is safe to repeat.</summary>
    public static CommandContext Plain() => new("user", DeskUser);

    /// <summary>A command that trades: the key makes a repetition the same command.</summary>
    public static CommandContext Once(string key) => new("user", DeskUser, key);

    /// <summary>A new key for one intent.</summary>
    public static string NewKey() => "desk-" + Guid.NewGuid().ToString("N");
}
