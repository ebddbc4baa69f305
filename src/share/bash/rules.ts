import { schema as forwardSchema } from '../../check/kinds/forward.ts';
import { schema as natSchema } from '../../check/kinds/nat.ts';
import { canonical } from './addresses.ts';
import { negated, writer } from './condition.ts';
import { inNetns, literal, word } from './quote.ts';

/**
 * Rules of iptables, by their lines (`iptables -S`): those of the chain and of the chains it jumps to, comments left out. Other
 * than the course's own check, a rule of `nft` or for a larger network does not count.
 */

export const forward = writer(forwardSchema, ({ policy, in: at }) =>
  policy === undefined
    ? { reason: 'walk' }
    : `${inNetns(at, 'iptables -S FORWARD')} | grep -qx -- ${word(`-P FORWARD ${policy}`)}`,
);

const withLength = (prefix: string): string => (prefix.includes('/') ? prefix : `${prefix}/32`);

export const nat = writer(natSchema, ({ masquerade, out, dnat, in: at, absent }) => {
  const pattern =
    dnat === undefined
      ? `^-s ${literal(withLength(canonical(masquerade ?? '')))}( ! -d 224\\.0\\.0\\.0/4)?${outPattern(out)} -j MASQUERADE$`
      : dnatPattern(dnat);
  const chain = dnat === undefined ? 'POSTROUTING' : dnat.chain;
  return negated(`nat_rules ${word(at)} ${chain} | grep -Eq -- ${word(pattern)}`, absent);
});

function outPattern(out: string | undefined): string {
  if (out === undefined) return '( (! )?-o [^ ]+)?';
  return out.startsWith('!') ? ` ! -o ${literal(out.slice(1))}` : ` -o ${literal(out)}`;
}

function dnatPattern({
  port,
  protocol,
  to,
  destination,
}: {
  port: number;
  protocol: string;
  to: string;
  destination?: string | undefined;
}): string {
  // The Engine's own rules are for every address of the machine.
  const where =
    destination === undefined
      ? '(-d [^ ]+ |-m addrtype --dst-type LOCAL )?'
      : `-d ${literal(withLength(canonical(destination)))} `;
  const [, wanted = String(port)] = to.split(':');
  const target = `${literal(to.split(':')[0] ?? '')}${wanted === String(port) ? `(:${wanted})?` : `:${wanted}`}`;
  return `^${where}((! )?-[io] [^ ]+ )*-p ${protocol} (-m ${protocol} )?--dport ${String(port)} -j DNAT --to-destination ${target}$`;
}
