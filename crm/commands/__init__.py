"""The sub-commands of the command line, by area; each module registers its own."""
