import { gatewayRoutes } from '../changes.ts';
import type { Netns, Topology } from '../types.ts';

/** The network as plain, versioned data; what the drawings show, and the MAC addresses and sizes that they leave out. */
export function topologyJson({ namespaces, cables }: Topology): object {
  return {
    schema: 'netns-course/topology/v1',
    namespaces: namespaces.map(netnsJson),
    cables: cables.map(({ ends }) => ends),
  };
}

function netnsJson({ id, at, aliases, interfaces, forwards, filters, ...netns }: Netns): object {
  return {
    id,
    node: at.node,
    name: at.netns,
    aliases,
    inode: netns.inode,
    ...(forwards === undefined ? {} : { forwards }),
    interfaces: interfaces.map(({ id: each, link, state, master, peer }) => ({
      id: each,
      name: link.name,
      kind: link.kind,
      state,
      mac: link.mac,
      mtu: link.mtu,
      ...(master === undefined ? {} : { master }),
      ...(peer === undefined ? {} : { peer }),
      addresses: link.addresses,
    })),
    routes: gatewayRoutes({ id, at, aliases, interfaces, forwards, filters, ...netns }),
    filters: filters.map((mark) =>
      mark.type === 'policy'
        ? { type: mark.type, table: mark.table, chain: mark.chain }
        : { type: mark.type, table: mark.rule.table, chain: mark.rule.chain, rule: mark.rule.text },
    ),
  };
}
