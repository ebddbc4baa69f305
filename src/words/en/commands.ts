/** What `--help` and usage errors say. Examples are part of every command's help: people read those first. */
export const commands = {
  app: 'Linux container networking by doing: real commands in a throw-away lab',
  appFull: `Learn Linux container networking by doing: you type the real commands into a real root shell of a throw-away lab, and every
step notices by itself when it is done.

Examples:
  netns-course                  go on where you left off
  netns-course start veth       begin a lesson
  netns-course list             lessons, their state, what they need
  netns-course doctor           what this machine can run
  netns-course lab              a root shell in a lab, nothing else
  netns-course --version
  netns-course --lang en ...    in a language, whatever the environment says
  netns-course --backend container ...   all of it in a privileged container of Docker or Podman, as happens by itself
                                where there is no Linux; files are named by paths below the current directory`,
  unknownLanguage: ({ name, known }: { name: string; known: string }) =>
    `netns-course does not speak "${name}". Its languages: ${known}.`,
  unknownCommand: ({ name, suggestion }: { name: string; suggestion: string }) =>
    `There is no command or lesson "${name}"${suggestion === '' ? '' : `, did you mean "${suggestion}"?`}. See netns-course --help.`,
  internalError: ({ message }: { message: string }) =>
    `netns-course broke (our fault, not yours): ${message}\nPlease report it to those you have this program from, with the text below. Your progress is kept.`,
  noSuchLesson: ({ name, known }: { name: string; known: string }) =>
    `There is no lesson "${name}" in this course. Its lessons: ${known}.`,
  noSuchStep: ({ lesson, name, known }: { lesson: string; name: string; known: string }) =>
    `The lesson ${lesson} has no step "${name}". Its steps: ${known}.`,
  courseWrong: ({ directory }: { directory: string }) =>
    `The course in ${directory} has mistakes; netns-course lint --course ${directory} shows them all.`,
  interrupted: 'Interrupted.',
  /** A command line that cannot be understood. */
  usage: {
    noFlag: ({ name, similar }: { name: string; similar: string }) =>
      `There is no option ${name}${similar === '' ? '.' : `; did you mean ${similar}?`}`,
    badValue: ({ name, input, reason }: { name: string; input: string; reason: string }) =>
      `${name} cannot be "${input}": ${reason}.`,
    badChoice: ({ name, input, allowed }: { name: string; input: string; allowed: readonly string[] }) =>
      `--${name} cannot be "${input}"; it is one of ${allowed.join(', ')}.`,
    noValue: ({ name }: { name: string }) => `--${name} wants a value behind it.`,
    tooMany: ({ input }: { input: string }) => `"${input}" is an argument too many.`,
    noArgument: ({ name }: { name: string }) => `An argument is missing: ${name}.`,
    negated: ({ name, input }: { name: string; input: string }) =>
      `--no-${name} takes no value, and "${input}" is one.`,
    twice: ({ name }: { name: string }) => `--${name} stands there twice; once is enough.`,
  },
  /** The frame of every help page. */
  help: {
    headers: { usage: 'USAGE', aliases: 'ALIASES', commands: 'COMMANDS', flags: 'FLAGS', arguments: 'ARGUMENTS' },
    keywords: { default: 'default =', separator: 'separator =' },
    briefs: {
      help: 'Print help information and exit',
      helpAll: 'Print help information (including hidden commands/flags) and exit',
      version: 'Print version information and exit',
      argumentEscapeSequence: 'All subsequent inputs should be interpreted as arguments',
    },
  },
  flags: {
    course: 'Use the course in this directory instead of the built-in one',
    json: 'Print JSON',
    plain: 'Append-only text instead of the drawn interface (screen readers, serial lines, logs)',
    ascii: 'Only ASCII for lines and signs (terminals that misdraw boxes)',
    yes: 'Do not ask',
    directory: 'DIR',
  },
  start: {
    brief: 'Open the course, a lesson or a step (the default command)',
    full: `Opens the course where you left off. LESSON, or LESSON/STEP, goes there directly.

Examples:
  netns-course                    go on where you left off
  netns-course start veth         begin the lesson veth
  netns-course start nat/a-default-route
  netns-course --plain            without a drawn screen
  netns-course --course ./mine    somebody else's course
  netns-course --record veth.cast write the shell down for asciinema
  netns-course start nat-checkpoint --exam    a checkpoint by the clock, without hints
  netns-course start nat-checkpoint --code 0CYF-QREV-5PCX-JPM9 --student s1234567`,
    target: 'LESSON or LESSON/STEP',
    record:
      "Record the shell as an asciicast, with a marker for each step passed; this machine's and user's names are taken out",
    recordFormat: 'The version of the asciicast format: 3, or 2 for older players',
    force: 'Write over the recording that is there',
  },
  completion: {
    brief: "Print a shell's completions: commands, flags, lessons and steps",
    full: `Examples:
  source <(netns-course completion bash)        in ~/.bashrc
  source <(netns-course completion zsh)         in ~/.zshrc, after compinit
  netns-course completion fish | source         in ~/.config/fish/config.fish`,
    shell: 'bash, zsh or fish',
    unknown: ({ name }: { name: string }) => `there are no completions for "${name}"; there are: bash, zsh, fish`,
  },
  complete: {
    brief: 'Print what may follow on the command line',
    full: `What the scripts of netns-course completion ask.

Examples:
  netns-course complete -- start ve`,
    word: 'WORD of the command line, up to the cursor',
  },
  manual: {
    brief: 'Print the manual page',
    full: `npm puts it where man finds it when the package is installed globally.

Examples:
  netns-course man | man -l -`,
  },
  man: {
    name: 'NAME',
    synopsis: 'SYNOPSIS',
    description: 'DESCRIPTION',
    commands: 'COMMANDS',
    exitStatus: 'EXIT STATUS',
    exitCodes: [
      { code: '0', meaning: 'Done, and right.' },
      { code: '1', meaning: 'Judged wrong: a lesson has a mistake, a transcript or a submission does not pass.' },
      { code: '2', meaning: 'Could not: a usage error, a file, or a machine that cannot run it.' },
      { code: '70', meaning: 'netns-course itself broke.' },
      {
        code: '129, 130, 141, 143',
        meaning: 'Ended by a closed terminal, by ^C, by a reader that went away, by SIGTERM.',
      },
    ],
    environment: 'ENVIRONMENT',
    variables: [
      {
        name: 'LC_ALL, LC_MESSAGES, LANG',
        meaning: 'The language, the first that is set deciding; --lang goes before them.',
      },
      { name: 'NO_COLOR', meaning: 'Set to anything: no colours.' },
      {
        name: 'FORCE_HYPERLINK',
        meaning: '1: links can be clicked; 0: their addresses are written out. Else as the terminal is known to do.',
      },
      { name: 'XDG_STATE_HOME', meaning: 'Where progress is kept; ~/.local/state otherwise.' },
      {
        name: 'XDG_CACHE_HOME',
        meaning: 'Where courses that were understood, images and what Node compiled are kept; ~/.cache otherwise.',
      },
      { name: 'XDG_DATA_HOME', meaning: 'Where fetched CNI plugins are kept; ~/.local/share otherwise.' },
      { name: 'CNI_PATH', meaning: 'Where CNI plugins are looked for first.' },
    ],
    files: 'FILES',
    places: [
      { path: '~/.local/state/netns-course/', meaning: 'Progress.' },
      { path: '~/.cache/netns-course/', meaning: 'What can be made again at any time.' },
      { path: '~/.local/share/netns-course/cni/', meaning: 'CNI plugins that were fetched.' },
    ],
  },
  list: {
    brief: 'List the lessons, their state and what they need',
    full: `Examples:
  netns-course list
  netns-course list --json`,
  },
  check: {
    brief: "Judge a recorded terminal text by a step's output checks",
    full: `Reads a transcript (a terminal's text, with prompts) and judges it by the step's output checks alone.
Exit 0: passed, 1: not passed, 2: could not judge.

Examples:
  netns-course check veth/ping-both-ways --transcript session.txt
  netns-course check veth/ping-both-ways --transcript - < session.txt`,
    target: 'LESSON/STEP',
    transcript: 'The text to judge; - for standard input',
  },
  verify: {
    brief: 'Prove that every step of the lessons can be passed, and only by its commands',
    full: `Plays each lesson's own commands in a fresh lab and proves that each step fails before its commands, passes after
them, fails when any one is left out, and that the sample outputs are true. For authors and CI.
Exit 0: proved, 1: a lesson is wrong, 2: could not run.

Examples:
  netns-course verify
  netns-course verify veth bridge --no-mutants
  netns-course verify --update veth         rewrite the sample outputs
  netns-course verify --reporter junit > verify.xml`,
    reporter: 'How to report: readable, json, junit or tap',
    mutants: 'Leave out each command in turn and expect a failure (the slow proof)',
    update: 'Rewrite the sample outputs in the lessons',
    jobs: 'Labs at once',
    lesson: 'LESSON: all when none is given',
  },
  lint: {
    brief: 'Report every mistake in lesson files, with line and column',
    full: `Examples:
  netns-course lint
  netns-course lint my-course/01-intro/lesson.md
  netns-course lint --course my-course`,
    file: 'FILE: a lesson; the whole course when none is given',
  },
  lab: {
    brief: 'Open a shell in a throw-away lab, or run a command in one',
    full: `Examples:
  netns-course lab
  netns-course lab --world lan
  netns-course lab --docker     with a Docker Engine of its own, and the images nginx and pause
  netns-course lab -- ip -brief address
  netns-course lab --node node01 --world lan -- ping -c1 192.168.0.7`,
    world: 'What the lab holds: host, or lan (node01 and a small internet)',
    node: 'The machine of the lab to work on',
    docker: 'With a Docker Engine of its own',
    command: 'COMMAND and its arguments',
  },
  setup: {
    brief: 'Install the system packages that the course needs',
    full: `Says what it will do first.

With --cni-release it fetches a release of the CNI plugins in place of the distribution's package, without root: by curl,
compared with its published checksum, into ~/.local/share/netns-course/cni (root: /usr/local/lib/netns-course/cni). Labs
get the one fetched last. Run again after an interruption, it goes on where it was.

Examples:
  netns-course setup
  netns-course setup --yes
  netns-course setup --cni-release 1.7.1`,
    cniRelease: 'Fetch this release of the CNI plugins',
    from: "In place of the project's releases on GitHub: a mirror's address, to which /VERSION/FILE is added",
  },
  doctor: {
    brief: 'Say what this machine can run, and the command that mends what it cannot',
    full: `Exit 0: the course can run here.

Examples:
  netns-course doctor
  netns-course doctor --json`,
  },
  reset: {
    brief: 'Forget the progress of a step, a lesson, or everything (asks first)',
    full: `Examples:
  netns-course reset veth/plug-it-in
  netns-course reset veth
  netns-course reset --all`,
    all: 'All lessons of the course',
    target: 'LESSON or LESSON/STEP',
  },
};
