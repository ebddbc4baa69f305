/** Words of the checks that read the terminal: what a command should have shown, and what it did show. */

interface At {
  readonly netns: string;
  readonly node: string;
}

function place({ netns, node }: At): string {
  if (netns === '') return node === 'controlplane' ? 'on the host' : `on ${node}`;
  return node === 'controlplane' ? `in ${netns}` : `in ${netns} on ${node}`;
}

const inPlace = (at: At | undefined): string => (at === undefined ? '' : ` ${place(at)}`);

export const output = {
  ping: ({ address, replies, at }: { address: string; replies: number; at: At | undefined }) =>
    `a ping${inPlace(at)} shows ${replies === 1 ? 'a reply' : `${replies} replies`} from ${address}`,
  pingUnanswered: ({ address, at }: { address: string; at: At | undefined }) =>
    `a ping${inPlace(at)} of ${address} stays without a reply`,
  link: ({ name, peer, at }: { name: string; peer: boolean; at: At | undefined }) =>
    `a command${inPlace(at)} lists the link ${name}${peer ? ' with its other end' : ''}`,
  address: ({ address, at }: { address: string; at: At | undefined }) =>
    `a command${inPlace(at)} lists the address ${address}`,
  route: ({ to, via, dev, at }: { to: string; via: string | undefined; dev: string | undefined; at: At | undefined }) =>
    `a command${inPlace(at)} lists the route to ${to}${via === undefined ? '' : ` via ${via}`}${dev === undefined ? '' : ` dev ${dev}`}`,
  neighbour: ({ address, at }: { address: string; at: At | undefined }) =>
    `a command${inPlace(at)} lists the neighbour ${address} with its MAC address`,
  netns: ({ name, at }: { name: string; at: At | undefined }) => `a command${inPlace(at)} lists the namespace ${name}`,
  http: ({ text, at }: { text: string; at: At | undefined }) => `curl or wget${inPlace(at)} shows "${text}"`,
  command: ({ command, at }: { command: string; at: At | undefined }) => `${command} was run${inPlace(at)}`,
  contains: ({ text }: { text: string }) => `shows "${text}"`,
  lacks: ({ text }: { text: string }) => `shows no "${text}"`,
  matches: ({ pattern }: { pattern: string }) => `shows text that matches ${pattern}`,
  exits: ({ exit }: { exit: number }) => `ends with ${exit}`,
  and: ', ',

  seen: ({ line }: { line: string }) => `${line} showed it`,
  noneYet: ({ programs }: { programs: string }) => `no ${programs} was run yet`,
  programs: {
    ping: 'ping',
    link: 'ip link, ip addr or ifconfig',
    address: 'ip addr or ifconfig',
    route: 'ip route or route',
    neighbour: 'ip neigh or arp',
    netns: 'ip netns list or ls /run/netns',
    http: 'curl or wget',
  },
  commandNone: ({ command }: { command: string }) => `${command} was not run yet`,
  typedOnly: 'those words were typed or printed by another program: only the real command counts',
  otherPlace: ({ line, ran, wanted }: { line: string; ran: At; wanted: At }) =>
    `${line} ran ${place(ran)}, not ${place(wanted)}`,
  placeUnknown: ({ line }: { line: string }) => `in which namespace ${line} ran cannot be told: name it in the command`,
  mixed: ({ line }: { line: string }) => `${line} shows other things too: run the command on a line of its own`,
  rewritten: ({ line }: { line: string }) => `what ${line} shows was rewritten on its way: run it without the pipe`,
  complaint: ({ complaint }: { complaint: string }) => `it said: ${complaint}`,
  notListed: ({ names }: { names: readonly string[] }) =>
    names.length === 0 ? 'it listed nothing of the kind' : `it listed: ${names.join(', ')}`,
  noPeer: ({ name }: { name: string }) => `it listed ${name}, but without its other end (ip link shows it)`,
  showsNot: ({ text }: { text: string }) => `it did not show "${text}"`,
  showsStill: ({ text }: { text: string }) => `it shows "${text}"`,
  hidden: ({ line }: { line: string }) => `${line} leaves out lines that matter: run it without the pipe`,
  noMatch: ({ pattern }: { pattern: string }) => `nothing it showed matches ${pattern}`,
  exited: ({ exit }: { exit: number }) => `it ended with ${exit}`,
  exitUnknown: 'how it ended is not known',
  running: 'it still runs',
  noReplyYet: ({ address }: { address: string }) => `no reply from ${address} yet`,
  noReply: ({ transmitted }: { transmitted: number }) => `${transmitted} sent, no reply`,
  nothingSent: ({ line }: { line: string }) => `it said: ${line}`,
  otherTarget: ({ target }: { target: string }) => `that ping was of ${target}`,
  otherHost: ({ hosts }: { hosts: readonly string[] }) => `the replies came from ${hosts.join(', ')}`,
  fewReplies: ({ count }: { count: number }) => `${count === 1 ? 'one reply' : `${count} replies`} so far`,
  answered: ({ count }: { count: number }) => `${count === 1 ? 'one reply' : `${count} replies`} came`,
};
