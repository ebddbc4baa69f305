import { plural } from './plural.ts';

/** What `export` says and writes. */
export const share = {
  exportCommand: {
    brief: 'Write lessons for elsewhere: Killercoda scenarios, or pages to read in a browser',
    full: `--killercoda writes a folder for each lesson, with index.json, the steps' texts and a verify.sh made of their checks. Each
lesson is played in a lab: a verify.sh that does not fail before the step's commands and pass after them is left out. What
cannot be carried over is listed: checks of the terminal's output, hidden checks, points, variants. A LAN is made of namespaces.
--html writes a page for each lesson, in every language of the course, with pictures of the network as the steps leave it and a
recording of what its shells showed, to be played in the page; the pages need no network, and no script to be read.
A gradebook is exported by grade export.

Examples:
  netns-course export --killercoda scenarios/
  netns-course export --killercoda scenarios/ --no-play veth bridge   without labs: fewer verify.sh
  netns-course export --html site/
  netns-course export --html site/ --recordings casts/                with your own casts/LESSON.cast, as --record writes them`,
    killercoda: 'Write Killercoda scenarios into this directory',
    html: 'Write pages into this directory',
    recordings: 'For --html: where recordings of your own are (LESSON.cast)',
    play: 'Play the lessons in labs: proves each verify.sh, draws the pictures, records the shells',
    force: 'Write over what is in the directory',
    lesson: 'Only these lessons, by id',
  },
  oneTarget: 'Say where to: --killercoda DIR, --html DIR, or both.',
  notEmpty: ({ path }: { path: string }) =>
    `${path} is not empty; --force writes over the files in it that have the same names.`,
  cannotWrite: ({ path, detail }: { path: string; detail: string }) => `${path} cannot be written: ${detail}`,
  playing: ({ done, total }: { done: number; total: number }) => `playing lessons: ${String(done)} of ${String(total)}`,
  written: ({ path, lessons, verified, steps }: { path: string; lessons: number; verified: number; steps: number }) =>
    `Written: ${path}: ${plural(lessons, 'scenario')}, ${String(verified)} of ${plural(steps, 'step')} with a verify.sh`,
  leftOut: 'Not carried over:',
  alwaysLost: 'hidden checks, points, variants and the times for hints',
  lanLeft:
    'a real LAN: node01 and the router are namespaces of the one machine, whose own way into the internet stays (lsns and ip route show it)',
  images: 'the images of the lab’s Engine: the machine pulls nginx by itself; an image named pause must be made there',
  unplayed: ({ detail }: { detail: string }) =>
    `the proof: the lesson could not be played here (${detail}); steps with checks left out have no verify.sh`,
  notPlayed: 'not asked for',
  missing: ({ names }: { names: string }) => `missing: ${names}`,
  stepLeft: {
    before: 'verify.sh: what bash can check holds before the step’s commands already',
    after: 'verify.sh: it does not hold after the step’s commands',
    unproved: 'verify.sh: some of its checks are left out, and whether the rest tells anything was not tried',
    none: 'verify.sh: none of its checks can be put in bash',
  },
  checkLeft: ({ title, reason }: { title: string; reason: string }) => `${title} (${reason})`,
  ownCommand: ({ command }: { command: string }) => `${command} (a command of the course’s own shell)`,
  reasons: {
    terminal: 'reads the terminal',
    answer: 'asks a question',
    walk: 'follows a packet through the rules',
    rests: 'needs a check that is left out',
  },
  verifyHead: ({ name }: { name: string }) =>
    `Made by netns-course from the checks of ${name}. Exit 0: they hold; 1: one does not; 2: a tool is missing.`,
  missingTool: 'not installed',
  setupHead: ({ lesson }: { lesson: string }) => `Made by netns-course: what the lesson ${lesson} begins with.`,
  ready: 'Ready.',
  eth0IsThere: 'eth0 is there already: this machine cannot have the LAN of this lesson.',
  lanIntro:
    '> `node01` and the router are namespaces of this machine. `node01` opens a shell on `node01`, and `exit` leaves it.',
  shellIntro: ({ command }: { command: string }) =>
    `> This lesson goes on in the shell of the one before: \`${command}\` gives your shell its variables and its directory.`,
  languageName: 'English',
  noPictures: ({ detail }: { detail: string }) =>
    `no pictures and no recording, since the lesson could not be played here (${detail})`,
  pagesWritten: ({
    path,
    pages,
    pictures,
    recordings,
  }: {
    path: string;
    pages: number;
    pictures: number;
    recordings: number;
  }) =>
    `Written: ${path}: ${plural(pages, 'page')}, ${plural(pictures, 'picture')}, ${plural(recordings, 'recording')}`,
  page: {
    languages: 'Languages',
    lessons: 'Lessons',
    lessonsBelow: 'Lessons, once more',
    begin: 'To read here; to do on a Linux machine, each step with a shell of its own that notices when it is done.',
    minutes: ({ minutes }: { minutes: number }) => plural(minutes, 'minute'),
    picture: 'The network after this step',
    pictureAlt: 'The network after this step, drawn; as text below',
    asText: 'As text',
    recording: 'A recording',
    recordingSays: 'The same below as text, step by step; and as a file for asciinema:',
    beginning: 'At the beginning',
  },
  pressInterrupt: 'Press `Ctrl+C` to end it.',
  hint: ({ number }: { number: number }) => `Hint ${String(number)}`,
  solution: 'Solution',
  debrief: 'What has happened',
  finished: ({ title }: { title: string }) => `That was “${title}”.`,
};
