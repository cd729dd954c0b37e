# shellcheck shell=bash
# To be sourced: a Debian 12 with systemd running. Nothing is mounted outside of its namespaces.

root=$work/root
group=$cgroups/watchpost-package-test-$$
leader=

step() { printf '== %s (after %d s)\n' "$1" "$SECONDS"; }

# Ends what runs in the machine by ending its first process.
clean_up() {
    [[ -z $leader ]] || kill -KILL "$leader" || true
    [[ ! -d $group ]] || until find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; do sleep 0.1; done
    rm -rf --one-file-system "$work"
}

# At most 60 s.
until_true() {
    local i
    for ((i = 0; i < 600; ++i)); do
        if "$@"; then return 0; fi
        sleep 0.1
    done
    echo "never true: $*" >&2
    return 1
}

make_packages() {
    "$source/scripts/package" >"$work/log" 2>&1 || { cat "$work/log" && return 1; }
    cp -r "$source/build/package" "$work/deb"
    cpack --config "$source/build/release/CPackConfig.cmake" -B "$work/newer" -R 99.0.0 >/dev/null 2>&1
    package=$(echo "$work"/deb/watchpost_*.deb)
    simulator=$(echo "$work"/deb/watchpost-simulator_*.deb)
    newer=$(echo "$work"/newer/watchpost_99.0.0-1_*.deb)
    newer_simulator=$(echo "$work"/newer/watchpost-simulator_99.0.0-1_*.deb)
}

# "URI SUITE COMPONENT" for each of Debian's indexes that this machine knows: its mirror is ours.
debian_indexes() {
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(ORIGIN)' 'Created-By: Packages' |
        awk '$4 == "Debian" && $2 ~ /^bookworm/ && $3 == "main" {print $1, $2, $3}' | sort -u
}

mirror() {
    local known
    known=$(debian_indexes | awk '$2 == "bookworm" && !known++ {print $1}')
    echo "${known:-http://deb.debian.org/debian/}"
}

# With apt's own proxies and certificates.
can_download() {
    /usr/lib/apt/apt-helper download-file "$(mirror)dists/bookworm/InRelease" "$work/InRelease" >/dev/null 2>&1
}

make_base() {
    local made indexes
    made=$(mktemp -d "$cache/making-XXXXXX")
    debootstrap --variant=minbase --include=ca-certificates,systemd bookworm "$made" "$(mirror)" >"$work/log" ||
        { tail -n 20 "$work/log" && rm -rf "$made" && return 1; }
    chmod 0755 "$made"
    indexes=$(debian_indexes | sed 's/^/deb /')
    [[ -z $indexes ]] || echo "$indexes" >"$made/etc/apt/sources.list"
    rm -f "$made"/var/cache/apt/archives/*.deb
    mv -T "$made" "$cache/base" 2>/dev/null || rm -rf "$made" # somebody else was faster
}

# With all that the package depends on downloaded: the machine has no network once it runs.
make_machine() {
    mkdir -p "$cache/archives"
    [[ -d $cache/base ]] || make_base
    cp -a "$cache/base" "$root"
    # Proxies and certificates of this machine.
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    apt-config dump | grep -E '^Acquire::https?::' >"$root/etc/apt/apt.conf.d/99machine" || true
    cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
    chroot "$root" update-ca-certificates >/dev/null 2>&1
    find "$cache/archives" -name '*.deb' -exec cp -ln -t "$root/var/cache/apt/archives" {} +
    cp "$package" "$simulator" "$root/root/"
    {
        chroot "$root" apt-get update -qq
        chroot "$root" apt-get install -y -qq --no-install-recommends --download-only "/root/${package##*/}" \
            "/root/${simulator##*/}"
    } >"$work/log" 2>&1 || { cat "$work/log" && return 1; }
    find "$root/var/cache/apt/archives" -name '*.deb' -exec cp -ln -t "$cache/archives" {} +
}

boot_machine() {
    mkdir "$group"
    (
        echo $BASHPID >"$group/cgroup.procs"
        exec setpriv --pdeathsig KILL unshare --mount --propagation private --pid --uts --ipc --net --cgroup --fork \
            --kill-child "$here/boot.sh" "$root"
    ) >"$work/log" 2>&1 &
    until_true pgrep -P $! >"$work/leader"
    leader=$(<"$work/leader")
    until_true is_booted
}

inside() {
    nsenter -t "$leader" --mount --pid --uts --ipc --net --cgroup --root --wd \
        env -i DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

is_booted() { [[ $(inside systemctl is-system-running 2>/dev/null) == running ]]; }

# From this machine's curl, to what listens on the loopback of the other.
fetch() { nsenter -t "$leader" --net curl -fsS --noproxy '*' "$@"; }

install_packages() {
    local file files=()
    for file in "$@"; do
        cp "$file" "$root/root/"
        files+=("/root/${file##*/}")
    done
    inside apt-get install -y -qq --no-install-recommends "${files[@]}" >"$work/log" 2>&1 ||
        { cat "$work/log" && return 1; }
}
