import { z } from 'zod';
import type { Snapshot } from '../check/snapshot.ts';

/**
 * A snapshot as a file may hold it, held to every type that judging counts on: what comes from another machine is data until
 * it has been read by this. Unknown keys are dropped.
 */
const text = z.string();
const flag = z.boolean();
const node = z.enum(['controlplane', 'node01']);
const family = z.enum(['inet', 'inet6']);
const some = z.record(text, z.unknown());

const found = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('state', [
    z.object({ state: z.literal('found'), value }),
    z.object({ state: z.literal('missing') }),
    z.object({ state: z.literal('error'), message: text }),
  ]);

const address = z.object({ family, address: text, prefix: z.number(), scope: text });

const link = z.object({
  index: z.number(),
  name: text,
  kind: text,
  up: flag,
  carrier: flag,
  mtu: z.number(),
  mac: text,
  master: text.exactOptional(),
  port: some.exactOptional(),
  peerIndex: z.number().exactOptional(),
  peerNetnsId: z.number().exactOptional(),
  peerNetns: text.exactOptional(),
  addresses: z.array(address),
  details: some,
});

const route = z.object({
  family,
  to: text,
  type: text,
  via: text.exactOptional(),
  dev: text.exactOptional(),
  src: text.exactOptional(),
  protocol: text.exactOptional(),
  scope: text.exactOptional(),
  metric: z.number().exactOptional(),
  table: text,
});

const lookup = z.object({ preference: z.number(), table: text, always: flag });
const neighbour = z.object({ address: text, dev: text, mac: text.exactOptional(), states: z.array(text) });
const fdbEntry = z.object({ mac: text, dev: text, master: text.exactOptional(), state: text, flags: z.array(text) });
const socket = z.object({ protocol: z.enum(['tcp', 'udp']), address: text, port: z.number() });

const legacy = z.literal('legacy').exactOptional();
const chain = z.object({ table: text, chain: text, policy: text, backend: legacy });
const rule = z.object({ table: text, chain: text, words: z.array(text), backend: legacy });
const filter = { chains: z.array(chain), rules: z.array(rule) };
const rules = z.object({ ...filter, nft: z.array(z.unknown()), ip6: z.object(filter).exactOptional() });

const netns = z.object({
  name: text,
  inode: z.number(),
  links: found(z.array(link)).exactOptional(),
  routes: found(z.array(route)).exactOptional(),
  lookups: found(z.array(lookup)).exactOptional(),
  neighbours: found(z.array(neighbour)).exactOptional(),
  fdb: found(z.array(fdbEntry)).exactOptional(),
  sockets: found(z.array(socket)).exactOptional(),
  rules: found(rules).exactOptional(),
  sysctls: z.record(text, found(text)).exactOptional(),
});

const file = z.object({
  path: text,
  type: z.enum(['file', 'directory', 'symlink', 'other']),
  target: text.exactOptional(),
  text: text.exactOptional(),
  entries: z.array(text).exactOptional(),
});

const process = z.object({
  pid: z.number(),
  parent: z.number(),
  name: text,
  words: z.array(text),
  namespaces: z.record(text, z.number()),
});

const nodeFacts = z.object({
  netns: z.array(netns),
  files: z.record(text, found(file)),
  processes: found(z.array(process)).exactOptional(),
});

const place = { node, netns: text };

export const snapshotSchema: z.ZodType<Snapshot> = z.object({
  schema: z.literal('netns-course/snapshot/v1'),
  nodes: z.object({ controlplane: nodeFacts.exactOptional(), node01: nodeFacts.exactOptional() }),
  reach: z.array(
    z.object({
      need: z.object({ what: z.literal('reach'), ...place, to: text, port: z.number().exactOptional() }),
      found: found(z.object({ answered: flag, text })),
    }),
  ),
  http: z.array(
    z.object({
      need: z.object({ what: z.literal('http'), ...place, url: text }),
      found: found(z.object({ status: z.number(), body: text, text: text.exactOptional() })),
    }),
  ),
  scripts: z.array(
    z.object({
      need: z.object({ what: z.literal('script'), node, script: text }),
      found: found(z.object({ exitCode: z.number(), lastLine: text })),
    }),
  ),
});
