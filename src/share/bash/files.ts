import { schema as cniSchema } from '../../check/kinds/cni.ts';
import { schema as fileSchema } from '../../check/kinds/file.ts';
import { schema as jsonSchema } from '../../check/kinds/json.ts';
import { schema as scriptSchema } from '../../check/kinds/script.ts';
import { writer } from './condition.ts';
import { jq, string, wholeWords, word } from './quote.ts';

const tests = { file: '-f', directory: '-d', symlink: '-L', other: '-e' } as const;

export const file = writer(fileSchema, ({ path, type, contains, matches, target, absent }) => {
  const name = word(path);
  if (absent) return `[ ! -e ${name} ] && [ ! -L ${name} ]`;
  const isType =
    type === undefined
      ? `{ [ -e ${name} ] || [ -L ${name} ]; }`
      : type === 'symlink'
        ? `[ -L ${name} ]`
        : type === 'other'
          ? `[ -e ${name} ] && [ ! -f ${name} ] && [ ! -d ${name} ] && [ ! -L ${name} ]`
          : `[ ${tests[type]} ${name} ] && [ ! -L ${name} ]`;
  const text = (pattern: string): string => `text_of ${name} | grep -Pq -- ${word(pattern)}`;
  return [
    isType,
    ...(target === undefined ? [] : [`[ "$(readlink ${name})" = ${word(target)} ]`]),
    ...(contains === undefined ? [] : [text(wholeWords(contains))]),
    ...(matches === undefined ? [] : [text(matches)]),
  ].join(' && ');
});

export const json = writer(jsonSchema, ({ path, at, equals, matches }) => {
  const keys = at.split('.').map((key) => `at(${string(key)})`);
  const wanted = matches === undefined ? `. == ${string(equals ?? '')}` : `tostring | test(${string(matches)})`;
  const follow = 'def at($key): if type == "array" then .[$key | tonumber] else .[$key] end;';
  return jq(`cat ${word(path)}`, `(${follow} ${[...keys, wanted].join(' | ')})`);
});

/** A result in a file, of any version of the CNI specification; what a plugin printed is nowhere to be asked. */
export const cni = writer(cniSchema, ({ path, address, gateway, route, version }) => {
  if (path === undefined) return { reason: 'terminal' };
  const any = (values: string, wanted: string): string => `(([${values}] | index(${string(wanted)})) != null)`;
  const own = '(.ips[]?.address), .ip4.ip?, .ip6.ip?';
  const wishes = [
    ...(address === undefined
      ? []
      : [any(address.includes('/') ? own : `(${own}) | strings | split("/")[0]`, address)]),
    ...(gateway === undefined ? [] : [any('(.ips[]?.gateway), .ip4.gateway?, .ip6.gateway?', gateway)]),
    ...(route === undefined ? [] : [any('(.routes[]?.dst), .ip4.routes[]?.dst, .ip6.routes[]?.dst', route)]),
    ...(version === undefined ? [] : [`.cniVersion == ${string(version)}`]),
  ];
  return jq(`cat ${word(path)}`, wishes.length === 0 ? 'type == "object"' : wishes.join(' and '));
});

export const script = writer(scriptSchema, ({ script: text }) => `bash -c ${word(text)} > /dev/null`);
