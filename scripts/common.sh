# shellcheck shell=bash
# To be sourced by the other scripts, which have gone to the project's root.

log=.cache/scripts.log

# quietly WHAT COMMAND…: says WHAT, and of the command's output nothing but its end when it fails.
quietly() {
    local what=$1
    shift
    mkdir -p "${log%/*}"
    echo "== $what"
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 40 "$log" >&2
        echo "${0##*/}: this failed: $* (all of its output: $log)" >&2
        return 1
    fi
}

# build PRESET [TARGET…]: its progress is for who sits there; elsewhere only what the compiler complains of.
build() {
    local preset=$1
    shift
    local options=()
    (($#)) && options=(--target "$@")
    [[ -t 1 ]] || options+=(-- --quiet)
    echo "== building ($preset)"
    cmake --build --preset "$preset" "${options[@]}"
}

# configure PRESET TESTS: once, and again when other tests are wanted than at the last time; "any" wants none, and keeps
# those that there are. A folder of an older version, which knew other words for them, is configured anew.
configure() {
    local preset=$1 tests=$2 cache=build/$1/CMakeCache.txt
    local built=$tests
    if [[ $tests == any ]]; then
        built='\(none\|code\|program\|all\)'
        tests=none
    fi
    if [[ -f build/$preset/build.ninja ]] && grep -qx "WATCHPOST_TESTS:STRING=$built" "$cache"; then return 0; fi
    quietly "configuring ($preset)" cmake --preset "$preset" "-DWATCHPOST_TESTS=$tests"
}
