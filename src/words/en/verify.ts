/** Words of verify. */
export const verify = {};
