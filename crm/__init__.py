"""InvestLead's core: everything the program does, without a window."""
