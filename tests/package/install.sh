#!/usr/bin/env bash
# Installs, uses, upgrades, removes and purges the package as an administrator does it: on a Debian 12 with systemd running,
# made for this, in namespaces of its own.
# Ends with 77, and says why, where that cannot be done. A first run makes the Debian with debootstrap, and keeps it and
# what apt downloads in ${TMPDIR:-/tmp}/watchpost-debian12 for the next ones.
set -Eeuo pipefail
trap 'echo "FAIL: ${BASH_SOURCE[0]##*/} line $LINENO: $BASH_COMMAND" >&2' ERR

skip() {
    echo "SKIP: $1"
    exit 77
}
((EUID == 0)) || skip 'only root can make a machine to install in'
for program in debootstrap lintian; do
    command -v $program >/dev/null || skip "$program is not installed; run scripts/setup"
done
unshare --mount --pid --net --cgroup --fork true 2>/dev/null || skip 'root may not make namespaces here'
cgroups=$(findmnt --first-only -nt cgroup2 -o TARGET)
[[ -w $cgroups ]] || skip 'there are no version 2 cgroups that systemd could use'

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source=$(cd "$here/../.." && pwd)
cache=${TMPDIR:-/tmp}/watchpost-debian12
work=$(mktemp -d)
source "$here/machine.sh"
source "$here/steps.sh"
trap clean_up EXIT
mkdir -p "$cache" && chmod 0700 "$cache" || true
[[ -O $cache ]] || skip "$cache belongs to somebody else"
can_download || skip "Debian's mirror cannot be reached"

step 'packages: this version, and a newer one'
make_packages
step 'lintian'
lintian --fail-on error,warning "$package" "$simulator"
step 'a fresh Debian 12'
make_machine
boot_machine
step 'install'
before=$(installed_sizes)
install_packages "$package"
expect_little "$before"
expect_files_and_rights
expect_a_good_unit
expect_running
step 'passwords and tokens that root makes are for the service'
make_secrets
step 'the simulator'
expect_the_simulator_missed
install_packages "$simulator"
step 'video, a photo, and TLS, within the limits of the unit'
expect_video
expect_tls
step 'doctor'
expect_healthy
expect_the_doctor_sees_what_the_unit_forbids
step 'reload, and a crash'
expect_reload_keeps_the_process
expect_restart_after_a_crash
step 'upgrade'
change_what_belongs_to_the_administrator
before=$(main_process)
install_packages "$newer" "$newer_simulator"
[[ $(installed_version) == 99.0.0-1 ]]
expect_running
[[ $(main_process) != "$before" ]]
expect_everything_kept
step 'remove'
inside apt-get remove -y -qq watchpost watchpost-simulator >/dev/null
[[ ! -e $root/usr/bin/watchpost && ! -e $root/lib/systemd/system/watchpost.service ]]
expect_not_running
expect_everything_kept
step 'install again'
install_packages "$package"
expect_running
expect_everything_kept
step 'purge'
inside apt-get purge -y -qq watchpost watchpost-simulator >/dev/null
expect_not_running
expect_nothing_left
step 'all passed'
