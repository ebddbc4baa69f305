import type { Course, Lesson } from '../lesson/types.ts';
import { createFilm, type Film } from '../recording/film.ts';
import { playLesson } from '../session/play-lesson.ts';
import type { SessionPorts } from '../session/ports.ts';
import type { Recording } from '../share/page/pages.ts';
import { playbackOf } from '../terminal/playback.ts';
import { takePicture } from '../topology/needs.ts';
import { topologyOf } from '../topology/topology.ts';
import type { Topology } from '../topology/types.ts';
import { problemOf } from './export-job.ts';
import type { CommandIo } from './io.ts';
import { privateNames } from './recording.ts';

/** A page is about so wide; what of a listing is longer wraps, as in a learner's terminal. */
const filmHeader = { columns: 100, rows: 28, term: 'xterm-256color', shell: '/bin/bash' } as const;

/** The network as each step of a lesson leaves it, by step id, and its terminals; why there is none where it could not be played. */
export interface Shots {
  readonly steps: ReadonlyMap<string, Topology>;
  readonly recordings: readonly Recording[];
  readonly problem?: string;
}

/** Plays a lesson, takes a picture after each step that changed the network, and records what its terminals show. */
export async function shootLesson(lesson: Lesson, course: Course, ports: SessionPorts, io: CommandIo): Promise<Shots> {
  const steps = new Map<string, Topology>();
  const recordings: Recording[] = [];
  const film = createFilm({
    header: { ...filmHeader, title: lesson.title, timestamp: now() },
    names: privateNames(io.env),
  });
  let last = '';
  const problem = await problemOf(lesson, ports, () =>
    playLesson(lesson, course, filmedBy(film, ports), {
      onBegin: (step) => {
        film.begin();
        film.marker(`${lesson.id}/${step.id}`);
        return Promise.resolve();
      },
      onEnd: async (step, lab) => {
        const topology = topologyOf(await takePicture(lab.snapshot, lab.nodes));
        const shape = shapeOf(topology);
        if (shape !== last && topology.namespaces.length > lab.nodes.length) steps.set(step.id, topology);
        last = shape;
      },
    }),
  );
  if (problem !== undefined) return { steps, recordings, problem };
  for (const [node, cast] of film.casts()) {
    const file = node === 'controlplane' ? `${lesson.id}.cast` : `${lesson.id}.${node}.cast`;
    recordings.push({ file, cast, playback: await playbackOf(node, cast) });
  }
  return { steps, recordings };
}

const now = (): number => Math.floor(Date.now() / 1000);

/** The same ports, with terminals of the film's size that it sees. */
function filmedBy(film: Film, ports: SessionPorts): SessionPorts {
  return {
    ...ports,
    openTerminal: (options) => {
      const { columns, rows } = filmHeader;
      const terminal = ports.openTerminal({ ...options, columns, rows });
      const { node } = terminal;
      terminal.on((event) => {
        if (event.type === 'data') film.output(node, event.bytes);
        if (event.type === 'prompt') film.prompt(node);
        if (event.type === 'command-end') film.commandEnd(node);
      });
      return terminal;
    },
  };
}

/** What a picture shows of a network: two with the same are one picture. */
const shapeOf = ({ namespaces, cables }: Topology): string =>
  JSON.stringify([
    namespaces.map(({ id, forwards, filters, interfaces }) => [
      id,
      forwards,
      filters,
      interfaces.map(({ id: name, state, master, peer, link }) => [name, state, master, peer, link.addresses]),
    ]),
    cables,
  ]);
