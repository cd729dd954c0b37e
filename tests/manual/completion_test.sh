#!/usr/bin/env bash
# The completion in a real bash: every command and option of --help, words, files, and options written with "=".
# completion_test.sh PROGRAM COMPLETION
set -uo pipefail
source "$(dirname "$0")/help.sh"
source "$(realpath "$2")"
cd "$(mktemp -d)" || exit 1
trap 'rm -rf "$PWD"' EXIT
touch 'one file.json' other.json

[[ $(complete -p watchpost) == 'complete -F _watchpost watchpost' ]] || fail 'it is not registered'

# The words that bash would offer for `watchpost $@`, where the last one is not complete.
offered() {
    COMP_WORDS=(watchpost "$@")
    COMP_CWORD=$#
    _watchpost
    ((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd' '
}

expect() {
    local wanted=$1 got
    shift
    got=$(offered "$@")
    [[ $got == "$wanted" ]] || fail "watchpost $*: offers \"$got\" instead of \"$wanted\""
}

all_is_offered() {
    expect "$(options_of "$@" | sort | paste -sd' ')" "$@" --
    local commands
    commands=$(commands_of "$@" | sort | paste -sd' ')
    [[ -z $commands ]] || expect "$commands" "$@" ''
}
for_each_command all_is_offered

expect 'serve simulate' s
expect '--config' serve --co
expect 'one file.json other.json' serve --config o
expect 'other.json' serve --config = ot
expect 'one file.json other.json' serve --config =
expect 'esp32cam operator pico viewer' token new --kind ''
expect 'operator' passwd anna --role o
expect 'half-open=' simulate --fault h
expect 'newest' demo --camera-firmware new
expect '' serve --port ''
expect '' serve ''
# "list" is a name here, and no command.
expect '--stdin' token new --name list --st
expect '--kind' token revoke list --k
exit $failed
