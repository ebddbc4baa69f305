import { cni, container } from './check-containers.ts';
import { listed } from './listed.ts';

/** Words of the checks that ask the kernel: what was expected and what was found instead. No full stop at the end. */

interface At {
  readonly netns: string;
  readonly node: string;
}

function place({ netns, node }: At): string {
  if (netns === '') return node === 'controlplane' ? 'on the host' : `on ${node}`;
  return node === 'controlplane' ? `in ${netns}` : `in ${netns} on ${node}`;
}

/** Sentences that several kinds use. */
const common = {
  place,
  and: ', ',
  but: '; ',
  noNetns: ({ netns, node }: At) =>
    node === 'controlplane' ? `there is no namespace ${netns}` : `there is no namespace ${netns} on ${node}`,
  notAsked: 'this was not asked for',
  noNode: ({ node }: { node: string }) => `${node} could not be asked`,
  couldNotAsk: ({ message }: { message: string }) => `it could not be asked: ${message}`,
  broken: ({ message }: { message: string }) => `the check itself broke: ${message}`,
  badSpec: ({ kind }: { kind: string }) => `the lesson's ${kind} check is not valid`,
  unknownKind: ({ kind }: { kind: string }) => `there is no kind of check called ${kind}`,
  waitsFor: ({ ids }: { ids: readonly string[] }) => `waits for ${ids.join(', ')}`,
  circle: ({ ids }: { ids: readonly string[] }) => `these checks wait for each other: ${ids.join(', ')}`,
  unknownNeed: ({ id }: { id: string }) => `it needs ${id}, which is no check of this step`,
  notYet: 'not asked yet',
  nothing: 'nothing',
  as: ({ what }: { what: string }) => what,
};

const netns = {
  expected: ({ name, node, absent }: { name: string; node: string; absent: boolean }) =>
    `${absent ? 'no namespace' : 'a namespace'} ${name} ${place({ netns: '', node })}`,
  there: ({ name }: { name: string }) => `${name} is there`,
  stillThere: ({ name }: { name: string }) => `${name} is still there`,
  onlyThese: ({ names }: { names: readonly string[] }) => `the named namespaces are: ${listed(names, 'none')}`,
  others: ({ names }: { names: readonly string[] }) => `there are others too: ${names.join(', ')}`,
  similar: ({ name }: { name: string }) => `there is ${name}: is that a slip of the pen`,
};

const link = {
  expected: ({ name, at, absent, wishes }: { name: string; at: At; absent: boolean; wishes: readonly string[] }) =>
    [`${absent ? 'no link' : 'a link'} ${name} ${place(at)}`, ...wishes].join(', '),
  wishUp: ({ up }: { up: boolean }): string => (up ? 'up' : 'down'),
  wishCarrier: ({ carrier }: { carrier: boolean }): string => (carrier ? 'with carrier' : 'without carrier'),
  wishKind: ({ kind }: { kind: string }) => `of kind ${kind}`,
  wishMaster: ({ master }: { master: string }) => (master === 'none' ? 'in no bridge' : `in bridge ${master}`),
  wishMtu: ({ mtu }: { mtu: number }) => `mtu ${mtu}`,
  wishPeer: ({ name, at }: { name: string; at: At }) => `its other end ${name} ${place(at)}`,
  there: ({ name, at }: { name: string; at: At }) => `${name} is ${place(at)}`,
  stillThere: ({ name, at }: { name: string; at: At }) => `${name} is still ${place(at)}`,
  elsewhere: ({ name, places }: { name: string; places: readonly At[] }) =>
    `${name} is not there, it is ${places.map(place).join(' and ')}`,
  onlyThese: ({ names, at }: { names: readonly string[]; at: At }) =>
    `the links ${place(at)} are: ${listed(names, 'none')}`,
  isUp: ({ up }: { up: boolean }) => `it is ${up ? 'UP' : 'DOWN'}`,
  hasCarrier: ({ carrier, peerMayBeDown }: { carrier: boolean; peerMayBeDown: boolean }) =>
    carrier ? 'it has carrier' : `it has no carrier${peerMayBeDown ? ': is its other end up' : ''}`,
  isKind: ({ kind }: { kind: string }) => `it is ${kind === '' ? 'a plain device' : `a ${kind}`}`,
  isMaster: ({ master }: { master: string | undefined }) =>
    master === undefined ? 'it is in no bridge' : `it is in bridge ${master}`,
  isMtu: ({ mtu }: { mtu: number }) => `its mtu is ${mtu}`,
  noPeer: 'it has no other end',
  peerUnknown: 'its other end is in a namespace without a name here',
  peerIs: ({ name, at }: { name: string; at: At }) => `its other end is ${name} ${place(at)}`,
  others: ({ names }: { names: readonly string[] }) => `there are others too: ${names.join(', ')}`,
};

const address = {
  expected: ({ address: wanted, dev, at, absent, exactly }: AddressArgs) =>
    `${absent ? 'no address' : exactly ? 'no address but' : 'the address'} ${wanted}${dev === undefined ? '' : ` on ${dev}`} ${place(at)}`,
  there: ({ address: found, dev, at }: { address: string; dev: string; at: At }) =>
    `${found} is on ${dev} ${place(at)}`,
  stillThere: ({ address: found, dev, at }: { address: string; dev: string; at: At }) =>
    `${found} is still on ${dev} ${place(at)}`,
  otherPrefix: ({ address: found, dev }: { address: string; dev: string }) =>
    `the address on ${dev} is ${found}: another prefix length`,
  otherLink: ({ address: found, dev }: { address: string; dev: string }) => `${found} is on another link: ${dev}`,
  otherPlace: ({ address: found, dev, at }: { address: string; dev: string; at: At }) =>
    `${found} is on ${dev} ${place(at)}, not here`,
  noLink: ({ dev, at }: { dev: string; at: At }) => `there is no link ${dev} ${place(at)}`,
  onlyThese: ({ dev, addresses, at }: { dev: string | undefined; addresses: readonly string[]; at: At }) =>
    `the addresses ${dev === undefined ? place(at) : `on ${dev}`} are: ${listed(addresses, 'none')}`,
  others: ({ addresses }: { addresses: readonly string[] }) => `there are others too: ${addresses.join(', ')}`,
};

interface AddressArgs {
  readonly address: string;
  readonly dev: string | undefined;
  readonly at: At;
  readonly absent: boolean;
  readonly exactly: boolean;
}

const route = {
  expected: ({ to, via, dev, src, at, absent }: RouteArgs) =>
    [
      `${absent ? 'no route' : 'a route'} to ${to}`,
      ...(via === undefined ? [] : [`via ${via}`]),
      ...(dev === undefined ? [] : [`dev ${dev}`]),
      ...(src === undefined ? [] : [`src ${src}`]),
      place(at),
    ].join(' '),
  there: ({ route: found }: { route: string }) => `there is: ${found}`,
  otherWay: ({ routes }: { routes: readonly string[] }) => `to there it goes another way: ${routes.join(' and ')}`,
  otherTable: ({ route: found, table }: { route: string; table: string }) => `it is in table ${table}: ${found}`,
  otherPlace: ({ route: found, at }: { route: string; at: At }) => `that route is ${place(at)}: ${found}`,
  onlyThese: ({ routes, at }: { routes: readonly string[]; at: At }) =>
    `the routes ${place(at)} are: ${listed(routes, 'none')}`,
  others: ({ routes }: { routes: readonly string[] }) => `there are others too: ${routes.join(' and ')}`,
};

interface RouteArgs {
  readonly to: string;
  readonly via: string | undefined;
  readonly dev: string | undefined;
  readonly src: string | undefined;
  readonly at: At;
  readonly absent: boolean;
}

const neighbour = {
  expected: ({ address: wanted, dev, mac, state, at, absent }: NeighbourArgs) =>
    [
      `${absent ? 'no neighbour' : 'the neighbour'} ${wanted}`,
      ...(dev === undefined ? [] : [`on ${dev}`]),
      ...(mac === undefined ? [] : [`with ${mac}`]),
      ...(state === undefined ? [] : [state]),
      place(at),
    ].join(' '),
  there: ({ entry }: { entry: string }) => `there is: ${entry}`,
  unresolved: ({ entry }: { entry: string }) => `it was asked for but did not answer: ${entry}`,
  different: ({ entry }: { entry: string }) => `it differs: ${entry}`,
  onlyThese: ({ entries, at }: { entries: readonly string[]; at: At }) =>
    `the neighbours ${place(at)} are: ${listed(entries, 'none')}`,
};

interface NeighbourArgs {
  readonly address: string;
  readonly dev: string | undefined;
  readonly mac: string | undefined;
  readonly state: string | undefined;
  readonly at: At;
  readonly absent: boolean;
}

const bridge = {
  expected: ({ name, ports, up, learnt, at, absent, exactly }: BridgeArgs) =>
    [
      `${absent ? 'no bridge' : 'a bridge'} ${name} ${place(at)}`,
      ...(ports === undefined ? [] : [`with ${exactly ? 'only ' : ''}the ports ${listed(ports, 'none')}`]),
      ...(up === undefined ? [] : [up ? 'up' : 'down']),
      ...(learnt === undefined ? [] : [`that has learnt ${learnt} or more addresses`]),
    ].join(', '),
  there: ({ ports }: { ports: readonly string[] }) => `its ports are: ${listed(ports, 'none')}`,
  stillThere: ({ name, at }: { name: string; at: At }) => `${name} is still ${place(at)}`,
  notABridge: ({ name, kind }: { name: string; kind: string }) =>
    `${name} is no bridge but ${kind === '' ? 'a plain device' : `a ${kind}`}`,
  missingPorts: ({ ports }: { ports: readonly string[] }) => `not in it: ${ports.join(', ')}`,
  otherPorts: ({ ports }: { ports: readonly string[] }) => `in it too: ${ports.join(', ')}`,
  learntOnly: ({ learnt }: { learnt: number }) => `it has learnt ${learnt === 0 ? 'no address' : `${learnt}`}`,
};

interface BridgeArgs {
  readonly name: string;
  readonly ports: readonly string[] | undefined;
  readonly up: boolean | undefined;
  readonly learnt: number | undefined;
  readonly at: At;
  readonly absent: boolean;
  readonly exactly: boolean;
}

const forward = {
  expectedPolicy: ({ policy, at }: { policy: string; at: At }) => `the FORWARD policy ${policy} ${place(at)}`,
  expectedAccepts: ({ input, output, at }: { input: string; output: string; at: At }) =>
    `FORWARD lets packets from ${input} to ${output} through ${place(at)}`,
  policyIs: ({ policy }: { policy: string }) => `the policy is ${policy}`,
  policyByNft: ({ table, chain }: { table: string; chain: string }) => `nft's chain ${table} ${chain} drops by default`,
  byRule: ({ rule }: { rule: string }) => `this rule decides: ${rule}`,
  byPolicy: ({ policy }: { policy: string }) => `no rule decides, and the policy is ${policy}`,
  onlySome: ({ rule }: { rule: string }) => `this rule lets only some of them through: ${rule}`,
  otherTable: ({ table, chain, rule }: { table: string; chain: string; rule: string }) =>
    `there is such a rule, but in table ${table}, chain ${chain}: ${rule}`,
};

const nat = {
  expectedMasquerade: ({
    source,
    out,
    at,
    absent,
  }: {
    source: string;
    out: string | undefined;
    at: At;
    absent: boolean;
  }) =>
    `${absent ? 'no MASQUERADE' : 'MASQUERADE'} of what comes from ${source}${
      out === undefined
        ? ''
        : out.startsWith('!')
          ? ` and leaves otherwise than by ${out.slice(1)}`
          : ` and leaves by ${out}`
    } ${place(at)}`,
  expectedDnat: ({
    port,
    protocol,
    to,
    chain,
    destination,
    at,
    absent,
  }: {
    port: number;
    protocol: string;
    to: string;
    chain: string;
    destination: string | undefined;
    at: At;
    absent: boolean;
  }) =>
    `${absent ? 'no DNAT' : 'DNAT'} of ${protocol} port ${port}${destination === undefined ? '' : ` of ${destination}`} to ${to} in ${chain} ${place(at)}`,
  there: ({ rule }: { rule: string }) => `there is: ${rule}`,
  nearMiss: ({ rule, reasons }: { rule: string; reasons: readonly string[] }) =>
    `nearly: ${rule} (${reasons.join('; ')})`,
  wrongTable: ({ table }: { table: string }) => `it is in table ${table}, not nat`,
  wrongChain: ({ chain, wanted }: { chain: string; wanted: string }) =>
    `it is in chain ${chain}, which ${wanted} never reaches`,
  wrongSource: ({ source }: { source: string }) => `it is for ${source}`,
  wrongOut: ({ out }: { out: string }) => `it ${out === '' ? 'names no outgoing link' : `says ${out}`}`,
  wrongPort: ({ port }: { port: string }) => (port === '' ? 'it names no port' : `it is for port ${port}`),
  wrongProtocol: ({ protocol }: { protocol: string }) =>
    protocol === '' ? 'it names no protocol' : `it is for ${protocol}`,
  wrongDestination: ({ destination }: { destination: string }) =>
    destination === '' ? 'it is for packets to anybody' : `it is for ${destination}`,
  wrongTo: ({ to }: { to: string }) => `it sends to ${to === '' ? 'nowhere' : to}`,
  alsoNeeds: ({ words }: { words: string }) => `it also asks for ${words}`,
  onlyThese: ({ rules }: { rules: readonly string[] }) => `the rules of table nat are: ${listed(rules, 'none')}`,
};

const socket = {
  expected: ({ protocol, port, address: wanted, at, absent }: SocketArgs) =>
    `${absent ? 'nothing listens' : 'something listens'} on ${protocol} port ${port}${wanted === undefined ? '' : ` of ${wanted}`} ${place(at)}`,
  there: ({ address: found, port }: { address: string; port: number }) => `something listens on ${found} port ${port}`,
  otherAddress: ({ addresses }: { addresses: readonly string[] }) => `it listens only on ${addresses.join(', ')}`,
  otherProtocol: ({ protocol }: { protocol: string }) => `on that port something listens by ${protocol}`,
  otherPlace: ({ at }: { at: At }) => `something listens on that port ${place(at)}, not here`,
  onlyThese: ({ sockets }: { sockets: readonly string[] }) => `what listens here: ${listed(sockets, 'nothing')}`,
};

interface SocketArgs {
  readonly protocol: string;
  readonly port: number;
  readonly address: string | undefined;
  readonly at: At;
  readonly absent: boolean;
}

const sysctl = {
  expected: ({ key, value, at }: { key: string; value: string; at: At }) => `${key} = ${value} ${place(at)}`,
  is: ({ key, value }: { key: string; value: string }) => `${key} is ${value}`,
  missing: ({ key }: { key: string }) => `this kernel has no ${key} here`,
};

const process = {
  expected: ({ name, args, unshared, netns: inside, node, absent }: ProcessArgs) =>
    [
      `${absent ? 'no process' : 'a process'} ${name ?? ''}${args === undefined ? '' : ` with ${args}`}`.trim(),
      ...(unshared === undefined ? [] : [`in namespaces of its own: ${unshared.join(', ')}`]),
      ...(inside === undefined ? [] : [place({ netns: inside, node })]),
    ].join(', '),
  there: ({ pid, command }: { pid: number; command: string }) => `there is ${command} (PID ${pid})`,
  none: ({ name }: { name: string }) => `no process ${name} runs`,
  sharing: ({ command, pid, types }: { command: string; pid: number; types: readonly string[] }) =>
    `${command} (PID ${pid}) still shares ${types.join(', ')} with the machine's first process`,
  otherNetns: ({ command, pid, where }: { command: string; pid: number; where: string }) =>
    `${command} (PID ${pid}) is in ${where}`,
  ownNetns: 'the machine’s own network namespace',
  namelessNetns: 'a network namespace without a name',
  noFirst: 'the machine’s first process is not in the list',
};

interface ProcessArgs {
  readonly name: string | undefined;
  readonly args: string | undefined;
  readonly unshared: readonly string[] | undefined;
  readonly netns: string | undefined;
  readonly node: string;
  readonly absent: boolean;
}

const sameNamespace = {
  expected: ({ type, first, second, differ }: { type: string; first: string; second: string; differ: boolean }) =>
    `${first} and ${second} are in ${differ ? 'different' : 'one and the same'} ${type} namespace${differ ? 's' : ''}`,
  netns: ({ name, node }: { name: string; node: string }) =>
    name === '' ? (node === 'controlplane' ? 'the host' : node) : `namespace ${name}`,
  process: ({ name }: { name: string }) => `process ${name}`,
  container: ({ name }: { name: string }) => `container ${name}`,
  same: ({ inode }: { inode: number }) => `both are in ${inode}`,
  differ: ({ first, second }: { first: number; second: number }) => `one is in ${first}, the other in ${second}`,
  noProcess: ({ name }: { name: string }) => `no process ${name} runs`,
  noContainer: ({ name }: { name: string }) => `no container ${name} runs`,
};

const file = {
  expected: ({
    path,
    type,
    absent,
    wishes,
  }: {
    path: string;
    type: string | undefined;
    absent: boolean;
    wishes: readonly string[];
  }) => [`${absent ? 'no ' : ''}${type ?? 'file'} ${path}`, ...wishes].join(', '),
  wishContains: ({ text }: { text: string }) => `with "${text}" in it`,
  wishMatches: ({ pattern }: { pattern: string }) => `with text that matches ${pattern}`,
  wishTarget: ({ target }: { target: string }) => `that points to ${target}`,
  there: ({ path }: { path: string }) => `${path} is there`,
  stillThere: ({ path }: { path: string }) => `${path} is still there`,
  missing: ({ path }: { path: string }) => `there is no ${path}`,
  isType: ({ type }: { type: string }) => `it is a ${type}`,
  lacks: ({ text }: { text: string }) => `it has no "${text}" in it`,
  noMatch: ({ pattern }: { pattern: string }) => `nothing in it matches ${pattern}`,
  isTarget: ({ target }: { target: string }) => `it points to ${target}`,
  noText: 'its text could not be read',
};

const json = {
  expected: ({
    path,
    at,
    equals,
    matches,
  }: {
    path: string;
    at: string;
    equals: string | undefined;
    matches: string | undefined;
  }) => `${at} in ${path} ${equals === undefined ? `matches ${matches ?? ''}` : `is ${equals}`}`,
  is: ({ at, value }: { at: string; value: string }) => `${at} is ${value}`,
  notThere: ({ at, keys }: { at: string; keys: readonly string[] }) =>
    `there is no ${at}; there is: ${listed(keys, 'nothing')}`,
  notJson: ({ path, reason }: { path: string; reason: string }) => `${path} is not JSON: ${reason}`,
};

const reach = {
  expected: ({ to, port, at, answered }: { to: string; port: number | undefined; at: At; answered: boolean }) =>
    `${to}${port === undefined ? '' : ` port ${port}`} ${answered ? 'answers' : 'does not answer'} ${place(at)}`,
  answered: ({ to }: { to: string }) => `${to} answered`,
  silent: ({ text }: { text: string }) => (text === '' ? 'no answer came' : `no answer came: ${text}`),
};

const http = {
  expected: ({
    url,
    status,
    contains,
    at,
  }: {
    url: string;
    status: number | undefined;
    contains: string | undefined;
    at: At;
  }) =>
    [
      `${url} answers ${place(at)}`,
      ...(status === undefined ? [] : [`with status ${status}`]),
      ...(contains === undefined ? [] : [`with "${contains}"`]),
    ].join(', '),
  isStatus: ({ status }: { status: number }) => `it answered with status ${status}`,
  lacks: ({ text }: { text: string }) => `the answer has no "${text}" in it`,
  noAnswer: ({ text }: { text: string }) => (text === '' ? 'no answer came' : `no answer came: ${text}`),
};

const script = {
  expected: 'the lesson’s own check passes',
  exited: ({ exitCode }: { exitCode: number }) => `it ended with ${exitCode}`,
};

const ask = {
  expected: ({ question }: { question: string }) => `an answer to: ${question}`,
  none: 'no answer yet',
  right: 'the answer is right',
  wrong: ({ answer }: { answer: string }) => `${answer} is not the answer`,
  noLink: ({ link: name, at }: { link: string; at: At }) => `there is no link ${name} ${place(at)} to ask about`,
  noValue: ({ link: name }: { link: string }) => `${name} has nothing of that kind`,
};

export const kinds = {
  common,
  netns,
  link,
  address,
  route,
  neighbour,
  bridge,
  forward,
  nat,
  socket,
  sysctl,
  process,
  sameNamespace,
  container,
  cni,
  file,
  json,
  reach,
  http,
  script,
  ask,
};
