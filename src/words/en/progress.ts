/** Words of progress. */
export const progress = {};
