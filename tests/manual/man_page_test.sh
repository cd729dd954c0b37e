#!/usr/bin/env bash
# The man page tells all that --help tells, and neither man nor mandoc has a word to say about how it is written.
# man_page_test.sh PROGRAM PAGE
set -euo pipefail
source "$(dirname "$0")/help.sh"
page=$2
text=$(MANWIDTH=200 man --warnings -l "$page" 2>/dev/null)

seen=0
section_has_options() {
    local section option
    (($#)) || return 0
    [[ -z $(commands_of "$@") ]] || return 0 # it only holds others
    section=$(sed -n "/^   watchpost $*\( [A-Z]*\)\?\$/,/^   [a-z]\|^[A-Z]/p" <<<"$text")
    [[ -n $section ]] || fail "no section of watchpost $*"
    for option in $(options_of "$@"); do
        seen=$((seen + 1))
        [[ $option == --help ]] || grep -q -- "$option\b" <<<"$section" || fail "watchpost $*: $option is not there"
    done
}
for_each_command section_has_options
((seen > 40)) || fail "only $seen options were found in the help"
for option in $(options_of); do grep -q -- "$option" <<<"$text" || fail "$option is not there"; done

[[ $("$program" --version) == "watchpost $(sed -nE 's/^\.TH .*"watchpost ([0-9.]+)".*/\1/p' "$page")" ]] || fail "not this version"
for heading in SYNOPSIS COMMANDS 'EXIT STATUS' ENVIRONMENT FILES EXAMPLES; do
    grep -qx "$heading" <<<"$text" || fail "no $heading"
done

said=$(man --warnings -l "$page" 2>&1 >/dev/null)
[[ -z $said ]] || fail "man says: $said"
# It knows only the man pages that are installed here.
said=$(mandoc -Tlint -Wwarning "$page" 2>&1) || fail "mandoc says: $said"
exit $failed
