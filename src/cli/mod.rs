//! The command line: arguments as typed, then as meant; one file a command. The only module that prints.
