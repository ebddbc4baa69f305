/** Words of the checks that read the terminal. */
export const output = {};
