/** Words of lab. */
export const lab = {};
