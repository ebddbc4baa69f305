import type { Words } from '../index.ts';
import { en } from '../en/index.ts';
import { check } from './check.ts';
import { commands } from './commands.ts';
import { course } from './course.ts';
import { doctor } from './doctor.ts';
import { drawn } from './drawn.ts';
import { engine } from './engine.ts';
import { images } from './images.ts';
import { lab } from './lab.ts';
import { progress } from './progress.ts';
import { topology } from './topology.ts';
import { trace } from './trace.ts';
import { verify } from './verify.ts';

/** Simplified Chinese. An area that is not translated yet speaks English; one that is has every text, or does not compile. */
export const zhCN: Words = {
  ...en,
  check,
  commands,
  course,
  doctor,
  drawn,
  engine,
  images,
  lab,
  progress,
  topology,
  trace,
  verify,
};
