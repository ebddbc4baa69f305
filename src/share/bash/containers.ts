import { schema } from '../../check/kinds/container.ts';
import { writer } from './condition.ts';
import { jq, literal, string, word } from './quote.ts';

/** What the Docker Engine tells of a container (`docker inspect`). */
export const container = writer(schema, (spec, { exactly }) => {
  const { name, running, image, network, ipc, pid, address, publishes, absent } = spec;
  const shown = `docker inspect --type container ${word(name)}`;
  // An Engine that does not answer can tell of no container, not even that it is gone.
  if (absent) return `docker ps > /dev/null && ! ${shown} > /dev/null 2>&1`;
  const short = image?.replace(/^(?:docker\.io\/)?(?:library\/)?/, '') ?? '';
  const tagged = /[:@][^/]*$/.test(short)
    ? literal(short).replace(/:latest$/, '(:latest)?')
    : `${literal(short)}(:latest)?`;
  const wishes = [
    `.State.Running == ${String(running)}`,
    ...(image === undefined ? [] : [`(.Config.Image | test(${string(`^(docker\\.io/)?(library/)?${tagged}$`)}))`]),
    ...(address === undefined ? [] : [`([.NetworkSettings.Networks[].IPAddress] | index(${string(address)})) != null`]),
    ...(publishes === undefined
      ? []
      : [
          `any(.NetworkSettings.Ports | to_entries[]; (.key | startswith(${string(`${String(publishes.to)}/`)})) and any(.value[]?; .HostPort == ${string(String(publishes.port))}))`,
        ]),
  ].join(' and ');
  const modes = [
    ['NetworkMode', network],
    ['IpcMode', ipc],
    ['PidMode', pid],
  ] as const;
  return [
    jq(shown, `.[0] | ${wishes}`),
    ...modes.flatMap(([key, wanted]) =>
      wanted === undefined ? [] : [`[ "$(container_mode ${word(name)} ${key})" = ${word(wanted)} ]`],
    ),
    ...(exactly ? [`[ "$(docker ps --all --format '{{.Names}}')" = ${word(name)} ]`] : []),
  ].join(' && ');
});
