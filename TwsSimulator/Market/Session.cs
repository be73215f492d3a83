using System.Runtime.InteropServices;

namespace TwsSimulator.Market;

/// <summary>One stretch of trading.</summary>
/// <param name="Date">Trading day it belongs to; an evening open belongs to the next day.</param>
/// <param name="Open">First second, Unix seconds.</param>
/// <param name="Close">First second after it, Unix seconds.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Session(DateOnly Date, long Open, long Close);
