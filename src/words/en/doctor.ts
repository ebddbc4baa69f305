/** Words of `doctor` and `setup`. */
export const doctor = {
  setup: {
    nothingMissing: 'Nothing is missing.',
    missing: ({ tools, system }: { tools: string; system: string }) => `Missing on this machine (${system}): ${tools}.`,
    noManager:
      'None of apt, dnf, pacman, zypper or apk is here, so these have to be installed by hand; packages.json names the packages that hold them elsewhere.',
    alpine:
      'Alpine has musl in place of glibc, and the terminal library has no binary for it: list, lint, check and doctor work here, a lesson’s shell does not. Run the course in a Debian, Ubuntu or Fedora container, virtual machine or chroot.',
    cannot: ({ command }: { command: string }) =>
      `To install them you must be root, or sudo must let you; this user has neither here. Have somebody who may run:\n  ${command}\nUntil then, lessons and tests that need them are skipped, and say so.`,
    willAsRoot: ({ command }: { command: string }) => `You are root; they are installed by\n  ${command}`,
    willBySudo: ({ command }: { command: string }) =>
      `They are installed by sudo, which may ask for your password:\n  ${command}`,
    noServices:
      'It will start no service and enable none for the next boot: the Docker Engine and nginx run in labs only, and this machine’s firewall stays as it is.',
    sayYes: 'Nobody can be asked here (no terminal): netns-course setup --yes does it without asking.',
    ask: 'Do it? [y/N]',
    nothingDone: 'Nothing was done.',
    done: 'Everything the course needs is installed.',
    stillMissing: ({ tools, command }: { tools: string; command: string }) =>
      `Still missing: ${tools}. The package manager says why above; the command was\n  ${command}\nLessons and tests that need them are skipped, and say so.`,
    cni: {
      withoutRoot: 'The CNI plugins alone can be had without root:\n  netns-course setup --cni-release 1.7.1',
      fetching: ({ url }: { url: string }) => `Fetching ${url} (some 50 MB) …`,
      fetched: ({ version, directory }: { version: string; directory: string }) =>
        `CNI plugins ${version} are in ${directory}; labs get these from now on.`,
      fromAlone: '--from says where a release of the CNI plugins is fetched: it goes with --cni-release VERSION.',
      badAddress: ({ url }: { url: string }) =>
        `${JSON.stringify(url)} is no address to fetch from: it begins with https:// (or http://) and has no blanks.`,
      noVersion: ({ version }: { version: string }) =>
        `${JSON.stringify(version)} is no version of the CNI plugins: 1.7.1 is one.`,
      noArchitecture: ({ arch }: { arch: string }) => `Labs run on x86-64 and arm64, and this is ${arch}.`,
      noHome:
        'There is nowhere to keep them: neither HOME nor XDG_DATA_HOME names a directory. Set XDG_DATA_HOME to one you can write.',
      noCurl: 'They are fetched by curl, which is not installed: netns-course setup installs it.',
      notThere: ({ url, version }: { url: string; version: string }) =>
        `The server has no release ${version} for this machine (404): ${url}\nhttps://github.com/containernetworking/plugins/releases lists those there are.`,
      failed: ({ url, detail }: { url: string; detail: string }) =>
        `Not fetched: ${url}\n${detail}\nWhat came so far is kept; run it again with a network, and it goes on from there.`,
      noChecksum: ({ url }: { url: string }) =>
        `What the server gives for a checksum is none, so nothing was fetched: ${url}`,
      wrongChecksum: ({ url }: { url: string }) =>
        `What came is not what its checksum was made of, and was thrown away: ${url}\nRun it again; if that does not help, the server has something else under this name.`,
      notPlugins: ({ detail }: { detail: string }) =>
        `What came is no release of the CNI plugins, though its checksum is right; nothing of it was kept: ${detail}`,
      notKept: ({ message }: { message: string }) =>
        `The plugins cannot be kept: ${message}\nMake room or the place writable, or set XDG_DATA_HOME to another.`,
    },
  },
  marks: { ok: 'ok  ', note: 'note', warn: 'warn', bad: 'BAD ' },
  cure: ({ command }: { command: string }) => `      → ${command}`,
  headings: { machine: 'This machine', lab: 'The lab', tools: 'Tools', lessons: 'Lessons', guards: 'Guards of a lab' },
  works: 'The course can run here.',
  worksNot: 'The course cannot run here yet: see the lines marked BAD.',
  system: ({ name, kernel, arch }: { name: string; kernel: string; arch: string }) =>
    `${name}, kernel ${kernel}, ${arch}`,
  wsl: 'Windows Subsystem for Linux: its kernel leaves out some features; the lessons below say which',
  notLinux: ({ platform }: { platform: string }) =>
    `${platform} is not Linux: a lab is made of Linux namespaces. Run the course in a Linux virtual machine (Lima, WSL2, any other)`,
  node: ({ version }: { version: string }) => `Node ${version}`,
  nodeOld: ({ version, wanted }: { version: string; wanted: string }) =>
    `Node ${version} is too old; ${wanted} is needed`,
  musl: 'The C library is musl (Alpine): the terminal library has no binary for it; list, lint and check work, a lesson’s shell does not. Run the course in a Debian, Ubuntu or Fedora container or virtual machine',
  encodingGood: ({ encoding }: { encoding: string }) => `The locale is ${encoding}`,
  encodingBad: ({ encoding }: { encoding: string }) =>
    `The locale is ${encoding === '' ? 'plain ASCII (C or POSIX)' : encoding}, not UTF-8: drawings and marks may come out garbled`,
  terminal: ({ name, columns, rows }: { name: string; columns: number; rows: number }) =>
    `The terminal is ${name === '' ? 'nameless' : name}, ${String(columns)} columns by ${String(rows)} rows`,
  terminalSmall: ({ columns, rows }: { columns: number; rows: number }) =>
    `The terminal has only ${String(columns)} columns and ${String(rows)} rows; 80 by 24 is comfortable (make it larger, or use --plain)`,
  labBoots: ({ ms }: { ms: number }) => `A lab boots, in ${String(ms)} ms`,
  stderr: ({ text }: { text: string }) => `It said: ${text}`,
  obstacles: {
    platform: ({ platform }: { platform: string }) => `No lab on ${platform}: it is made of Linux namespaces`,
    architecture: ({ arch }: { arch: string }) =>
      `No lab on ${arch}: only x86-64 and arm64 have a table of system calls to close`,
    kernel: ({ release }: { release: string }) =>
      `The kernel ${release} is too old: 5.14 is needed (limits that bind a user namespace); a newer release of your distribution has one`,
    tools: ({ missing }: { missing: string }) => `Programs that make a lab are missing: ${missing}`,
    sysctl: ({ key }: { key: string }) => `User namespaces are closed by the sysctl ${key}`,
    apparmor: ({ key }: { key: string }) =>
      `User namespaces are closed by AppArmor (${key}=1, as in Ubuntu since 23.10)`,
    seccomp:
      'User namespaces are closed by a seccomp filter: this is a container that forbids unshare(2). Start it with the option below, or run the course outside',
    maskedProc:
      'A container hides parts of /proc, so the kernel allows no new one: start it with the option below, or run the course outside',
    unknown: 'No lab could be started, and no usual cause was found; please report it with the lines above and below',
  },
  tool: ({ count }: { count: number }) => `All ${String(count)} tools that the course uses are installed`,
  toolMissing: ({ tools }: { tools: string }) => `Not installed: ${tools}`,
  iptablesNft: ({ version }: { version: string }) => `${version}`,
  iptablesLegacy: ({ version }: { version: string }) =>
    `${version}: the old variant; nft does not show its rules, and a lab may have to go without it`,
  lessonRuns: ({ lesson }: { lesson: string }) => `${lesson}: everything it needs is here`,
  lessonLacksTools: ({ lesson, tools }: { lesson: string; tools: string }) =>
    `${lesson}: needs ${tools}, not installed`,
  lessonLacksFeatures: ({ lesson, features }: { lesson: string; features: string }) =>
    `${lesson}: needs ${features}, which this kernel does not offer; where it is a module, the command loads it`,
  lessonUntried: ({ lesson, features }: { lesson: string; features: string }) =>
    `${lesson}: needs ${features}, which could not be tried here`,
  noCourse: 'The course could not be read: netns-course lint says why',
  guards: {
    fence: 'System calls that namespaces do not divide are closed',
    uid: 'Root in a lab is not root of this machine',
    processes: 'A lab’s processes are limited',
    'memory-first': 'When memory ends, the lab ends first',
    'read-only-root': 'The lab’s root directory cannot be removed',
    'cgroup-namespace': 'A lab has cgroups of its own',
    nsdelegate: 'Control groups end at a namespace’s border (nsdelegate)',
    'memory-cgroup': 'A lab’s memory is limited by the kernel',
    'core-pipe': 'No core dump of a lab can reach this machine',
    'legacy-tiocsti': 'The kernel refuses typing into another’s terminal',
  },
  guardOn: ({ guard, detail }: { guard: string; detail: string }) => `${guard}${detail === '' ? '' : ` (${detail})`}`,
  guardOff: ({ guard, detail, instead }: { guard: string; detail: string; instead: string }) =>
    `off: ${guard}${detail === '' ? '' : ` (${detail})`}${instead === '' ? '' : `; ${instead}`}`,
  instead: {
    'cgroup-namespace': 'it gets none here, so it can freeze nothing',
    nsdelegate: 'a lab gets no cgroup namespace where that would matter',
    'memory-cgroup': 'free memory is watched instead, and the lab ended before it runs out',
    'core-pipe': 'a crash in a lab is handed to the program that kernel.core_pattern names',
    'legacy-tiocsti': 'a lab never holds your terminal, and the fence refuses the call',
  },
};
