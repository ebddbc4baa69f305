import { check } from './check.ts';
import { checkpoint } from './checkpoint.ts';
import { commands } from './commands.ts';
import { container } from './container.ts';
import { course } from './course.ts';
import { doctor } from './doctor.ts';
import { drawn } from './drawn.ts';
import { engine } from './engine.ts';
import { gradebook } from './gradebook.ts';
import { gradeCommand } from './grade-command.ts';
import { grading } from './grading.ts';
import { images } from './images.ts';
import { incoming } from './incoming.ts';
import { lab } from './lab.ts';
import { lesson } from './lesson.ts';
import { newLesson } from './new-lesson.ts';
import { progress } from './progress.ts';
import { share } from './share.ts';
import { signs } from './signs.ts';
import { topology } from './topology.ts';
import { trace } from './trace.ts';
import { verify } from './verify.ts';

/** English, the original. One file per area, so that nobody has to read a thousand lines to find one. */
export const en = {
  check,
  checkpoint,
  commands,
  container,
  course,
  doctor,
  drawn,
  engine,
  images,
  gradebook,
  gradeCommand,
  grading,
  incoming,
  lab,
  lesson,
  newLesson,
  progress,
  share,
  signs,
  topology,
  trace,
  verify,
};
