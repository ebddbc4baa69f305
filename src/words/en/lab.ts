/** Words of lab. */
export const lab = {
  failedOnce: ({ said }: { said: string }): string =>
    `The lab could not be started just now (${said}); a second try worked. The machine was out of something for a moment: call the course again.`,
  noNode: ({ node, world }: { node: string; world: string }): string =>
    `The world ${world} has no ${node}. Try --world lan.`,
  noTerminal: ({ message }: { message: string }): string => `No pseudo-terminal could be opened: ${message}`,
  ended: ({ why }: { why: string }): string => `The lab ended: ${why}`,
  died: ({ detail }: { detail: string }): string => (detail === '' ? 'it was killed' : detail),
  limitMemory: 'this machine was running out of memory',
  limitNeighbours: "it filled the kernel's neighbour table, which all of the machine shares",
  limitPackets: 'its packets went round and round (a loop of bridges?) and took up the whole machine',
};
