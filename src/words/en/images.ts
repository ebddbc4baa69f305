/** Words of `images`. */
export const images = {
  command: {
    brief: "List, build, pull or remove the images that a lab's Docker Engine gets",
    full: `A lab has no internet: its images come from this machine. They are built of the distribution's own nginx and catatonit when a
lesson first needs them, or pulled by docker, podman or skopeo where one of these is here and can.

Examples:
  netns-course images
  netns-course images list --json
  netns-course images build nginx
  netns-course images pull
  netns-course images remove`,
  },
  list: {
    brief: 'Show which images there are and where they come from',
    full: `Examples:
  netns-course images list
  netns-course images list --json`,
  },
  build: {
    brief: "Build images of this machine's own programs",
    full: `Without NAME: all. One that was pulled is replaced.

Examples:
  netns-course images build
  netns-course images build pause`,
  },
  pull: {
    brief: 'Pull images by docker, podman or skopeo',
    full: `Without NAME: all. What is pulled stays until it is built or removed. A lab has one user: the owners of an image's files become root,
nginx's workers too; nothing else is changed.

Examples:
  netns-course images pull
  netns-course images pull nginx --from registry.example/library/nginx:1.27`,
    from: 'Pull from there (one image only)',
  },
  remove: {
    brief: 'Remove images from the cache',
    full: `Without NAME: all. The next lab that needs one builds it again.

Examples:
  netns-course images remove
  netns-course images remove nginx`,
  },
  name: 'nginx or pause',
  reference: 'REFERENCE',
  states: {
    ready: 'ready',
    absent: 'not there (built when a lab needs it)',
    damaged: 'damaged (built again when a lab needs it)',
  },
  megabytes: ({ bytes }: { bytes: number }): string => `${(bytes / 1e6).toFixed(1)} MB`,
  origin: ({ origin }: { origin: Origin }): string =>
    origin.kind === 'built' ? `built of ${origin.of}` : `pulled by ${origin.by} from ${origin.reference}`,
  kept: ({ directory }: { directory: string }): string => `Kept in ${directory}`,
  built: ({ name, of }: { name: string; of: string }): string => `${name}: ${of}`,
  pulling: ({ tool, reference }: { tool: string; reference: string }): string => `Pulling ${reference} by ${tool} …`,
  pulled: ({ name, of, bytes }: { name: string; of: string; bytes: number }): string =>
    `${name}: ${of}, ${(bytes / 1e6).toFixed(1)} MB`,
  removed: ({ name }: { name: string }): string => `${name}: removed`,
  notThere: ({ name }: { name: string }): string => `${name}: was not there`,
  notKept: ({ message }: { message: string }): string => `The image cannot be kept: ${message}`,
  unknown: ({ name, known }: { name: string; known: string }): string =>
    `There is no image "${name}" here. The images: ${known}.`,
  badReference: ({ reference }: { reference: string }): string =>
    `"${reference}" is no reference of an image, such as registry.example/library/nginx:1.27.`,
  fromNeedsOne: '--from is the place of one image: name it, nginx or pause.',
};

/** Where an image came from. */
type Origin =
  | { readonly kind: 'built'; readonly of: string }
  | { readonly kind: 'pulled'; readonly by: string; readonly reference: string };
