import { plural } from './plural.ts';
/** Words of `trace` and `capture`: the life of one packet. */

interface Spot {
  readonly where: string;
  readonly name: string;
}

/** What was lost. */
type Lost = 'question' | 'answer';

const lostText = (lost: Lost): string => (lost === 'question' ? 'The packet' : 'It arrives, but its answer');

/** Of a packet that goes round in a circle, the first few. */
function shortList(numbers: readonly number[]): string {
  return numbers.length <= 6 ? numbers.join(' ') : `${numbers.slice(0, 6).join(' ')} …`;
}

export const trace = {
  answered: ({ to, where, ms }: { to: string; where: string; ms: string }) =>
    `It arrives: ${where === '' ? to : `${to} in ${where}`} answers, and the answer is back after ${ms} ms.`,
  connected: ({ to, where, ms }: { to: string; where: string; ms: string }) =>
    `It arrives: ${where === '' ? to : `${to} in ${where}`} takes the connection, which stands after ${ms} ms.`,
  refused: ({ to, where }: { to: string; where: string }) =>
    `It arrives${where === '' ? '' : ` in ${where}`}, but the connection is refused: nothing takes it at ${to}.`,
  unsent: ({ where, message }: { where: string; message: string }) =>
    `It never leaves ${where}, whose kernel does not send it: ${message}.`,
  unseen: ({ where }: { where: string }) => `It never leaves ${where}: no interface of any namespace saw it.`,
  rejected: ({ where, name, text }: Spot & { text: string }) =>
    `It comes no further than ${where}, which sends it back by ${name} with an ICMP error: ${text}.`,
  rejectedBeyond: ({ where, name, source, text }: Spot & { source: string; text: string }) =>
    `It leaves by ${name} in ${where} for where nothing can be seen, and comes back with an ICMP error from ${source}: ${text}.`,
  waits: ({ lost, where, name, to }: Spot & { lost: Lost; to: string }) =>
    `${lostText(lost)} waits in ${where}, which asks by ${name} who has ${to}; nobody answers.`,
  misaddressed: ({ lost, where, name, mac }: Spot & { lost: Lost; mac: string }) =>
    `${lostText(lost)} is sent by ${name} in ${where} to the MAC address ${mac}, which nobody there has.`,
  lostInside: ({ lost, where, name }: Spot & { lost: Lost }) =>
    lost === 'question'
      ? `The packet comes into ${where} by ${name}, and nothing comes out: it was last seen there.`
      : `It arrives, but its answer comes into ${where} by ${name} and no further: it was last seen there.`,
  lostBetween: ({ lost, where, name }: Spot & { lost: Lost }) =>
    `${lostText(lost)} was last seen at ${name} in ${where}, and at no interface after that.`,
  why: ({ what }: { what: string }) => `Why (explain): ${what}.`,
  whyKernel: ({ what }: { what: string }) => `Why (the kernel, asked by nft trace): ${what}.`,
  whyUnknown: 'Why is not told by the routes, rules and addresses that `explain` reads.',
  icmpError: ({ type, code }: { type: number; code: number }) => {
    const unreachable: Readonly<Record<number, string>> = {
      0: 'network unreachable',
      1: 'host unreachable',
      2: 'protocol unreachable',
      3: 'port unreachable',
      4: 'too big for the MTU, and must not be fragmented',
      9: 'network prohibited',
      10: 'host prohibited',
      13: 'prohibited by a filter',
    };
    const known = type === 3 ? unreachable[code] : type === 11 ? 'time to live exceeded' : undefined;
    return known ?? `ICMP type ${String(type)}, code ${String(code)}`;
  },
  roles: {
    question: 'The packet',
    answer: 'The answer',
    error: 'The ICMP error',
    arp: 'Questions for neighbours (ARP)',
  },
  /** What stands above a role's table. */
  heading: ({ role }: { role: string }) => `${role}:`,
  directions: { in: 'in', out: 'out' },
  packet: ({ source, destination, ttl }: { source: string; destination: string; ttl: number }) =>
    `${source} to ${destination}, TTL ${String(ttl)}`,
  macs: ({ source, destination }: { source: string; destination: string }) => `MAC ${source} to ${destination}`,
  changes: {
    source: ({ from, to }: { from: string; to: string }) => `from ${to} (was ${from})`,
    destination: ({ from, to }: { from: string; to: string }) => `to ${to} (was ${from})`,
    ttl: ({ from, to }: { from: string; to: string }) => `TTL ${to} (was ${from})`,
  },
  after: ({ ms }: { ms: string }) => `${ms} ms`,
  /** An interface's name in the picture, with the numbers of the table. */
  marked: ({ name, numbers }: { name: string; numbers: readonly number[] }) => `${name} [${shortList(numbers)}]`,
  other: 'for another MAC address',
  who: ({ to, by }: { to: string; by: string }) => `who has ${to}? (asks ${by})`,
  has: ({ address, mac }: { address: string; mac: string }) => `${address} is at ${mac}`,
  /** What a capture prints of a frame. */
  lines: {
    packet: ({ source, destination, what }: { source: string; destination: string; what: string }) =>
      `${source} to ${destination}: ${what}`,
    request: ({ id, sequence }: { id: number; sequence: number }) =>
      `ICMP echo request, id ${String(id)}, seq ${String(sequence)}`,
    reply: ({ id, sequence }: { id: number; sequence: number }) =>
      `ICMP echo reply, id ${String(id)}, seq ${String(sequence)}`,
    icmp: ({ text }: { text: string }) => `ICMP ${text}`,
    tcp: ({ flags, bytes }: { flags: string; bytes: number }) =>
      `TCP ${flags}${bytes === 0 ? '' : `, ${String(bytes)} bytes`}`,
    udp: ({ bytes }: { bytes: number }) => `UDP, ${String(bytes)} bytes`,
    other: ({ protocol, bytes }: { protocol: string; bytes: number }) => `${protocol}, ${String(bytes)} bytes`,
    frame: ({ type, bytes }: { type: string; bytes: number }) => `EtherType ${type}, ${String(bytes)} bytes`,
  },
  more: ({ count }: { count: number }) => `… ${String(count)} more`,
  lost: ({ count }: { count: number }) =>
    `${plural(count, 'frame')} came too fast to be kept: something may be missing here.`,
  written: ({ file, count }: { file: string; count: number }) => `${file}: ${plural(count, 'frame')}`,
  couldNot: ({ message }: { message: string }) => `The packet could not be traced: ${message}`,
  notWritten: ({ file, message }: { file: string; message: string }) => `${file} could not be written: ${message}`,
  noAddress: ({ where }: { where: string }) => `${where} has no IPv4 address that a packet could be sent to.`,
  capture: {
    brief: 'Follow a link of a lab while a command runs in it',
    full: `Prints every frame that an interface of a lab sees while a command runs there, as tcpdump would, without a program of
the lab's. NETNS is a namespace (or controlplane, node01); without /LINK all its interfaces are followed. What the command prints
goes to standard error. In a running course  course capture NETNS/LINK  follows a link of the living lab, and  course capture
ends that.
Exit 0: captured, and the command ended well, 1: the command failed, 2: could not capture.

Examples:
  netns-course capture server/veth-server --at veth/ping-both-ways -- ip netns exec client ping -c1 10.0.0.12
  netns-course capture controlplane --at nat --pcapng all.pcapng -- ip netns exec client1 ping -c1 8.8.8.8`,
    words: 'NETNS[/LINK] -- COMMAND',
    usage: 'Give a link to follow, and a command to run meanwhile: NETNS/LINK -- COMMAND …',
    noLink: ({ where, name, known }: { where: string; name: string; known: string }) =>
      `There is no link "${name}" in ${where}. There are: ${known}.`,
    couldNot: ({ message }: { message: string }) => `The link could not be followed: ${message}`,
    begun: ({ what }: { what: string }) => `Following ${what}; type  course capture  to end it.`,
    ended: ({ count }: { count: number }) => `Followed no more: ${plural(count, 'frame')}.`,
    one: 'Give one link to follow: course capture NETNS/LINK',
    none: 'No link is followed. Give one: course capture NETNS/LINK',
    skipped: ({ count }: { count: number }) => `… ${String(count)} more frame${count === 1 ? '' : 's'}`,
    failed: ({ code }: { code: number }) => `The command ended with exit code ${String(code)}.`,
    killed: 'The command was ended: it ran for too long.',
  },
  command: {
    brief: 'Send one real packet, and show every interface that saw it',
    full: `Sends one real packet through a lab (a ping, with  size BYTES  one that must not be fragmented, or a TCP connection with
tcp PORT, closed as soon as it stands), listens in every namespace meanwhile, and shows its life: where it was seen, in order, what changed on its way, and where it was
last seen if it did not arrive. FROM and TO are namespaces (or controlplane, node01); TO may be an IPv4 address. The packet is
real: it fills neighbour tables and counts in rules' counters. In a running course  course trace FROM TO  traces in the living lab.
Exit 0: the answer came back, 1: it did not, 2: could not trace.

Examples:
  netns-course trace client server --at veth/give-both-ends-an-address
  netns-course trace client 10.0.0.12 tcp 80 --json
  netns-course trace client 8.8.8.8 --at nat --pcapng life.pcapng`,
    words: 'FROM TO [tcp PORT | size BYTES]',
    at: 'The lab of this LESSON or LESSON/STEP (where you are, when it is left out)',
    pcapng: 'Write the frames to this file, for Wireshark or tcpdump -r',
  },
};
