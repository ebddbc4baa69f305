import { z } from 'zod';
import type { Words } from '../../words/index.ts';
import { containersOf } from '../containers.ts';
import { defineKind } from '../define-kind.ts';
import { inNetns as lookIn, verdict } from '../facts.ts';
import { sameAddress } from '../net/ip.ts';
import { problem } from '../problems.ts';
import { absent, ipAddress, onNode, orShort, port, text } from '../schema.ts';
import type { ContainerFact } from '../snapshot.ts';

export const schema = orShort(
  'name',
  z
    .strictObject({
      name: text,
      running: z.boolean().default(true),
      image: text.optional(),
      network: text.optional(),
      ipc: text.optional(),
      pid: text.optional(),
      address: ipAddress.optional(),
      publishes: z.strictObject({ port, to: port }).optional(),
      on: onNode,
      absent,
    })
    .refine(
      ({ absent: gone, running, image, network, ipc, pid, address, publishes }) =>
        !gone || (running && [image, network, ipc, pid, address, publishes].every((key) => key === undefined)),
      problem('peer-absent'),
    ),
);

type Spec = z.output<typeof schema>;

function wishes({ image, network, ipc, pid, address, publishes }: Spec, words: Words): string[] {
  const say = words.check.kinds.container;
  return [
    ...(image === undefined ? [] : [say.wishImage({ image })]),
    ...(network === undefined ? [] : [say.wishNetwork({ network })]),
    ...(ipc === undefined ? [] : [say.wishIpc({ ipc })]),
    ...(pid === undefined ? [] : [say.wishPid({ pid })]),
    ...(address === undefined ? [] : [say.wishAddress({ address })]),
    ...(publishes === undefined ? [] : [say.wishPublishes(publishes)]),
  ];
}

/** `nginx` is `nginx:latest`, and `docker.io/library/nginx` is both. */
function sameImage(first: string, second: string): boolean {
  return fullName(first) === fullName(second);
}

function fullName(image: string): string {
  const short = image.replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  return /[:@][^/]*$/.test(short) ? short : `${short}:latest`;
}

/** What of a container is not as wished. */
function differences(fact: ContainerFact, spec: Spec, words: Words): string[] {
  const say = words.check.kinds.container;
  const { image, network, ipc, pid, address, publishes } = spec;
  const isPublished = fact.published.some(
    ({ port: inner, hostPort }) => inner === publishes?.to && hostPort === publishes.port,
  );
  return [
    ...(image === undefined || sameImage(image, fact.image) ? [] : [say.isImage(fact)]),
    ...(network === undefined || network === fact.network ? [] : [say.isNetwork(fact)]),
    ...(ipc === undefined || ipc === fact.ipc ? [] : [say.isIpc(fact)]),
    ...(pid === undefined || pid === fact.pidMode ? [] : [say.isPid({ pid: fact.pidMode })]),
    ...(address === undefined || fact.addresses.some((own) => sameAddress(own, address)) ? [] : [say.isAddress(fact)]),
    ...(publishes === undefined || isPublished ? [] : [say.publishes({ ports: fact.published })]),
  ];
}

/** A container of the node's Docker Engine: that it runs, and how it was started. */
export const container = defineKind({
  name: 'container',
  schema,
  needs: ({ on }) => [{ what: 'containers', node: on }],
  describe: (spec, _check, words) =>
    words.check.kinds.container.expected({ ...spec, node: spec.on, wishes: wishes(spec, words) }),
  judge: (spec, { snapshot }, check, words) => {
    const say = words.check.kinds.container;
    const { name, running, on, absent: gone } = spec;
    const expected = say.expected({ ...spec, node: on, wishes: wishes(spec, words) });
    const expectation = { expected, look: lookIn({ node: on, netns: '' }, 'docker ps --all') };
    const found = containersOf(snapshot, on, words);
    if (found.state === 'error')
      return verdict('error', expectation, words.check.kinds.common.couldNotAsk({ message: found.message }));
    // An Engine that is not there can tell of no container, not even that it is gone.
    if (found.state === 'missing') return verdict('fail', expectation, say.noEngine);
    const names = found.value.map((each) => each.name);
    const others = names.filter((other) => other !== name);
    const fact = found.value.find((each) => each.name === name);
    if (gone) {
      return fact === undefined
        ? verdict('pass', expectation, say.onlyThese({ names }))
        : verdict('fail', expectation, say.stillThere({ name }));
    }
    if (fact === undefined) return verdict('fail', expectation, say.onlyThese({ names }));
    const look = `docker inspect ${name}`;
    if (fact.running !== running) {
      return running
        ? verdict(
            'fail',
            { expected, look: fact.exitCode === undefined ? look : `docker logs ${name}` },
            say.stopped(fact),
          )
        : verdict('fail', { expected, look }, say.stillRuns({ name }));
    }
    const different = differences(fact, spec, words);
    if (different.length > 0) return verdict('fail', { expected, look }, different.join(words.check.kinds.common.but));
    if (check.exactly && others.length > 0) return verdict('fail', expectation, say.others({ names: others }));
    return verdict('pass', expectation, running ? say.there(fact) : say.stopped(fact));
  },
});
