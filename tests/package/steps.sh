# shellcheck shell=bash
# To be sourced: what is expected of the installed package. The first thing that is not true ends the test (set -e).

conf=/etc/watchpost/watchpost.json
state=/var/lib/watchpost
url=http://127.0.0.1:3000

facts() { inside stat -c '%A %U:%G' "$1"; }

# shellcheck disable=SC2016
installed_version() { inside dpkg-query -W -f '${Version}' watchpost; }

main_process() { inside systemctl show -P MainPID watchpost; }

journal() { inside journalctl --no-pager -o cat -u watchpost; }

# shellcheck disable=SC2016
installed_sizes() { inside dpkg-query -W -f '${Package} ${Installed-Size}\n' | sort; }

# Of the daemon and what it pulled in since `$1` was all: at most the 10 MB of README.md, and few shared objects.
expect_little() {
    local added objects total
    added=$(comm -13 <(echo "$1") <(installed_sizes))
    total=$(awk '{sum += $2} END {print sum}' <<<"$added")
    echo "installed, in KB: $(paste -sd, <<<"$added" | sed 's/,/, /g'); $total in all"
    ((total <= 10 * 1024))
    objects=$(inside ldd /usr/bin/watchpost | wc -l)
    echo "shared objects: $objects"
    ((objects <= 25))
}

expect_the_simulator_missed() {
    local said
    said=$(inside watchpost simulate 2>&1) && return 1
    [[ $said == *'its package is watchpost-simulator'* ]]
}

expect_files_and_rights() {
    local file
    [[ $(facts /usr/bin/watchpost) == '-rwxr-xr-x root:root' ]]
    [[ $(facts $conf) == '-rw-r----- root:watchpost' ]]
    [[ $(facts $state) == 'drwxr-x--- watchpost:watchpost' ]]
    [[ $(inside getent passwd watchpost | cut -d: -f6,7) == "$state:/usr/sbin/nologin" ]]
    for file in /usr/share/watchpost/static/index.html /lib/systemd/system/watchpost.socket \
        /usr/share/man/man1/watchpost.1.gz /usr/share/bash-completion/completions/watchpost \
        /usr/share/doc/watchpost/copyright /usr/share/doc/watchpost/changelog.Debian.gz \
        /usr/share/doc/watchpost/examples/fail2ban-jail.conf /etc/avahi/services/watchpost.service; do
        [[ -f $root$file ]] || { echo "$file is not there" && return 1; }
    done
    # shellcheck disable=SC2016
    [[ $(inside dpkg-query -W -f '${Conffiles}' watchpost | awk '{print $1}' | sort | paste -sd' ') == \
        "/etc/avahi/services/watchpost.service /etc/fail2ban/filter.d/watchpost.conf $conf" ]]
    [[ "$(inside watchpost --version)-1" == "watchpost $(installed_version)" ]]
    [[ $(readelf -S "$root/usr/bin/watchpost") != *.debug_info* ]] # the build has it
}

expect_a_good_unit() {
    local said
    said=$(inside systemd-analyze verify --man=no watchpost.service watchpost.socket 2>&1) ||
        { echo "$said" && return 1; }
    [[ -z $said ]] || { echo "$said" && return 1; }
    for limit in MemoryHigh MemoryMax TasksMax; do
        [[ $(inside systemctl show --property=$limit --value watchpost.service) =~ ^[1-9][0-9]*$ ]] ||
            { echo "the unit has no $limit" && return 1; }
    done
    inside systemd-analyze security --offline=true --threshold=15 --no-pager watchpost.service | tail -n 1
}

expect_running() {
    local facts
    until_true fetch -o /dev/null $url/livez 2>/dev/null || { journal && return 1; }
    [[ $(inside systemctl is-active watchpost) == active ]]
    # With the machine; the socket when somebody wants it.
    [[ $(inside systemctl is-enabled watchpost.service watchpost.socket | paste -sd' ') == 'enabled disabled' ]]
    facts=$(inside cat "/proc/$(main_process)/status")
    grep -q $'^CapEff:\t0*$' <<<"$facts"
    grep -q $'^NoNewPrivs:\t1$' <<<"$facts"
    grep -q $'^Seccomp:\t2$' <<<"$facts"
    grep -q $'^Uid:\t'"$(inside id -u watchpost)" <<<"$facts"
}

expect_not_running() { ! fetch -o /dev/null $url/livez 2>/dev/null; }

make_secrets() {
    inside sh -c "echo 'a password for the test' | watchpost passwd anna --role operator --config $conf"
    inside watchpost token new --kind esp32cam --name sim-cam-1 --config $conf >"$root/root/token" 2>/dev/null
    [[ $(facts $state/secrets.json) == '-rw------- watchpost:watchpost' ]]
    until_true notices_secrets
}

notices_secrets() { [[ $(journal) == *'loaded again'* ]]; }

# A board dials in with its token; its picture is seen, and a photo of it is kept.
expect_video() {
    inside systemd-run --quiet --unit=board \
        watchpost simulate --url "ws${url#http}" --token-file /root/token --cameras 1 --fps 5
    until_true fetch $url/snapshot -o "$work/frame.jpeg" 2>/dev/null || { journal && return 1; }
    [[ $(head -c 3 "$work/frame.jpeg" | od -An -tx1) == ' ff d8 ff' ]]
    fetch $url/ -o "$work/page"
    grep -qi '<!doctype html>' "$work/page"
    fetch -o /dev/null -H 'Content-Type: application/json' -d '{"action":"capture_photo"}' \
        "$url/api/v1/devices/sim-cam-1/actions?wait=20000"
    [[ -n $(inside find $state/photos -name '*.jp*g') ]]
    inside systemctl stop board
}

expect_tls() {
    inside watchpost cert --out /etc/watchpost/tls --name localhost >/dev/null
    inside chgrp watchpost /etc/watchpost/tls/key.pem
    inside chmod 0640 /etc/watchpost/tls/key.pem
    inside sed -i -e 's|"certificate": ""|"certificate": "/etc/watchpost/tls/cert.pem"|' \
        -e 's|"key": ""|"key": "/etc/watchpost/tls/key.pem"|' $conf
    [[ $(facts $conf) == '-rw-r----- root:watchpost' ]]
    inside systemctl restart watchpost
    until_true fetch --cacert "$root/etc/watchpost/tls/cert.pem" https://localhost:3443/livez -o /dev/null 2>/dev/null
}

expect_healthy() {
    local said
    said=$(inside watchpost doctor --config $conf) || { echo "$said" && return 1; }
    echo "$said"
    for line in 'account: ' 'unit: watchpost.service lets' 'listen.port 3000: watchpost (process ' 'tls.port 3443: watchpost' 'people: 1 ' 'boards: 1 '; do
        grep -qF "ok    $line" <<<"$said"
    done
}

expect_the_doctor_sees_what_the_unit_forbids() {
    local said
    said=$(inside env WATCHPOST_DATA_DIR=/srv/watchpost watchpost doctor --config $conf) && return 1
    grep -qF 'unit: watchpost.service keeps the service from writing in /srv/watchpost; make that folder' <<<"$said"
}

expect_reload_keeps_the_process() {
    local before
    before=$(main_process)
    inside systemctl reload watchpost
    until_true tells_of_reload
    [[ $(main_process) == "$before" ]]
}

tells_of_reload() { [[ $(journal) == *'configuration reloaded'* ]]; }

expect_restart_after_a_crash() {
    local before
    before=$(main_process)
    inside kill -KILL "$before"
    until_true is_another_process "$before"
    expect_running
}

is_another_process() { [[ $(main_process) != 0 && $(main_process) != "$1" ]]; }

change_what_belongs_to_the_administrator() {
    echo '// changed by the administrator' >>"$root$conf"
    inside chmod 0600 $conf
    inside chown watchpost: $conf
    kept=$(cd "$root$state" && find secrets.json photos -type f -exec sha256sum {} +)
}

expect_everything_kept() {
    grep -q 'changed by the administrator' "$root$conf"
    [[ $(facts $conf) == '-rw------- watchpost:watchpost' ]]
    (cd "$root$state" && sha256sum --quiet -c - <<<"$kept")
}

expect_nothing_left() {
    local left
    left=$(inside find / -xdev -name '*watchpost*' -not -path '/root/*')
    [[ -z $left ]] || { echo "left: $left" && return 1; }
    inside getent passwd watchpost >/dev/null
}
