// Until the commands move in, the program only says how it will be called.
process.stderr.write("Usage : maillage <commande>\n");
process.exitCode = 1;
