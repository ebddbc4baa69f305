/** Words of the Docker Engine in a lab, and of its images. */
export const engine = {
  notStarted: ({ detail }: { detail: string }): string =>
    `The lab's Docker Engine did not start. The end of its log:\n${detail === '' ? '(it said nothing)' : detail}`,
  notLoaded: ({ detail }: { detail: string }): string =>
    `The lab's Docker Engine could not load the images:\n${detail}`,
  late: ({ detail }: { detail: string }): string =>
    `The lab's Docker Engine was not there in time; this machine may be too busy.${detail === '' ? '' : `\n${detail}`}`,
  /** After any of these, in a lesson. */
  waits:
    'The lesson waits, and the shell works. When that is mended, course reset step makes a new lab and tries again.',
  image: {
    problem: ({ image, why }: { image: string; why: string }): string => `The image ${image} cannot be had: ${why}`,
    cannot: ({ detail }: { detail: string }): string =>
      `The images for the lab's Docker Engine cannot be had: ${detail}`,
    notInstalled: ({ tools }: { tools: string }): string =>
      `it is not in the cache, and ${tools}, which it is built of, is not installed: netns-course setup installs it.`,
    noLibrary: ({ library }: { library: string }): string => `a program it is built of lacks the library ${library}.`,
    noPuller: ({ tools }: { tools: string }): string => `to pull it takes one of ${tools}; none is installed.`,
    failed: ({ tool, detail }: { tool: string; detail: string }): string => `${tool} failed: ${detail}`,
    notAnImage: ({ detail }: { detail: string }): string => `what was fetched is no image (${detail}).`,
  },
};
