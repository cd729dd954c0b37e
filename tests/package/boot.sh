#!/usr/bin/env bash
# Becomes systemd in the folder, as the first process of namespaces that are made already: boot.sh ROOT
# It can reach neither the kernel's settings nor devices nor cgroups of others.
set -euo pipefail
root=$1

hostname watchpost-test
ip link set lo up
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
while read -r name major minor; do
    mknod -m 666 "$root/dev/$name" c "$major" "$minor"
done <<<$'null 1 3\nzero 1 5\nfull 1 7\nrandom 1 8\nurandom 1 9\ntty 5 0'
ln -s pts/ptmx "$root/dev/ptmx"
ln -s null "$root/dev/console"
ln -s /proc/self/fd "$root/dev/fd"
for unit in systemd-modules-load.service systemd-remount-fs.service dev-hugepages.mount dev-mqueue.mount \
    sys-fs-fuse-connections.mount sys-kernel-debug.mount sys-kernel-tracing.mount console-getty.service getty@tty1.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
# What asks it comes from its own loopback, and in a container the daemon would let that in with a credential only.
mkdir -p "$root/etc/systemd/system.conf.d"
printf '[Manager]\nDefaultEnvironment=WATCHPOST_LOCAL_ACCESS=operator\n' >"$root/etc/systemd/system.conf.d/local.conf"
# Not chroot: in one, no service may have users of its own.
cd "$root"
pivot_root . mnt
umount -l /mnt
exec env -i container=lab PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=multi-user.target
