using Fathom.Server.CommandLine;

return await FathomCommand.RunAsync(args);
