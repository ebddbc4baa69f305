import { limits } from '../limits.ts';

/**
 * What runs as root of the outer user namespace, in the host's file system and PID namespace: unseen by the lab and out
 * of its reach. It sets the limits that bind all that follows. First argument: `none` where the lab must not have a
 * cgroup namespace, so that nothing in it can mount and change the cgroups that the user's session owns. CGROUP_SEEN, then: a
 * directory of theirs that the lab may see. Made read-only here, outside the nodes' user namespaces, it is so for good
 * (mount_namespaces(7), locked flags).
 */
const setLimits = `set -eu
ulimit -c 0 -u ${limits.processes}
cd /proc/sys/user
set_limit() { if [ -e "$1" ]; then echo "$2" > "$1"; fi; }
${Object.entries(limits.namespaces)
  .map(([name, value]) => `set_limit ${name} ${value}`)
  .join('\n')}
if [ "$1" = none ]; then set_limit max_cgroup_namespaces 0; fi
cd /
shift
if [ -n "\${CGROUP_SEEN-}" ]; then
  mount --bind "$CGROUP_SEEN" "$CGROUP_SEEN"
  mount -o remount,bind,ro,nosuid,nodev,noexec "$CGROUP_SEEN"
fi
`;

/** World `host`: becomes the `unshare` (the remaining arguments) whose child is the node's PID 1. */
export const hostStage = `${setLimits}
exec "$@"
`;

/**
 * World `lan`: stays, as the machine that holds the cable. Its own network namespace is the LAN's bridge and the router,
 * owned by the outer user namespace: no lab root can enter, see or change it. Arguments: the number of words of the
 * first node's command, the words of it, then those of the second.
 *
 * A node's end of its pipe closes when its `unshare` ends: the first to go ends the lab (the other dies with this).
 *
 * The router owns 8.8.8.8 and 1.1.1.1 and has no route but to its LAN, as the internet has none to private networks: a
 * packet from another network is answered to nobody, until something masquerades it.
 */
export const lanStage = `${setLimits}
first=("\${@:2:$1}") second=("\${@:$1+2}")
exec {one}< <(exec setpriv --pdeathsig KILL "\${first[@]}" <&0)
exec {two}< <(exec setpriv --pdeathsig KILL "\${second[@]}" <&0)
ip -batch - << 'END'
link set lo up
address add 8.8.8.8/32 dev lo
address add 1.1.1.1/32 dev lo
link add lan0 type bridge
address add 192.168.0.1/24 dev lan0
link set lan0 up
END
echo 0 > /proc/sys/net/ipv4/ip_forward
read -r word host_pid <&$one
read -r word node_pid <&$two
ip -batch - << END
link add port1 type veth peer name eth0 netns $host_pid
link add port2 type veth peer name eth0 netns $node_pid
link set port1 master lan0 up
link set port2 master lan0 up
END
configure() { nsenter -t "$1" -n ip -batch - << END
address add $2/24 dev eth0
link set eth0 up
route add default via 192.168.0.1
END
}
configure "$host_pid" 192.168.0.7
configure "$node_pid" 192.168.0.8
echo "ready $host_pid $node_pid"
exec > /dev/null 2>&1
(read -r word <&$one) &
(read -r word <&$two) &
wait -n
`;
