import { afterAll, expect } from 'vitest';
import { hostState } from './host-state.ts';
import { bash, labTest, openLab, rootLabTest } from './labs.ts';
import { freshUid, removeBundles, startRunner, type Runner } from './runners.ts';

afterAll(removeBundles);

/** What a hostile lesson would try, as root of the lab; every line may fail. */
const hostile = `
  hostname pwned; sysctl -w kernel.hostname=pwned kernel.core_pattern='|/bin/true' vm.swappiness=1 fs.file-max=1000
  sysctl -w net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=1 net.ipv6.conf.all.disable_ipv6=1 net.bridge.bridge-nf-call-iptables=0 net.core.somaxconn=5
  ip link add evil0 type veth peer name evil1; ip link add evilbr type bridge; ip netns add evil; ip route add 10.66.0.0/16 dev lo
  iptables -P INPUT DROP; iptables -t nat -A POSTROUTING -j MASQUERADE; nft add table inet evil
  for pid in 1 2 $$ $PPID; do nsenter -t $pid -n ip link add evil2 type veth peer name evil3; nsenter -t $pid -m touch /etc/evil; done
  for ns in /proc/*/ns/net; do nsenter --net=$ns ip link add evil4 type veth peer name evil5; done
  ip link set evil0 netns 1; ip link set lo netns 1
  mount -t tmpfs none /usr; mount --make-shared /; mount --bind /tmp /etc; umount -a; umount -l /; umount -l /proc; mount -o remount,rw /
  mount -t cgroup2 none /mnt; mkdir /mnt/evil; echo 1 > /mnt/cgroup.kill; mount -t cgroup -o memory none /srv; echo /tmp/x > /srv/release_agent
  mount -t binfmt_misc none /mnt; echo ':evil:M::evil::/bin/true:' > /mnt/register
  mount -t overlay overlay -o lowerdir=/etc,upperdir=/tmp,workdir=/var/tmp /mnt; touch /mnt/evil
  touch /etc/evil /usr/bin/evil /var/tmp/evil /tmp/evil /dev/shm/evil /run/evil
  echo evil >> /etc/passwd; rm -f /etc/shadow /usr/bin/env; chmod 777 /etc/shadow; chown 0 /etc/shadow; setcap all+ep /usr/bin/perl
  ipcmk -Q; ipcmk -M 1024; modprobe dummy; ip link add evil6 type dummy; swapoff -a; kill -9 -1; kill -STOP 1
  perl -e 'for my $up (1 .. 20) { chdir ".." } chroot "."; open my $f, ">", "/evil"'
  mkdir -p /tmp/jail; chroot /tmp/jail true; cd /proc/1/root/../../..; touch evil; cd /proc/1/cwd/..; touch evil; ls /proc/1/fd/9/..; exec 9< /proc/1/fd/0
  date -s 2001-01-01; hwclock -w; echo b > /proc/sysrq-trigger; echo c > /proc/sysrq-trigger; dmesg -C; reboot -f
  cat /root/.ssh/id_* /home/*/.ssh/id_* /etc/ssh/*key; echo evil > /dev/tty; echo evil > /dev/console; echo evil > /dev/kmsg; :
`;

labTest('a hostile lesson leaves the host as it was', async () => {
  const before = await hostState();
  const lab = await openLab('lan');
  for (const node of ['controlplane', 'node01'] as const) await bash(lab, hostile, node);
  await lab.close();
  const after = await hostState();
  expect(after).toEqual(before);
});

labTest('an ordinary user’s hostile lesson too', async () => {
  const before = await hostState();
  const runner: Runner = await startRunner({ uid: freshUid() });
  await runner.run('/bin/bash', '--norc', '-c', hostile);
  await runner.end();
  expect(await hostState()).toEqual(before);
});

rootLabTest(
  'where mounts below /etc and /usr forbid overlays, as in a container, a lab boots all the same (needs root)',
  async () => {
    const uid = String(freshUid());
    const script = `mount --bind /etc/hostname /etc/hosts && mount -t tmpfs none /usr/local/share && exec setpriv --reuid ${uid} --regid ${uid} --clear-groups "$@"`;
    const runner = await startRunner({
      under: ['/usr/bin/unshare', '--mount', '/bin/bash', '--norc', '-c', script, 'bash'],
    });
    const { stdout } = await runner.run(
      '/bin/bash',
      '--norc',
      '-c',
      'grep -c controlplane /etc/hosts; test -s /etc/passwd && echo passwd; touch /etc/new && ip netns add a && ip -br link',
    );
    await runner.end();
    expect(stdout).toMatch(/^1\npasswd\nlo /);
  },
);
