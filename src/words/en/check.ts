/** Words of check. */
export const check = {};
