import { schema as processSchema } from '../../check/kinds/process.ts';
import { schema as sameNamespaceSchema } from '../../check/kinds/same-namespace.ts';
import { schema as socketSchema } from '../../check/kinds/socket.ts';
import { schema as sysctlSchema } from '../../check/kinds/sysctl.ts';
import { canonical } from './addresses.ts';
import { negated, writer } from './condition.ts';
import { inNetns, literal, word } from './quote.ts';

/** What the kernel tells of processes, sockets and parameters: ss(8), sysctl(8), proc(5), namespaces(7). */

export const socket = writer(socketSchema, ({ listen, protocol, address, in: at, absent }, { exactly }) => {
  const shown = inNetns(at, protocol === 'tcp' ? 'ss -Hltn' : 'ss -Hlun');
  const own = address === undefined ? undefined : literal(address.includes(':') ? `[${canonical(address)}]` : address);
  const any = '0\\.0\\.0\\.0|\\*|\\[::\\]';
  const host = own === undefined ? '' : exactly ? `(${own})(%[^:]*)?` : `(${own}|${any})(%[^:]*)?`;
  const pattern = `${host === '' ? '' : '^'}${host}:${String(listen)}$`;
  return negated(`${shown} | awk '{ print $4 }' | grep -Eq -- ${word(pattern)}`, absent);
});

export const sysctl = writer(sysctlSchema, ({ key, value, in: at }) => {
  const wanted = value.trim().split(/\s+/).join(' ');
  return `[ "$(${inNetns(at, `sysctl -n ${word(key)}`)} | xargs)" = ${word(wanted)} ]`;
});

export const process = writer(processSchema, ({ name = '', args = '', unshared = [], in: at, absent }) => {
  const where = at === undefined ? '' : netnsFile(at);
  return negated(['has_process', ...[name, args, where].map(word), ...unshared].join(' '), absent);
});

const netnsFile = (name: string): string => (name === '' ? '/proc/1/ns/net' : `/run/netns/${name}`);

export const sameNamespace = writer(sameNamespaceSchema, ({ type, of, not }) => {
  const sides = of.map((one) => {
    if ('netns' in one) return `stat -L -c %i ${word(netnsFile(one.netns))}`;
    return 'container' in one
      ? `container_namespace ${word(one.container)} ${type}`
      : `process_namespaces ${word(one.process)} ${type}`;
  });
  return `${not ? 'differ' : 'share'} ${sides.map((command) => `"$(${command})"`).join(' ')}`;
});
