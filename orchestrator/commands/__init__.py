"""The sub-commands of `priorauth`, one module each.

A command module has `add(commands)`: it adds its parser, gives every argument a help text and ends with
`set_defaults(run=run)`, where `run(arguments)` returns an exit code. All of these modules are imported for `--help`, so
they import nothing but the standard library at the top; what a command needs, its `run` imports. Modules whose name
begins with an underscore are no commands.
"""
