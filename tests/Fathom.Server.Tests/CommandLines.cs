using Fathom.Server.CommandLine;
using Spectre.Console;

namespace Fathom.Server.Tests;

/// <summary>Command lines as a person types them. They write to the console, so who runs them is of the collection <c>console</c>.</summary>
internal static class CommandLines
{
    /// <summary>Runs one; what it says is returned.</summary>
    public static Task<(int Code, string Output, string Errors)> RunAsync(string line) => RunAsync(() => FathomCommand.RunAsync(line.Split(' ')));

    /// <summary>Runs something that ends like a command.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(Func<Task<int>> command)
    {
        (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter();
        using var newErrors = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newErrors);
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(newOutput) });
        try
        {
            int code = await command();
            return (code, newOutput.ToString(), newErrors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
