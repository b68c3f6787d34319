namespace Fathom.Operators.OnnxRuntime;

/// <summary>An operator was given something it does not accept. The message is one sentence without the operator's name, which is put in front of it.</summary>
internal sealed class OperatorException(string message) : Exception(message);
