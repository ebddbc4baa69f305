/** Words of the network's picture, and of why a packet does not arrive. */

interface Where {
  /** A namespace, as a reader calls it. */
  readonly where: string;
  readonly name: string;
  readonly to: string;
  readonly text: string;
}

type Say = (where: Where) => string;

/** What stops a packet. */
const stops = {
  'no-address': ({ where, name }) =>
    name === '' ? `${where} has no address, and no cable` : `${where} has no address: ${name} needs one`,
  'link-down': ({ where, name }) => `${name} in ${where} is down`,
  'loopback-down': ({ where, name }) => `${name} in ${where} is down: what a namespace sends to itself goes through it`,
  'no-route': ({ where, to }) => `${where} has no route to ${to}`,
  'wrong-table': ({ where, name, to, text }) =>
    `${where} has its route to ${to} in table ${name} (${text}), which no rule asks for this packet`,
  'wrong-prefix': ({ where, name, to, text }) =>
    `${where} does not take ${to} for a neighbour: the network of ${text} on ${name} is too small`,
  'route-refuses': ({ where, to, text }) => `a route in ${where} refuses ${to}: ${text}`,
  'rule-refuses': ({ where, name, to, text }) =>
    `a routing rule in ${where} (ip rule, preference ${name}) refuses ${to}: ${text}`,
  'too-big': ({ where, name, to, text }) =>
    `a packet of ${to} bytes that must not be fragmented is too big for ${name} in ${where}, which takes ${text}`,
  'wrong-fdb': ({ where, name, to, text }) =>
    `the bridge ${name} in ${where} sends what is for ${to} out by ${text}, where nobody has that MAC address`,
  'nobody-answers': ({ where, name, to }) => `nobody on the wire at ${name} in ${where} has the address ${to}`,
  'not-a-port': ({ where, name, to }) => `${name} in ${where} is not a port of the bridge ${to}`,
  'address-on-port': ({ where, name, to }) =>
    `${name} in ${where} is a port of ${to}: an answer goes to the bridge, not to an address of its port`,
  'port-not-forwarding': ({ where, name, text }) =>
    `the port ${name} in ${where} does not forward: its bridge has it ${text}`,
  'wrong-neighbour': ({ where, to, text }) => `${where} takes ${text} for the MAC address of ${to}, which it is not`,
  'own-source': ({ where, name, to }) =>
    `${where} drops what comes in by ${name} from ${to}: that is an address of its own`,
  'arp-off': ({ where, name }) =>
    `${name} in ${where} neither asks for the addresses of neighbours nor answers (NOARP)`,
  'loopback-address': ({ where, name, to }) =>
    `${where} drops what comes in by ${name} for ${to}: a loopback address is for what begins there (route_localnet)`,
  'ttl-over': ({ where, name, text }) =>
    `packets of ${where} begin with a TTL of ${text} (${name}), too few for the routers on the way`,
  'filter-rule': ({ where, name, to, text }) => `a rule in ${where} stops it, at ${to} in table ${name}: ${text}`,
  'filter-policy': ({ where, name, to }) =>
    `no rule in ${where} lets it through ${to}, and the policy of that chain (table ${name}) is DROP`,
  'forwarding-off': ({ where, name }) => `${where} is no router: ${name} is 0`,
  'reverse-path': ({ where, name, to, text }) =>
    text === ''
      ? `${where} drops what comes in by ${name} from ${to}: it has no route back (rp_filter)`
      : `${where} drops what comes in by ${name} from ${to}: its way back is ${text} (rp_filter)`,
  'echo-ignored': ({ where, name }) => `${where} answers no ping: ${name} is 1`,
  'nothing-listens': ({ where, to }) => `nothing in ${where} listens on TCP port ${to}`,
  'listens-elsewhere': ({ where, to, text }) => `in ${where} TCP port ${to} is open on ${text} alone`,
  loop: ({ to }) => `the routes to ${to} go round in a circle`,
} satisfies Record<string, Say>;

/** Why it cannot be told. */
const doubts = {
  'leads-elsewhere': ({ where, name }) =>
    `the cable at ${name} in ${where} leads to a namespace to which neither a name nor a process leads, so it cannot be looked into`,
  'policy-routing': ({ where, text }) =>
    `${where} has routing rules of its own (ip rule, preference ${text}) that may decide`,
  'several-hops': ({ where, to }) => `${where} has several routes to ${to} that are alike`,
  'filter-match': ({ where, text }) => `whether this rule in ${where} takes the packet is not known: ${text}`,
  'nft-rules': ({ where }) => `${where} has tables of nft's own, which are not followed: nft list ruleset`,
  'not-asked': ({ where, text }) => `${text} of ${where} could not be asked`,
  'duplicate-address': ({ to }) => `more than one namespace has the address ${to}, and who answers first is chance`,
  'duplicate-mac': ({ where, name, text }) =>
    `another interface on the wire has the MAC address of ${name} in ${where} (${text}), and a bridge takes one for the other`,
  queue: ({ where, name, text }) =>
    `${name} in ${where} sends through a queue that is not followed (tc qdisc: ${text})`,
  'link-kind': ({ where, name, text }) => `${name} in ${where} is not a cable or a bridge (${text})`,
  vlan: ({ where, name }) => `the bridge ${name} in ${where} filters by VLAN`,
  'arp-settings': ({ where, name }) => `${name} in ${where} does not answer every question for an address (arp_ignore)`,
  neighbour: ({ where, to, text }) => `${where} sends what is for ${to} to ${text}, which may pass it on`,
  rewriting: ({ where, text }) => `an address is rewritten in ${where} in a way that is not followed: ${text}`,
  'other-way-back': ({ where }) => `the answer takes another way than the question did, and comes by ${where}`,
  ipv6: ({ to }) => `${to} is an IPv6 address, and only IPv4 is followed`,
  'port-settings': ({ where, name, text }) =>
    `the port ${name} in ${where} has settings that are not followed (${text})`,
  moving: ({ where, name, to, text }) =>
    `the bridge ${name} in ${where} sends what is for ${to} out by ${text}, until it hears from there by another port`,
  'no-such-target': ({ to }) => `there is no namespace ${to}`,
} satisfies Record<string, Say>;

export const topology = {
  /** A picture's words. */
  up: 'up',
  down: 'down',
  noCarrier: 'no carrier',
  elsewhere: 'cable leads elsewhere',
  forwards: 'forwards packets',
  policy: ({ chain, table }: { chain: string; table: string }) =>
    `DROP is the policy of ${chain}${table === 'filter' ? '' : ` (${table})`}`,
  drops: ({ chain }: { chain: string }) => `DROP in ${chain}`,
  /** Several rules that read the same. */
  times: ({ text, count }: { text: string; count: number }) => `${text}, ${String(count)} times`,
  betweenPorts: 'FORWARD is asked between the ports too',
  nat: ({ what }: { what: string }) => `NAT ${what}`,
  cable: ({ number, where }: { number: number; where: string }) => `cable ${String(number)} to ${where}`,
  portOf: ({ bridge }: { bridge: string }) => `port of ${bridge}`,
  also: ({ names }: { names: string }) => `also called ${names}`,
  /** Between the parts of one line. */
  and: ', ',
  thisMachine: 'this machine',
  nothing: 'No namespace could be asked.',
  changes: {
    none: 'Nothing has changed since the last picture.',
    'netns-came': ({ netns }: { netns: string }) => `${netns}: a new namespace`,
    'netns-went': ({ netns }: { netns: string }) => `${netns}: this namespace is gone`,
    came: ({ netns, name, state }: { netns: string; name: string; state: string }) =>
      `${netns}: ${name} is new (${state})`,
    went: ({ netns, name }: { netns: string; name: string }) => `${netns}: ${name} is gone`,
    state: ({ netns, name, state }: { netns: string; name: string; state: string }) =>
      `${netns}: ${name} is now ${state}`,
    master: ({ netns, name, bridge }: { netns: string; name: string; bridge: string }) =>
      bridge === '' ? `${netns}: ${name} is no port any more` : `${netns}: ${name} is now a port of ${bridge}`,
    'address-came': ({ netns, name, address }: { netns: string; name: string; address: string }) =>
      `${netns}: ${name} now has ${address}`,
    'address-went': ({ netns, name, address }: { netns: string; name: string; address: string }) =>
      `${netns}: ${name} has ${address} no more`,
    'route-came': ({ netns, route }: { netns: string; route: string }) => `${netns}: new route ${route}`,
    'route-went': ({ netns, route }: { netns: string; route: string }) => `${netns}: the route ${route} is gone`,
    'filter-came': ({ netns, what }: { netns: string; what: string }) => `${netns}: from now on ${what}`,
    'filter-went': ({ netns, what }: { netns: string; what: string }) => `${netns}: no longer ${what}`,
    forwards: ({ netns, on }: { netns: string; on: boolean }) =>
      on ? `${netns}: forwards packets now` : `${netns}: forwards packets no more`,
  },
  explain: {
    stops,
    doubts,
    nothing: ({ source, destination }: { source: string; destination: string }) =>
      `Nothing stops it: a packet from ${source} to ${destination} arrives, and its answer comes back.`,
    stopped: ({ what }: { what: string }) => `It stops on its way there: ${what}.`,
    stoppedBack: ({ what }: { what: string }) => `It arrives, but the answer stops on its way back: ${what}.`,
    reason: ({ what }: { what: string }) => `it stops on its way there: ${what}`,
    reasonBack: ({ what }: { what: string }) => `it arrives, but the answer stops on its way back: ${what}`,
    unknown: ({ what }: { what: string }) => `Cannot tell: ${what}.`,
    unknownBack: ({ what }: { what: string }) => `It arrives. Whether the answer comes back cannot be told: ${what}.`,
    look: ({ command }: { command: string }) => `look: ${command}`,
    mend: ({ command }: { command: string }) => `mend: ${command}`,
    noMend: 'mend: no single command; see what the sentence above says is missing',
    addresses: ({ source, destination }: { source: string; destination: string }) => `(${source} to ${destination})`,
    way: 'The way there:',
    wayBack: 'The way back:',
    began: ({ where, out }: { where: string; out: string }) => `${where}: sent by ${out}`,
    passed: ({ where, input, out }: { where: string; input: string; out: string }) =>
      `${where}: in by ${input}, out by ${out}`,
    bridged: ({ where, name }: { where: string; name: string }) => `${where}: through the bridge ${name}`,
    arrived: ({ where, input }: { where: string; input: string }) => `${where}: taken in by ${input}`,
    labIsGone: 'There is no lab to ask just now.',
    usage:
      'Give two places: FROM is a namespace (or controlplane, node01), TO a namespace or an IPv4 address; then, if you like, tcp PORT, or size BYTES (68 to 65535) for a packet that must not be fragmented.',
    noPlace: ({ name, known }: { name: string; known: string }) =>
      `There is no namespace "${name}" here. There are: ${known}.`,
  },
  command: {
    brief: "Draw the network of a step's lab, or of this machine",
    full: `Boots a lab as the step finds it (where you are, when none is given), and draws its network from the kernel's own facts.
In a running course  course topology  draws the living lab, and says what changed.

Examples:
  netns-course topology
  netns-course topology veth/plug-it-in
  netns-course topology bridge --svg > bridge.svg
  netns-course topology --here --json     this machine, read-only`,
    target: 'LESSON or LESSON/STEP',
    here: "Draw this machine's own network instead (read-only)",
    text: 'Draw with characters (the default)',
    svg: 'Print SVG',
    mermaid: 'Print a Mermaid flowchart',
    dot: 'Print Graphviz DOT',
    oneFormat: 'Give one of --json, --text, --svg, --mermaid, --dot.',
    hereAlone: '--here draws this machine; it goes with no lesson.',
    couldNotAsk: ({ message }: { message: string }) => `This machine's network could not be asked: ${message}`,
  },
  explainCommand: {
    brief: 'Say why a packet does not arrive, or that nothing stops it',
    full: `Follows a first packet (a ping, or a TCP connection with  tcp PORT) through a lab as the kernel would, and its answer
back. FROM and TO are namespaces (or controlplane, node01); TO may be an IPv4 address. In a running course  course explain
FROM TO  asks the living lab.
Exit 0: nothing stops it, 1: something does, 2: cannot tell.

Examples:
  netns-course explain client server --at veth/plug-it-in
  netns-course explain client 10.0.0.12 tcp 80 --mend`,
    words: 'FROM TO [tcp PORT | size BYTES]',
    at: 'The lab of this LESSON or LESSON/STEP (where you are, when it is left out)',
    mend: 'Also show the command that mends it',
  },
};
