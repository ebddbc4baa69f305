/** Dump requests, each with the netlink protocol that it goes to. */
export type RequestName =
  | 'links'
  | 'addresses'
  | 'routes4'
  | 'routes6'
  | 'cache4'
  | 'lookups'
  | 'neighbours'
  | 'proxies'
  | 'fdb'
  | 'vlans'
  | 'tcp4'
  | 'tcp6'
  | 'udp4'
  | 'udp6'
  | 'nftTables'
  | 'nftGeneration';

const routeProtocol = 0;
const diagProtocol = 4;
const filterProtocol = 12;

/** NLM_F_REQUEST, and NLM_F_DUMP besides. */
const askFlags = 0x001;
const dumpFlags = 0x301;

const [inet, inet6, bridge] = [2, 10, 7];

/** Types from linux/rtnetlink.h, linux/sock_diag.h and linux/netfilter/nf_tables.h; bodies are the structs they take. */
export const requests: Readonly<Record<RequestName, string>> = {
  links: request(routeProtocol, 18, linkBody(0, 8)),
  addresses: request(routeProtocol, 22, body(8, 0)),
  routes4: request(routeProtocol, 26, body(12, inet)),
  routes6: request(routeProtocol, 26, body(12, inet6)),
  cache4: request(routeProtocol, 26, cacheBody()),
  lookups: request(routeProtocol, 34, body(12, inet)),
  neighbours: request(routeProtocol, 30, body(12, 0)),
  proxies: request(routeProtocol, 30, proxyBody()),
  fdb: request(routeProtocol, 30, body(12, bridge)),
  vlans: request(routeProtocol, 18, linkBody(bridge, 2)),
  tcp4: request(diagProtocol, 20, socketBody(inet, 6, 10)),
  tcp6: request(diagProtocol, 20, socketBody(inet6, 6, 10)),
  udp4: request(diagProtocol, 20, socketBody(inet, 17, 7)),
  udp6: request(diagProtocol, 20, socketBody(inet6, 17, 7)),
  nftTables: request(filterProtocol, (10 << 8) | 1, body(4, 0)),
  nftGeneration: request(filterProtocol, (10 << 8) | 16, body(4, 0), askFlags),
};

function request(protocol: number, type: number, payload: Buffer, flags = dumpFlags): string {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(16 + payload.length, 0);
  header.writeUInt16LE(type, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt32LE(1, 8);
  return `${String(protocol)} ${Buffer.concat([header, payload]).toString('hex')}`;
}

function body(bytes: number, family: number): Buffer {
  const made = Buffer.alloc(bytes);
  made.writeUInt8(family, 0);
  return made;
}

/** A struct rtmsg with RTM_F_CLONED among its flags: what was learned, in place of the routes. */
function cacheBody(): Buffer {
  const made = body(12, inet);
  made.writeUInt32LE(0x200, 8);
  return made;
}

/** A struct ndmsg with NTF_PROXY among its flags. */
function proxyBody(): Buffer {
  const made = body(12, 0);
  made.writeUInt8(8, 10);
  return made;
}

/** A struct ifinfomsg with IFLA_EXT_MASK: 2 a bridge's VLANs (RTEXT_FILTER_BRVLAN), 8 no counters (RTEXT_FILTER_SKIP_STATS). */
function linkBody(family: number, mask: number): Buffer {
  const attribute = Buffer.alloc(8);
  attribute.writeUInt16LE(8, 0);
  attribute.writeUInt16LE(29, 2);
  attribute.writeUInt32LE(mask, 4);
  return Buffer.concat([body(16, family), attribute]);
}

/** A struct inet_diag_req_v2 for sockets in one state: TCP_LISTEN 10, or UDP's that are not connected, 7. */
function socketBody(family: number, protocol: number, state: number): Buffer {
  const made = body(56, family);
  made.writeUInt8(protocol, 1);
  made.writeUInt32LE(1 << state, 4);
  return made;
}
