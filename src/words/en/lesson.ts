/** Words of lesson. */
export const lesson = {};
