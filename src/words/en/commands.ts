/** Words of commands. */
export const commands = {};
