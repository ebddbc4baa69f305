import { z } from 'zod';
import type { Found } from '../../check/found.ts';
import type { ContainerFact, PublishedPort } from '../../check/snapshot.ts';
import { askEngine } from './engine-api.ts';
import { mapFound, parseJson } from './json.ts';
import { withPlace } from './root.ts';

/** Containers that are described; a lesson has a handful. */
const maxContainers = 64;

const list = z.array(z.object({ Id: z.string() }));

/** What of `GET /containers/{id}/json` we read: the same from Engine 20.10 to 29. */
const described = z.object({
  Id: z.string(),
  Name: z.string(),
  State: z.object({ Status: z.string(), Running: z.boolean(), Pid: z.int(), ExitCode: z.int() }),
  Config: z.object({ Image: z.string() }),
  HostConfig: z.object({ NetworkMode: z.string(), IpcMode: z.string(), PidMode: z.string() }),
  NetworkSettings: z.object({
    SandboxKey: z.string().default(''),
    Networks: z.record(z.string(), z.object({ IPAddress: z.string().default('') })).default({}),
    Ports: z
      .record(z.string(), z.array(z.object({ HostPort: z.string() })).nullable())
      .nullable()
      .default({}),
  }),
});

type Described = z.output<typeof described>;

/** All containers of a node's Docker Engine, by name; `missing` where no Engine answers. Never throws. */
export async function readContainers(pid: number): Promise<Found<readonly ContainerFact[]>> {
  const listed = parsedList(await ask(pid, '/containers/json?all=true'));
  if (listed.state !== 'found') return listed;
  const found = await Promise.all(
    listed.value.slice(0, maxContainers).map(({ Id }) => ask(pid, `/containers/${Id}/json`)),
  );
  const error = found.find((each) => each.state === 'error');
  if (error !== undefined) return error;
  // One that went while it was asked about is not there.
  const described = readDescriptions(found.flatMap((each) => (each.state === 'found' ? [each.value] : [])));
  return mapFound(described, (all) => all.map((each) => withNetns(pid, each)));
}

/** A PID is the node's, as the Engine counts: the lab's own procfs knows it. */
function withNetns(pid: number, container: ContainerFact): ContainerFact {
  if (container.pid === 0) return container;
  const inode = withPlace(pid, `/proc/${container.pid}/ns/net`, true, ({ stats }) => stats.ino);
  return inode === undefined ? container : { ...container, netns: inode };
}

function parsedList(text: Found<string>): Found<z.output<typeof list>> {
  return text.state === 'found' ? parseJson('Docker Engine', text.value, list) : text;
}

async function ask(pid: number, path: string): Promise<Found<string>> {
  const answer = await askEngine(pid, path);
  if (answer.state === 'absent') return { state: 'missing' };
  if (answer.state === 'error') return answer;
  if (answer.status === 404) return { state: 'missing' };
  if (answer.status === 200) return { state: 'found', value: answer.body };
  return { state: 'error', message: `Docker Engine: status ${answer.status}: ${answer.body.trim().slice(0, 200)}` };
}

/** What an Engine's descriptions say, each the text of `GET /containers/{id}/json`. Pure. */
export function readDescriptions(texts: readonly string[]): Found<readonly ContainerFact[]> {
  const parsed = texts.map((text) => parseJson('Docker Engine', text, described));
  const wrong = parsed.find((each) => each.state !== 'found');
  if (wrong !== undefined) return wrong;
  return { state: 'found', value: describeAll(parsed.flatMap((each) => (each.state === 'found' ? [each.value] : []))) };
}

/** The Engine's own words in ours: names for ids, and one word where versions have two. */
function describeAll(all: readonly Described[]): readonly ContainerFact[] {
  const names = new Map(all.map(({ Id, Name }) => [Id, nameOf(Name)]));
  const mode = (text: string): string => {
    const id = /^container:(.+)$/.exec(text)?.[1];
    return id === undefined ? text : `container:${names.get(id) ?? id.slice(0, 12)}`;
  };
  return all
    .map(({ Id, Name, State, Config, HostConfig, NetworkSettings }): ContainerFact => {
      const network = mode(HostConfig.NetworkMode);
      return {
        id: Id,
        name: nameOf(Name),
        image: Config.Image,
        running: State.Running,
        pid: State.Running ? State.Pid : 0,
        ...(State.Status === 'exited' || State.Status === 'dead' ? { exitCode: State.ExitCode } : {}),
        // Engines before 26 keep `default`, what the learner typed, where later ones keep what it meant.
        network: network === 'default' ? 'bridge' : network,
        ipc: mode(HostConfig.IpcMode) || 'private',
        pidMode: mode(HostConfig.PidMode) || 'private',
        addresses: Object.values(NetworkSettings.Networks).flatMap(({ IPAddress }) =>
          IPAddress === '' ? [] : [IPAddress],
        ),
        published: publishedOf(NetworkSettings.Ports ?? {}),
        sandboxKey: NetworkSettings.SandboxKey,
      };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** `/web`: names are paths, from the days of links between containers. */
function nameOf(name: string): string {
  return name.replace(/^\//, '');
}

/** `80/tcp`, with one entry for each of the host's addresses: IPv4 and IPv6 are one port to us. */
function publishedOf(
  ports: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>>,
): PublishedPort[] {
  const published = Object.entries(ports).flatMap(([key, bindings]) => {
    const [port = '', protocol = 'tcp'] = key.split('/');
    return (bindings ?? []).map(({ HostPort }) => ({ port: Number(port), protocol, hostPort: Number(HostPort) }));
  });
  return [...new Map(published.map((each) => [JSON.stringify(each), each])).values()];
}
