/** Words of the course in a container: `--backend container`. */
export const container = {
  unknown: ({ name, known }: { name: string; known: string }) => `There is no backend "${name}"; there are: ${known}.`,
  none: ({ platform }: { platform: string }) =>
    `The course runs in a container${platform === 'linux' ? '' : `, since ${platform} is not Linux`}, and neither docker nor podman is installed.\nInstall Docker (https://docs.docker.com/get-started/get-docker/) or Podman (https://podman.io), start it, and run the same command again; a Linux virtual machine (Lima, WSL2) does as well.`,
  silent: ({ program, said }: { program: string; said: string }) =>
    `${program} is installed, but does not answer: ${said}\nStart it (${program === 'podman' ? 'podman machine start' : 'Docker Desktop, or sudo systemctl start docker'}), and run the same command again.`,
  building: ({ program, image }: { program: string; image: string }) =>
    `The first time, ${program} builds the image ${image}: a Debian with the course's tools. It needs the network and some minutes; later starts need neither.`,
  notBuilt: ({ program }: { program: string }) =>
    `The image could not be built: ${program} says why above. With a network, run the same command again.`,
};
