using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace TradingCore.Hosting;

/// <summary>
/// Reads sections of the settings into options and collects everything that is wrong, one sentence each. The binder of the framework stops at
/// the first mistake, speaks of types instead of settings, and leaves a list alone that is given as one text.
/// </summary>
public sealed class SettingsReader(IConfiguration configuration)
{
    // The framework prepares a range when it is first asked, on an attribute that all share, and two who ask at once can find it half done: the tests read the settings of many programs in one process.
    private static readonly Lock Validating = new();

    private readonly List<string> _problems = [];

    /// <summary>What was wrong so far.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>True when a key is set anywhere.</summary>
    public bool IsSet(string key) => configuration.GetSection(key).Exists();

    /// <summary>Says that something is wrong that only the caller can know.</summary>
    public void Add(string sentence) => _problems.Add(sentence);

    /// <summary>Reads and validates a section. The result counts only when <see cref="Problems"/> stays empty.</summary>
    public T Read<T>(string section) where T : class, new()
    {
        var options = new T();
        int before = _problems.Count;
        Fill(options, configuration.GetSection(section));
        // Ranges are judged on what was set, not on the default that stands where a text could not be read.
        if (_problems.Count > before) return options;
        lock (Validating) Validate(options, section);
        return options;
    }

    /// <summary>Reads a word that stands alone, in no section; the first of its kind when it is not set.</summary>
    public T ReadWord<T>(string key) where T : struct, Enum
    {
        if (configuration[key] is not { Length: > 0 } text) return default;
        if (char.IsAsciiLetter(text[0]) && Enum.TryParse(text, ignoreCase: true, out T word)) return word;
        _problems.Add($"{key} is '{text}'. Expected {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");
        return default;
    }

    private static bool IsPart(PropertyInfo property) =>
        property.PropertyType is { IsClass: true, IsArray: false } type && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type);

    private void Fill(object options, IConfigurationSection section)
    {
        PropertyInfo[] properties = [.. options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite || typeof(IList<string>).IsAssignableFrom(p.PropertyType))];
        foreach (IConfigurationSection child in section.GetChildren())
        {
            PropertyInfo? property = Array.Find(properties, p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null) _problems.Add(Unknown(section.Path, child.Key, properties.Select(p => p.Name)));
            else Set(options, property, child);
        }
    }

    private void Set(object options, PropertyInfo property, IConfigurationSection value)
    {
        string key = $"{value.Path[..value.Path.LastIndexOf(':')]}:{property.Name}";
        if (IsPart(property))
        {
            if (value.Value is { Length: > 0 } text) _problems.Add($"{key} is '{text}'. Expected settings below it, such as {key}:{property.PropertyType.GetProperties()[0].Name}.");
            else Fill(property.GetValue(options)!, value);
            return;
        }
        if (property.PropertyType == typeof(string[]) || typeof(IList<string>).IsAssignableFrom(property.PropertyType))
        {
            string[] texts = value.Value is { } line
                ? line.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                : [.. value.GetChildren().Select(c => c.Value ?? "")];
            if (property.CanWrite) property.SetValue(options, texts);
            else foreach (string text in texts) ((IList)property.GetValue(options)!).Add(text);
            return;
        }
        if (value.GetChildren().Any())
        {
            _problems.Add($"{key} has parts below it ({string.Join(", ", value.GetChildren().Select(c => c.Path))}). Expected {Expected(property)}.");
            return;
        }
        if (TryConvert(value.Value, property.PropertyType, out object? converted)) property.SetValue(options, converted);
        else _problems.Add($"{key} is '{value.Value}'. Expected {Expected(property)}.");
    }

    private static bool TryConvert(string? text, Type type, out object? value)
    {
        Type? underlying = Nullable.GetUnderlyingType(type);
        value = text ?? (type == typeof(string) ? "" : null);
        if (type == typeof(string)) return true;
        if (string.IsNullOrWhiteSpace(text)) return underlying is not null;
        Type target = underlying ?? type;
        // A number would be taken for a member of an enum, and a bare number for days of a time span: "5" meant seconds to whoever wrote it.
        if (target.IsEnum) return Enum.TryParse(target, text, ignoreCase: true, out value) && !char.IsAsciiDigit(text[0]) && text[0] != '-';
        if (target == typeof(TimeSpan) && !text.Contains(':', StringComparison.Ordinal)) return false;
        if (target == typeof(DateTimeOffset))
        {
            bool isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
            value = time;
            return isTime;
        }
        try
        {
            value = TypeDescriptor.GetConverter(target).ConvertFromInvariantString(text);
            return value is not null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private void Validate(object options, string section)
    {
        foreach (PropertyInfo part in options.GetType().GetProperties().Where(IsPart)) Validate(part.GetValue(options)!, $"{section}:{part.Name}");
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (ValidationResult result in results)
        {
            PropertyInfo? property = result.MemberNames.Select(m => options.GetType().GetProperty(m)).FirstOrDefault(p => p is not null);
            if (property is null)
            {
                _problems.Add(WithKey(section, result.ErrorMessage));
                continue;
            }
            object? value = property.GetValue(options);
            bool isAttribute = property.GetCustomAttributes<ValidationAttribute>().Any(a => !a.IsValid(value));
            _problems.Add(isAttribute
                ? string.Create(CultureInfo.InvariantCulture, $"{section}:{property.Name} is '{value}'. Expected {Expected(property)}.")
                : WithKey($"{section}:{property.Name}", result.ErrorMessage));
        }

        static string WithKey(string key, string? message) => message?.StartsWith(key.Split(':')[0], StringComparison.Ordinal) == true ? message : $"{key}: {message}";
    }

    private static string Unknown(string section, string key, IEnumerable<string> known)
    {
        string[] names = [.. known.Order(StringComparer.Ordinal)];
        string hint = Spelling.Nearest(key, names) is { } near ? $"Did you mean {section}:{near}? " : "";
        return $"{section}:{key} is not a setting. {hint}Expected one of {string.Join(", ", names)}.";
    }

    private static string Expected(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (property.GetCustomAttribute<RangeAttribute>() is { } range) return $"{Kind(type)} from {range.Minimum} to {range.Maximum}";
        if (property.GetCustomAttribute<RegularExpressionAttribute>() is { } pattern) return $"a text like {pattern.Pattern}";
        return Kind(type);
    }

    private static string Kind(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a duration such as 00:00:05"
        : type == typeof(DateTimeOffset) ? "a time such as 2026-10-05T13:30:00Z"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(decimal) || type == typeof(double) ? "a number"
        : "a text";
}
