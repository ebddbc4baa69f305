import { schema as addressSchema } from '../../check/kinds/address.ts';
import { schema as bridgeSchema } from '../../check/kinds/bridge.ts';
import { fallbackLinks, schema as linkSchema } from '../../check/kinds/link.ts';
import { schema as neighbourSchema } from '../../check/kinds/neighbour.ts';
import { schema as netnsSchema } from '../../check/kinds/netns.ts';
import { schema as routeSchema } from '../../check/kinds/route.ts';
import { canonical } from './addresses.ts';
import { negated, writer } from './condition.ts';
import { inNetns, jq, string, word } from './quote.ts';

/** What iproute2 tells as JSON (`ip -j`, since 4.13), asked with jq. */

export const netns = writer(netnsSchema, ({ name, absent }, { exactly }) => {
  const file = `/run/netns/${name}`;
  if (absent) return `[ ! -e ${word(file)} ]`;
  return exactly ? `[ "$(ls /run/netns)" = ${word(name)} ]` : `[ -e ${word(file)} ]`;
});

const has = (flag: string, wished: boolean): string => `(.flags | index(${string(flag)})) ${wished ? '!=' : '=='} null`;

export const link = writer(linkSchema, ({ name, in: at, kind, up, carrier, master, peer, mtu, absent }, check) => {
  const wishes = [
    `.ifname == ${string(name)}`,
    ...(kind === undefined
      ? []
      : [
          kind === 'loopback'
            ? '.link_type == "loopback"'
            : kind === ''
              ? '.linkinfo.info_kind == null'
              : `.linkinfo.info_kind == ${string(kind)}`,
        ]),
    ...(up === undefined ? [] : [has('UP', up)]),
    ...(carrier === undefined ? [] : [has('LOWER_UP', carrier)]),
    ...(master === undefined ? [] : [`.master == ${master === 'none' ? 'null' : string(master)}`]),
    ...(mtu === undefined ? [] : [`.mtu == ${String(mtu)}`]),
  ].join(' and ');
  const own = [name, ...fallbackLinks].map(string).join(', ');
  const alone = check.exactly && !absent ? ` and ([.[].ifname | strings] - [${own}]) == []` : '';
  const shown = jq(inNetns(at, 'ip -j -d link show'), `any(.[]; ${wishes})${alone}`);
  if (peer === undefined) return negated(shown, absent);
  return `${shown} && peers ${[at, name, peer.in, peer.name].map((text) => word(text)).join(' ')}`;
});

export const address = writer(addressSchema, ({ address: text, dev, in: at, absent }, { exactly }) => {
  const [ip = '', length] = text.split('/');
  const family = ip.includes(':') ? 'inet6' : 'inet';
  const own = length === undefined ? '.local' : '"\\(.local)/\\(.prefixlen)"';
  const wanted = string(length === undefined ? canonical(ip) : `${canonical(ip)}/${length}`);
  const all = `[.addr_info[]? | select(.family == ${string(family)}) | ${own}]`;
  const where = dev === undefined ? '' : `.ifname == ${string(dev)} and `;
  const isThere = exactly && !absent ? `${all} == [${wanted}]` : `(${all} | index(${wanted})) != null`;
  return negated(jq(inNetns(at, 'ip -j address show'), `any(.[]; ${where}(${isThere}))`), absent);
});

export const route = writer(routeSchema, ({ to, via, dev, src, in: at, absent }, { exactly }) => {
  const isInet6 = to === 'default' ? via?.includes(':') === true : to.includes(':');
  const wishes = [
    `.dst == ${string(to === 'default' ? to : canonical(to))}`,
    '(.type // "unicast") == "unicast"',
    ...(via === undefined ? [] : [`.gateway == ${string(canonical(via))}`]),
    ...(dev === undefined ? [] : [`.dev == ${string(dev)}`]),
    ...(src === undefined ? [] : [`.prefsrc == ${string(canonical(src))}`]),
  ].join(' and ');
  const alone = exactly && !absent ? ' and length == 1' : '';
  const command = inNetns(at, `ip ${isInet6 ? '-6 ' : ''}-j route show table main`);
  return negated(jq(command, `any(.[]; ${wishes})${alone}`), absent);
});

export const neighbour = writer(neighbourSchema, ({ address: ip, dev, mac, state, in: at, absent }) => {
  const wishes = [
    `.dst == ${string(canonical(ip))}`,
    state === undefined
      ? '.lladdr != null and ((.state // []) - ["FAILED", "INCOMPLETE"]) == (.state // [])'
      : `((.state // []) | index(${string(state)})) != null`,
    ...(dev === undefined ? [] : [`.dev == ${string(dev)}`]),
    ...(mac === undefined ? [] : [`.lladdr == ${string(mac.toLowerCase())}`]),
  ].join(' and ');
  return negated(jq(inNetns(at, 'ip -j neighbour show'), `any(.[]; ${wishes})`), absent);
});

export const bridge = writer(bridgeSchema, ({ name, ports = [], up, learnt, in: at, absent }, { exactly }) => {
  const own = `.ifname == ${string(name)} and .linkinfo.info_kind == "bridge"`;
  const wish = up === undefined || absent ? '' : ` and ${has('UP', up)}`;
  const names = `[.[] | select(.master == ${string(name)}) | .ifname]`;
  const wanted = `[${ports.map((port) => string(port)).join(', ')}]`;
  const isThere = `any(.[]; ${own}${wish})`;
  const shown = inNetns(at, 'ip -j -d link show');
  if (absent) return negated(jq(shown, isThere), true);
  const missing = ports.length === 0 ? '' : ` and (${wanted} - ${names}) == []`;
  const others = exactly ? ` and (${names} - ${wanted}) == []` : '';
  const there = jq(shown, `${isThere}${missing}${others}`);
  if (learnt === undefined) return there;
  const heard = `.master == ${string(name)} and (.state // "") != "permanent" and (.state // "") != "static" and ((.flags // []) - ["self", "extern_learn"]) == (.flags // [])`;
  const count = `[.[] | select(${heard}) | .mac] | unique | length >= ${String(learnt)}`;
  return `${there} && ${jq(inNetns(at, `bridge -j fdb show br ${word(name)}`), count)}`;
});
