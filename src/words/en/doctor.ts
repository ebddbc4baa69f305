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
    sayYes: 'Nobody can be asked here (no terminal): netns-course setup --yes does it without asking.',
    ask: 'Do it? [y/N]',
    nothingDone: 'Nothing was done.',
    done: 'Everything the course needs is installed.',
    stillMissing: ({ tools, command }: { tools: string; command: string }) =>
      `Still missing: ${tools}. The package manager says why above; the command was\n  ${command}\nLessons and tests that need them are skipped, and say so.`,
  },
};
