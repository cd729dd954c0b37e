# To be sourced: what --help tells, read as a person reads it. The first argument of the test is the program.

program=$(realpath "$1")

failed=0
fail() {
    echo "FAIL: $*" >&2
    failed=1
}

# Long options in the help of `watchpost $@`.
options_of() { "$program" "$@" --help | sed -nE 's/^  (-[a-z],)?(--[a-z-]+).*/\2/p'; }

# Commands in the help of `watchpost $@`.
commands_of() { "$program" "$@" --help | sed -nE '/^Subcommands:/,$ s/^  ([a-z][a-z-]*) .*/\1/p'; }

# Calls `$1 COMMAND…` for each command there is, the program itself (without words) included.
for_each_command() {
    local visit=$1 command
    shift
    "$visit" "$@"
    for command in $(commands_of "$@"); do for_each_command "$visit" "$@" "$command"; done
}
