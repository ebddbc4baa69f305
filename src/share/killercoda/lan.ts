import type { Command, Lesson } from '../../lesson/types.ts';
import type { Words } from '../../words/index.ts';
import { word } from '../bash/quote.ts';

/** A program that the setup writes: a shell on node01, or one command there. */
export const node01Program = 'node01';

/** Whether a lesson's lab has a LAN with another machine on it. */
export const hasLan = ({ world }: Pick<Lesson, 'world'>): boolean => world === 'lan';

/**
 * Makes on one machine what a lab's LAN is (world `lan`): `eth0` of this machine, `node01` beside it, and a router that owns
 * 8.8.8.8 and 1.1.1.1 and has no route but to its LAN. The machine's own way into the internet stays as it is: only those two
 * addresses go by the LAN. node01 is a network, a mount (`/run`, `/tmp`, what CNI keeps) and a UTS namespace, the router a network
 * namespace; a process each holds them, so that `ip netns list` shows only what the learner made (ip-netns(8)).
 */
export const lanScript = (
  words: Words,
): string => `# node01, the router and the LAN between them: namespaces of this machine.
lan=/run/netns-course
if [ ! -e $lan/node01 ]; then
  if ip link show eth0 > /dev/null 2>&1; then echo ${word(words.share.eth0IsThere)}; exit 1; fi
  mkdir -p $lan /var/lib/cni
  hold() { # hold NAME UNSHARE_OPTION…: a process in namespaces of its own; its number is in $lan/NAME.
    setsid unshare "\${@:2}" bash -c 'echo $$ > '$lan/$1.new'; exec sleep infinity' < /dev/null > /dev/null 2>&1 &
    until [ -s $lan/$1.new ]; do sleep 0.05; done
    mv $lan/$1.new $lan/$1
  }
  hold router --net
  hold node01 --net --mount --uts
  router=$(cat $lan/router) node01=$(cat $lan/node01)
  nsenter -t $router -n bash -ec '
    ip link set lo up
    ip address add 8.8.8.8/32 dev lo
    ip address add 1.1.1.1/32 dev lo
    ip link add lan0 type bridge
    ip address add 192.168.0.1/24 dev lan0
    ip link set lan0 up
    sysctl -qw net.ipv4.ip_forward=0'
  ip link add port1 netns $router type veth peer name eth0
  ip link add port2 netns $router type veth peer name eth0 netns $node01
  nsenter -t $router -n bash -ec 'for port in port1 port2; do ip link set $port master lan0 up; done'
  ip address add 192.168.0.7/24 dev eth0
  ip link set eth0 up
  for address in 8.8.8.8 1.1.1.1; do ip route add $address via 192.168.0.1; done
  nsenter -t $node01 -n -m -u bash -ec '
    hostname node01
    for directory in /run /tmp /var/lib/cni; do mount -t tmpfs tmpfs $directory; done
    ip link set lo up
    ip address add 192.168.0.8/24 dev eth0
    ip link set eth0 up
    ip route add default via 192.168.0.1'
  printf '%s\\n' '#!/bin/bash' "exec nsenter -t $node01 -n -m -u -- \\"\\\${@:-bash}\\"" > /usr/local/bin/${node01Program}
  chmod 755 /usr/local/bin/${node01Program}
fi`;

/**
 * The same commands where node01 is entered from this machine's shell: `node01` before the first that is typed there, `exit`
 * after the last.
 */
export function inOneShell(commands: readonly Command[]): readonly Command[] {
  return commands.flatMap((command, index): readonly Command[] => {
    const { node, place } = command;
    if (node === 'controlplane') return [command];
    const typed = { node: 'controlplane', look: false, interrupt: false, sample: [], place } as const;
    return [
      ...(commands[index - 1]?.node === node ? [] : [{ ...typed, text: node01Program }]),
      { ...command, node: 'controlplane' },
      ...(commands[index + 1]?.node === node ? [] : [{ ...typed, text: 'exit' }]),
    ];
  });
}
