"""One module a tool: each has `run`, which does all the work that the tool can do."""
