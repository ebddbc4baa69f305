import type { Lookup, LookupAsks, Route } from '../../check/netns-facts.ts';
import { addressText } from './address.ts';
import { attributesOf, numberOf, textOf, type Attributes, type Message } from './message.ts';
import { protocolName, routeTypeName, scopeName, tableName } from './names.ts';

const headerBytes = 12;
const hopBytes = 8;

/** RTPROT_BOOT: made by `ip route add` without saying who; iproute2 leaves it out. */
const bootProtocol = 3;

/** RTM_F_CLONED: an entry of a cache. */
const isCloned = 0x200;

/** The routes of RTM_GETROUTE as `parseRoutes` reads them: each hop of a shared route by itself. */
export function routesOf(
  messages: readonly Message[],
  family: Route['family'],
  names: ReadonlyMap<number, string>,
  what: 'routes' | 'cache' = 'routes',
): readonly Route[] {
  const number = family === 'inet' ? 2 : 10;
  const wanted = what === 'cache' ? isCloned : 0;
  return messages
    .filter(({ body }) => body.readUInt8(0) === number && (body.readUInt32LE(8) & isCloned) === wanted)
    .flatMap(({ body }) => routeOf(body, family, names));
}

function routeOf(body: Buffer, family: Route['family'], names: ReadonlyMap<number, string>): readonly Route[] {
  const own = attributesOf(body, headerBytes);
  const src = own.get(7);
  const protocol = body.readUInt8(5);
  const scope = body.readUInt8(6);
  const metric = numberOf(own.get(6));
  const mtu = numberOf(attributesOf(own.get(8)).get(2));
  const common = {
    family,
    to: prefixText(own.get(1), body.readUInt8(1), family),
    type: routeTypeName(body.readUInt8(7)),
    ...(src === undefined ? {} : { src: addressText(src) }),
    ...(protocol === bootProtocol ? {} : { protocol: protocolName(protocol) }),
    ...(scope === 0 ? {} : { scope: scopeName(scope) }),
    ...(metric === undefined ? {} : { metric }),
    ...(mtu === undefined ? {} : { mtu }),
    table: tableName(numberOf(own.get(15)) ?? body.readUInt8(4)),
  } as const;
  const hops = own.get(9);
  if (hops === undefined) return [{ ...common, ...hopOf(own, numberOf(own.get(4)), names) }];
  return hopsOf(hops).map(({ index, attributes }) => ({ ...common, ...hopOf(attributes, index, names) }));
}

function hopsOf(bytes: Buffer): readonly { readonly index: number; readonly attributes: Attributes }[] {
  const hops = [];
  for (let at = 0; at + hopBytes <= bytes.length;) {
    const length = bytes.readUInt16LE(at);
    if (length < hopBytes || at + length > bytes.length) break;
    hops.push({
      index: bytes.readInt32LE(at + 4),
      attributes: attributesOf(bytes.subarray(0, at + length), at + hopBytes),
    });
    at += (length + 3) & ~3;
  }
  return hops;
}

function hopOf(
  own: Attributes,
  index: number | undefined,
  names: ReadonlyMap<number, string>,
): Pick<Route, 'via' | 'dev'> {
  // RTA_VIA has a gateway of the other family: its family in two bytes, then the address.
  const via = own.get(5) ?? own.get(18)?.subarray(2);
  const dev = index === undefined ? undefined : names.get(index);
  return { ...(via === undefined ? {} : { via: addressText(via) }), ...(dev === undefined ? {} : { dev }) };
}

function prefixText(address: Buffer | undefined, length: number, family: 'inet' | 'inet6'): string {
  const whole = family === 'inet' ? 32 : 128;
  const text = address === undefined ? (family === 'inet' ? '0.0.0.0' : '::') : addressText(address);
  if (address === undefined && length === 0) return 'default';
  return length === whole ? text : `${text}/${String(length)}`;
}

/** FIB_RULE_INVERT. */
const isInverted = 2;

/** FRA_* (linux/fib_rules.h) that a rule can ask for beside addresses, interfaces and a mark. */
const otherAsks = [12, 13, 19, 20, 22, 23, 24, 25, 26];

/** FR_ACT_TO_TBL; and those that refuse. */
const toTable = 1;
const refusals = { 6: 'blackhole', 7: 'unreachable', 8: 'prohibit' } as const;

/** The rules of RTM_GETRULE as `parseLookups` reads them. */
export function lookupsOf(messages: readonly Message[]): readonly Lookup[] {
  return messages.map(({ body }) => {
    const own = attributesOf(body, headerBytes);
    const action = body.readUInt8(7);
    const asks = asksOf(body, own);
    const isTable = action === toTable;
    const refuses = action === 6 || action === 7 || action === 8 ? refusals[action] : undefined;
    return {
      preference: numberOf(own.get(6)) ?? 0,
      table: isTable && !own.has(19) ? tableName(numberOf(own.get(15)) ?? body.readUInt8(4)) : '',
      always: isTable && asks === undefined,
      ...(asks === undefined ? {} : { asks }),
      ...(refuses === undefined ? {} : { refuses }),
    };
  });
}

function asksOf(body: Buffer, own: Attributes): LookupAsks | undefined {
  const [toLength, fromLength, tos] = [body.readUInt8(1), body.readUInt8(2), body.readUInt8(3)];
  const [iif, oif] = [textOf(own.get(3)), textOf(own.get(17))];
  const mark = numberOf(own.get(10));
  const isSuppressing = (numberOf(own.get(14)) ?? 0xffff_ffff) !== 0xffff_ffff;
  const isOther = tos !== 0 || isSuppressing || mark === 0 || otherAsks.some((type) => own.has(type));
  const asks: LookupAsks = {
    ...(fromLength === 0 ? {} : { from: prefixText(own.get(2), fromLength, 'inet') }),
    ...(toLength === 0 ? {} : { to: prefixText(own.get(1), toLength, 'inet') }),
    ...(iif === undefined ? {} : { iif }),
    ...(oif === undefined ? {} : { oif }),
    ...(mark === undefined || mark === 0 ? {} : { mark: true }),
    ...(isOther ? { other: true } : {}),
    ...((body.readUInt32LE(8) & isInverted) === 0 ? {} : { not: true }),
  };
  return Object.keys(asks).length === 0 ? undefined : asks;
}
